import * as z from 'zod';
import { withoutSecrets, type Difference, type RawClient } from '../sync/giav-record';
import { STATE_VERSION, keys, type Table } from './table';

/** Days that both versions of a client are kept. Personal data: shown to the admin only. */
const TTL_DAYS = 90;

const incidentSchema = z.object({
  at: z.string(),
  clientId: z.string(),
  restored: z.boolean(),
  differences: z.array(z.object({ field: z.string(), kind: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
});
export type Incident = z.infer<typeof incidentSchema>;

const haltSchema = z.object({ since: z.string(), clientId: z.string() });
export type Halt = z.infer<typeof haltSchema>;

/** Writes after which GIAV's record was not what it should be, and the halt that follows when something stayed lost. */
export class Incidents {
  constructor(private readonly table: Table) {}

  async add(
    clientId: string,
    { before, after, found, restored }: { before: RawClient; after: RawClient; found: readonly Difference[]; restored: boolean },
    now: Date,
  ): Promise<void> {
    const at = now.toISOString();
    await this.table.put({
      ...keys.incident(at, clientId),
      v: STATE_VERSION,
      at,
      clientId,
      restored,
      differences: found.map((one) => (one.field === 'CustomerPortal_Password' ? { field: one.field, kind: one.kind } : { ...one })),
      before: withoutSecrets(before),
      after: withoutSecrets(after),
      expires: Math.floor(now.getTime() / 1000) + TTL_DAYS * 86_400,
    });
  }

  /** Newest first. */
  async of(clientId: string): Promise<Incident[]> {
    const found: Incident[] = [];
    for await (const item of this.table.query('INCIDENT', '', { newestFirst: true })) {
      const parsed = incidentSchema.safeParse(item);
      if (parsed.success && parsed.data.clientId === clientId) found.push(parsed.data);
    }
    return found;
  }

  /** No client is written until somebody has looked. */
  async halt(clientId: string, now: Date): Promise<void> {
    await this.table.put({ ...keys.halt(), v: STATE_VERSION, since: now.toISOString(), clientId });
  }

  /** An unreadable halt is a halt. */
  async halted(): Promise<Halt | null> {
    const item = await this.table.get(keys.halt());
    if (item === null) return null;
    return haltSchema.safeParse(item).data ?? { since: 'unknown', clientId: 'unknown' };
  }

  async resume(): Promise<void> {
    await this.table.delete(keys.halt());
  }
}
