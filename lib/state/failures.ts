import * as z from 'zod';
import { SUBJECTS, type Subject } from '../sync/decision';
import { RecordError } from '../sync/errors';
import { FailedByReason, orderOf, subjectOf, type FailedReason } from './failed-by-reason';
import type { Table } from './table';
import { STATE_VERSION, parseItem, type Item } from './items';
import { keys } from './keys';
import type { Failures, FailedTry } from '../ports/failures';

const failedTrySchema = z.object({
  at: z.string(),
  runId: z.string(),
  reason: z.string(),
  message: z.string(),
});

const failureSchema = z.object({
  v: z.literal(STATE_VERSION),
  entity: z.enum(SUBJECTS),
  id: z.string(),
  firstAt: z.string(),
  attempts: z.number(),
  /** Oldest first, the last one is why it is here. */
  history: z.array(failedTrySchema).min(1),
  /** Its place in the list by reason; unset in entries of an earlier version until the next full run. */
  order: z.string().optional(),
});
export type StoredFailure = z.infer<typeof failureSchema>;

/** Errors kept per record; older ones are dropped. */
const HISTORY = 20;

/** The failed list: one entry per record that could not be synced, with all its errors, until a run syncs it. */
export class DynamoFailures implements Failures {
  private readonly byReason: FailedByReason;

  constructor(private readonly table: Table) {
    this.byReason = new FailedByReason(table);
  }

  async add(entity: Subject, id: string, failed: FailedTry): Promise<void> {
    const known = await this.get(entity, id);
    // The same try, told again after a crash.
    if (known?.history.at(-1)?.runId === failed.runId) return;
    const history = [...(known?.history ?? []), failed].slice(-HISTORY);
    const firstAt = known?.firstAt ?? failed.at;
    const order = orderOf({ reason: failed.reason, firstAt, entity, id });
    // First the place, then the entry: a place without an entry is passed over, an entry without a place would be hidden.
    await this.byReason.add(order);
    await this.table.put({
      ...keys.failure(entity, id),
      v: STATE_VERSION,
      entity,
      id,
      firstAt,
      attempts: (known?.attempts ?? 0) + 1,
      history,
      order,
    });
    if (known?.order !== undefined && known.order !== order)
      await this.byReason.remove(known.order);
  }

  async get(entity: Subject, id: string): Promise<StoredFailure | null> {
    const item = await this.table.get(keys.failure(entity, id));
    if (item === null) return null;
    const parsed = failureSchema.safeParse(item);
    return parsed.success ? parsed.data : null;
  }

  async clear(entity: Subject, id: string): Promise<void> {
    // One that cannot be read has its place, too.
    const item = await this.table.get(keys.failure(entity, id));
    const order = item === null ? undefined : readFailure(item).order;
    await this.table.delete(keys.failure(entity, id));
    if (order !== undefined) await this.byReason.remove(order);
  }

  /** Reasons that records are on the list for, with how many and since when; counted up to a bound. */
  reasons(): Promise<FailedReason[]> {
    return this.byReason.reasons();
  }

  /** How many are on the list, up to a bound. */
  count(): Promise<{ count: number; more: boolean }> {
    return this.byReason.count();
  }

  /** Those of one reason, the oldest first. @param after `order` of the last one seen */
  async ofReason(
    reason: string,
    limit: number,
    after?: string,
  ): Promise<{ failures: StoredFailure[]; next: string | null }> {
    const { orders, next } = await this.byReason.slice(reason, limit, after);
    const found = await this.entries(orders);
    const failures = orders.flatMap((order) => found.get(order) ?? []);
    return { failures, next };
  }

  /**
   * Gives every entry its place in the list by reason, and takes away places whose entry is gone: what an earlier version
   * wrote, and what an invocation that died between the two writes left. Places that others make meanwhile stay.
   */
  async tidy(): Promise<void> {
    for await (const orders of this.byReason.all()) {
      const found = await this.entries(orders);
      for (const order of orders) if (!found.has(order)) await this.byReason.remove(order);
    }
    for await (const item of this.table.query('FAILED')) {
      const { entity, id, firstAt, history, order } = readFailure(item);
      if (order !== undefined) continue;
      const place = orderOf({ reason: history.at(-1)?.reason ?? '', firstAt, entity, id });
      await this.byReason.add(place);
      await this.table.update(keys.failure(entity, id), {
        expression: 'SET #o = :o',
        condition: 'attribute_exists(pk) AND attribute_not_exists(#o)',
        names: { '#o': 'order' },
        values: { ':o': place },
      });
    }
  }

  /** Entries by the places that they name. */
  private async entries(orders: readonly string[]): Promise<Map<string, StoredFailure>> {
    const names = orders.map(subjectOf).map(({ entity, id }) => keys.failure(entity, id));
    const found = (await this.table.getMany(names)).map(readFailure);
    return new Map(found.flatMap((failure) => (failure.order ? [[failure.order, failure]] : [])));
  }

  /** Entries that cannot be read are listed by their key, so that nobody misses them. */
  async *all(): AsyncGenerator<StoredFailure> {
    for await (const item of this.table.query('FAILED')) yield readFailure(item);
  }
}

function readFailure(item: Item): StoredFailure {
  try {
    return parseItem(failureSchema, item);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const [entity, id = ''] = String(item['sk']).split('#');
    const failed: FailedTry = {
      at: '',
      runId: '',
      reason: 'STATE_UNREADABLE',
      message: error.message,
    };
    return {
      v: STATE_VERSION,
      entity: SUBJECTS.find((one) => one === entity) ?? 'expediente',
      id,
      firstAt: '',
      attempts: 1,
      history: [failed],
      order: typeof item['order'] === 'string' ? item['order'] : undefined,
    };
  }
}
