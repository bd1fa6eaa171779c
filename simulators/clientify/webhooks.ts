import type { CrmRecord } from '../agency/data';
import type { Answer } from '../http';
import { json, notAllowed } from './answers';
import type { ClientifySwitches } from './switches';

/** Who writes: the account's API key; a person at the screen, a bulk action or an import, which are always told. */
export type Author = 'key' | 'screen';

export interface HookCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

interface Slot {
  target: string;
  headers: Record<string, string>;
  active: boolean;
}

const ENTITIES = ['contacts', 'companies', 'deals', 'tasks', 'budgets', 'products'] as const;
type SlotEntity = (typeof ENTITIES)[number];
export type HookEntity = 'contacts' | 'companies';
const EVENT: Readonly<Record<SlotEntity, string>> = {
  contacts: 'contact',
  companies: 'company',
  deals: 'deal',
  tasks: 'task',
  budgets: 'budget',
  products: 'product',
};
const LABELS: Readonly<Record<string, string>> = {
  client: 'Cliente',
  'cold-lead': 'Lead frío',
  other: 'Otro',
};
/** Repeats of a call that got no answer. */
const REPEATS = 5;

const isEntity = (text: string | undefined): text is SlotEntity =>
  (ENTITIES as readonly (string | undefined)[]).includes(text);
const freeSlot = (): Slot => ({ target: '', headers: {}, active: false });
const zulu = (stamp: unknown): string => new Date(String(stamp)).toISOString().replace('Z', '000Z');

/** One slot per entity, display values instead of API values, no promise of delivery. */
export class Webhooks {
  readonly slots: Record<SlotEntity, Slot> = {
    contacts: freeSlot(),
    companies: freeSlot(),
    deals: freeSlot(),
    tasks: freeSlot(),
    budgets: freeSlot(),
    products: freeSlot(),
  };
  /** Status of each delivery; 0 = no answer. */
  readonly deliveries: { event: string; id: number; status: number }[] = [];
  /** Deliveries that have not come to their end. */
  pending = 0;
  private next = 400;
  private open: Promise<void>[] = [];

  constructor(private readonly switches: ClientifySwitches) {}

  /** One call of the receiver: its status. @throws without an answer in time. */
  send: (target: string, call: HookCall) => Promise<number> = async (
    target,
    { headers, body, timeoutMs },
  ) => {
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.text();
    return answer.status;
  };

  /** `/v2/webhooks/<entity>/` (clientify.md, W5). */
  route(method: string, parts: readonly string[], input: CrmRecord): Answer | null {
    const [first, entity, action] = parts;
    if (first !== 'webhooks' || !isEntity(entity)) return null;
    if (!this.switches.administrator)
      return json(403, { detail: 'You do not have permission to perform this action.' });
    const slot = this.slots[entity];
    const shown = () => ({
      entity,
      target: slot.target,
      is_active: slot.active,
      events: [`${EVENT[entity]}.saved`, `${EVENT[entity]}.deleted`],
    });
    if (action === 'activate' && method === 'POST') {
      // Switches it on, and changes nothing else of it.
      if (slot.target === '') return json(400, { target: ['Este campo es requerido.'] });
      slot.active = true;
      return json(200, shown());
    }
    if (action !== undefined) return json(404, { detail: 'Not found.' });
    if (method === 'GET') return json(200, shown());
    if (method === 'DELETE') {
      Object.assign(slot, freeSlot());
      return json(204, null);
    }
    if (method !== 'POST') return notAllowed(method);
    const target = typeof input['target'] === 'string' ? input['target'] : '';
    if (!this.switches.anyTarget && !/^https:\/\/(?!localhost|127\.|10\.|192\.168\.)/.test(target))
      return json(400, { target: ['Introduzca una URL https pública.'] });
    const headers = input['headers'] ?? {};
    if (
      typeof headers !== 'object' ||
      Array.isArray(headers) ||
      Object.values(headers).some((value) => typeof value !== 'string' || value === '')
    )
      return json(400, { headers: ['Introduzca textos por nombre.'] });
    // Also by its own owner: what is taken must be freed first, so nothing of it can be changed.
    if (slot.target !== '') return json(409, { detail: 'webhook slot taken' });
    Object.assign(slot, { target, headers, active: true });
    return json(201, shown());
  }

  saved(entity: HookEntity, record: CrmRecord, by: Author): void {
    this.fire(entity, 'saved', record, this.display(record), by);
  }

  deleted(entity: HookEntity, record: CrmRecord, by: Author): void {
    const data =
      this.switches.deletedShows === 'id' ? { id: record['id'] ?? 0 } : this.display(record);
    this.fire(entity, 'deleted', record, data, by);
  }

  /** Display values: labels instead of codes, stamps in Z, no `modified`. */
  private display(record: CrmRecord): CrmRecord {
    const rest: CrmRecord = { ...record };
    delete rest['modified'];
    const status = String(record['status'] ?? '');
    const fields = ((record['custom_fields'] as CrmRecord[] | undefined) ?? []).map(
      ({ field, value }) => ({
        field: field ?? '',
        value: value ?? '',
      }),
    );
    return {
      ...rest,
      status: LABELS[status] ?? status,
      custom_fields: fields,
      owner: 'Ventas',
      company: '',
      created: zulu(record['created']),
    };
  }

  private fire(
    entity: HookEntity,
    what: 'saved' | 'deleted',
    record: CrmRecord,
    data: unknown,
    by: Author,
  ): void {
    const { hooks, hookDelayMs, echo } = this.switches;
    const { target, headers, active } = this.slots[entity];
    if (!active || target === '' || hooks === 'never' || (by === 'key' && !echo)) return;
    const event = `${EVENT[entity]}.${what}`;
    const body = JSON.stringify({ hook: { id: this.next++, event, target }, data });
    for (let time = 0; time < (hooks === 'once' ? 1 : 2); time++) {
      this.pending += 1;
      const delay = hooks === 'shuffled' ? hookDelayMs + Math.random() * 200 : hookDelayMs;
      const done = new Promise<void>((resolve) => {
        setTimeout(() => {
          void this.deliver(target, headers, event, Number(record['id']), body).finally(() => {
            this.pending -= 1;
            resolve();
          });
        }, delay);
      });
      this.open.push(done);
    }
  }

  /** Until what was fired so far has been answered, or the receiver's time is up. */
  async toldFirst(): Promise<void> {
    const open = this.open.splice(0);
    if (!this.switches.hookFirst) return;
    const limit = new Promise<void>((resolve) =>
      setTimeout(resolve, this.switches.hookTimeoutMs).unref(),
    );
    await Promise.race([Promise.all(open), limit]);
  }

  /** Any answer ends it, 5xx too; without one it is repeated after 1, 2, 4, 8 and 16 s. */
  private async deliver(
    target: string,
    headers: Record<string, string>,
    event: string,
    id: number,
    body: string,
  ): Promise<void> {
    const { hookTimeoutMs, hookRetryMs } = this.switches;
    for (let tries = 0; tries <= REPEATS; tries++) {
      if (tries > 0)
        await new Promise((resolve) => setTimeout(resolve, hookRetryMs * 2 ** (tries - 1)).unref());
      try {
        const status = await this.send(target, { headers, body, timeoutMs: hookTimeoutMs });
        this.deliveries.push({ event, id, status });
        return;
      } catch {
        this.deliveries.push({ event, id, status: 0 });
      }
    }
  }
}
