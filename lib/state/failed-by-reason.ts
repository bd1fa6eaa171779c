import { SUBJECTS, type Subject } from '../sync/decision';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

/** A reason of the failed list. */
export interface FailedReason {
  readonly reason: string;
  readonly count: number;
  /** There may be more than that. */
  readonly more: boolean;
  /** When the oldest of them failed first (ISO). */
  readonly since: string;
}

interface Place {
  readonly reason: string;
  readonly firstAt: string;
  readonly entity: Subject;
  readonly id: string;
}

/** Up to so many are counted; beyond, nobody reads them one by one. */
const MOST_COUNTED = 250;
/** Keys of one BatchGetItem. */
const CHUNK = 100;
const PARTITION = keys.failedBy('').pk;

/** By reason, then by age. */
export const orderOf = ({ reason, firstAt, entity, id }: Place): string =>
  `${reason}#${firstAt}#${entity}#${id}`;

/** What a place names; an id that no failure has where it is damaged. */
export function subjectOf(order: string): { readonly entity: Subject; readonly id: string } {
  const [, , entity, id = ''] = order.split('#');
  return { entity: SUBJECTS.find((one) => one === entity) ?? 'expediente', id };
}

function headOf(order: string): { readonly reason: string; readonly since: string } {
  const [reason = '', since = ''] = order.split('#');
  return { reason, since };
}

/** Of a whole list, in its order. */
function countedIn(orders: readonly string[]): FailedReason[] {
  const groups = new Map<string, FailedReason>();
  for (const order of orders) {
    const { reason, since } = headOf(order);
    const known = groups.get(reason);
    const count = (known?.count ?? 0) + 1;
    groups.set(reason, { reason, count, more: false, since: known?.since ?? since });
  }
  return [...groups.values()];
}

/**
 * The failed list by reason: one small item an entry, in the order in which people read them, so that a page of a long list
 * costs as much as one of a short list. The entry itself decides: its `order` names its place.
 */
export class FailedByReason {
  constructor(private readonly table: Table) {}

  async add(order: string): Promise<void> {
    await this.table.put({ ...keys.failedBy(order), v: STATE_VERSION });
  }

  async remove(order: string): Promise<void> {
    await this.table.delete(keys.failedBy(order));
  }

  /** All at once where the list is short, as it should be; else from the first of a reason to the first of the next. */
  async reasons(): Promise<FailedReason[]> {
    const { items, more } = await this.table.slice(PARTITION, { limit: CHUNK });
    return more ? this.reasonsOfMany() : countedIn(items.map(({ sk }) => sk));
  }

  /** As many steps as there are reasons, however long the list is. */
  private async reasonsOfMany(): Promise<FailedReason[]> {
    const first: { reason: string; since: string }[] = [];
    let after: string | undefined;
    for (;;) {
      const { items } = await this.table.slice(PARTITION, { after, limit: 1 });
      if (items[0] === undefined) break;
      const { reason, since } = headOf(items[0].sk);
      first.push({ reason, since });
      // `$` comes right behind `#`: all of this reason lie before it.
      after = `${reason}$`;
    }
    return Promise.all(
      first.map(async (one) => ({
        ...one,
        ...(await this.table.count(PARTITION, {
          prefix: `${one.reason}#`,
          limit: MOST_COUNTED,
        })),
      })),
    );
  }

  /** Of all reasons, up to a bound. */
  count(): Promise<{ count: number; more: boolean }> {
    return this.table.count(PARTITION, { limit: MOST_COUNTED });
  }

  async slice(
    reason: string,
    limit: number,
    after?: string,
  ): Promise<{ orders: string[]; next: string | null }> {
    const prefix = `${reason}#`;
    const { items, more } = await this.table.slice(PARTITION, {
      prefix,
      after: after?.startsWith(prefix) === true ? after : undefined,
      limit,
    });
    const orders = items.map(({ sk }) => sk);
    return { orders, next: more ? (orders.at(-1) ?? null) : null };
  }

  /** Some at a time. */
  async *all(): AsyncGenerator<string[]> {
    let after: string | undefined;
    do {
      const { items, more } = await this.table.slice(PARTITION, { after, limit: CHUNK });
      yield items.map(({ sk }) => sk);
      after = more ? items.at(-1)?.sk : undefined;
    } while (after !== undefined);
  }
}
