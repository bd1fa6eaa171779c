import type { CrmRecord } from '../agency/generate';
import type { Answer } from '../http';

export interface HookSwitches {
  /** How often each save is told. */
  hooks: 'once' | 'twice' | 'never';
  hookDelayMs: number;
  /** Targets that are not public https are taken, as no real account would. */
  anyTarget: boolean;
}

interface Slot {
  target: string;
  headers: Record<string, string>;
  active: boolean;
}

export type HookEntity = 'contacts' | 'companies';
const EVENT = { contacts: 'contact', companies: 'company' } as const;
const LABELS: Readonly<Record<string, string>> = { client: 'Cliente', 'cold-lead': 'Lead frío', other: 'Otro' };

const json = (status: number, body: unknown): Answer => ({
  status,
  body: body === null ? '' : JSON.stringify(body),
  type: 'application/json',
});

/** One slot per entity, display values instead of API values, no promise of delivery. */
export class Webhooks {
  readonly slots: Record<HookEntity, Slot> = {
    contacts: { target: '', headers: {}, active: false },
    companies: { target: '', headers: {}, active: false },
  };
  /** Status of each delivery. */
  readonly deliveries: { event: string; id: number; status: number }[] = [];
  /** Deliveries that have not come to their end. */
  pending = 0;
  private next = 400;

  constructor(private readonly switches: HookSwitches) {}

  /** `/v2/webhooks/<entity>/` (clientify.md §12). */
  route(method: string, parts: readonly string[], input: CrmRecord): Answer | null {
    const [first, entity, action] = parts;
    if (first !== 'webhooks' || (entity !== 'contacts' && entity !== 'companies')) return null;
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
      Object.assign(slot, { target: '', headers: {}, active: false });
      return json(204, null);
    }
    if (method !== 'POST') return json(405, { detail: `Method "${method}" not allowed.` });
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

  saved(entity: HookEntity, record: CrmRecord): void {
    const rest: CrmRecord = { ...record };
    delete rest['modified'];
    const status = String(record['status'] ?? '');
    const fields = ((record['custom_fields'] as CrmRecord[] | undefined) ?? []).map(({ field, value }) => ({ field, value }));
    this.fire(entity, 'saved', Number(record['id']), {
      ...rest,
      status: LABELS[status] ?? status,
      custom_fields: fields,
      owner: 'Ventas',
      company: '',
    });
  }

  deleted(entity: HookEntity, id: number): void {
    this.fire(entity, 'deleted', id, { id });
  }

  private fire(entity: HookEntity, what: 'saved' | 'deleted', id: number, data: unknown): void {
    const { hooks, hookDelayMs } = this.switches;
    const { target, headers, active } = this.slots[entity];
    if (!active || target === '' || hooks === 'never') return;
    const event = `${EVENT[entity]}.${what}`;
    const body = JSON.stringify({ hook: { id: this.next++, event, target }, data });
    for (let time = 0; time < (hooks === 'twice' ? 2 : 1); time++) {
      this.pending += 1;
      setTimeout(() => void this.deliver(target, headers, event, id, body).finally(() => (this.pending -= 1)), hookDelayMs);
    }
  }

  private async deliver(target: string, headers: Record<string, string>, event: string, id: number, body: string): Promise<void> {
    for (let tries = 0; tries < 3; tries++)
      try {
        const answer = await fetch(target, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });
        await answer.text();
        this.deliveries.push({ event, id, status: answer.status });
        if (answer.status < 500) return;
      } catch {
        this.deliveries.push({ event, id, status: 0 });
      }
  }
}
