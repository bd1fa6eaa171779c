import * as z from 'zod';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import { withoutSecretValues, withoutSecrets } from '../sync/giav-record';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys, type Key } from './keys';
import type { Incidents, NewIncident, Halt, SeenHalt } from '../ports/incidents';

const incidentSchema = z.object({
  at: z.string(),
  clientId: z.string(),
  restored: z.boolean(),
  differences: z.array(
    z.object({
      field: z.string(),
      kind: z.string(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ),
  /** GIAV's client as it was before the write, and as it was found after it. */
  before: z.record(z.string(), z.unknown()).optional().catch(undefined),
  after: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
export type Incident = z.infer<typeof incidentSchema>;

const haltSchema = z.object({
  since: z.string(),
  clientId: z.string(),
  because: z.enum(['damage', 'too-many']).optional(),
});

/** In the place of a client. After all of them: damage is shown first. */
const TOO_MANY = 'too-many';

/** Kinds under which incidents of all versions name a loss. */
const LOSSES: ReadonlySet<string> = new Set(['damage', 'lost']);

/** Writes after which GIAV's record was not what it should be, and the halt that follows. */
export class DynamoIncidents implements Incidents {
  constructor(private readonly table: Table) {}

  /** The portal password is kept nowhere in it, nor what it differed in. */
  async add(clientId: string, incident: NewIncident, now: Date): Promise<void> {
    const { at = now.toISOString(), before, after, found, restored } = incident;
    await this.table.put({
      ...keys.incident(at, clientId),
      v: STATE_VERSION,
      at,
      clientId,
      restored,
      differences: found.map((one) => ({ ...withoutSecretValues(one) })),
      before: withoutSecrets(before),
      after: withoutSecrets(after),
      expires: expiresAfter(KEPT_DAYS.incidents, now),
    });
  }

  /** Newest first. */
  async of(clientId: string): Promise<Incident[]> {
    const found: Incident[] = [];
    for await (const incident of this.all())
      if (incident.clientId === clientId) found.push(incident);
    return found;
  }

  /** Whether one of these fields was damaged on another client before, repaired or not. */
  async happenedElsewhere(fields: readonly string[], clientId: string): Promise<boolean> {
    for await (const incident of this.all()) {
      if (incident.clientId === clientId) continue;
      if (
        incident.differences.some(({ field, kind }) => LOSSES.has(kind) && fields.includes(field))
      )
        return true;
    }
    return false;
  }

  /** No client is written until somebody has looked. `write`: the moment of the write that did the damage. */
  async halt(clientId: string, now: Date, write = now.toISOString()): Promise<void> {
    // An earlier halt of this client stays.
    await this.table.put(
      { ...keys.halt(clientId), v: STATE_VERSION, since: now.toISOString(), clientId, write },
      { condition: 'attribute_not_exists(pk)' },
    );
  }

  hold(now: Date): Promise<boolean> {
    const held = { since: now.toISOString(), clientId: TOO_MANY, because: TOO_MANY };
    return this.table.put(
      { ...keys.halt(TOO_MANY), v: STATE_VERSION, ...held },
      { condition: 'attribute_not_exists(pk)' },
    );
  }

  /** Ends the halt that this write made, and no other. */
  async lift(clientId: string, write: string): Promise<void> {
    await this.table.delete(keys.halt(clientId), {
      condition: '#w = :write',
      names: { '#w': 'write' },
      values: { ':write': write },
    });
  }

  /** An unreadable halt is a halt. */
  async halted(): Promise<Halt | null> {
    for await (const item of this.table.query('HALT'))
      return haltSchema.safeParse(item).data ?? { since: 'unknown', clientId: 'unknown' };
    return null;
  }

  /** Whether this client's damage still halts the way back. */
  async isHaltedBy(clientId: string): Promise<boolean> {
    return (await this.table.get(keys.halt(clientId))) !== null;
  }

  /** The halt that this client's damage made; null = there is none. */
  async haltOf(clientId: string): Promise<Halt | null> {
    const item = await this.table.get(keys.halt(clientId));
    return item && (haltSchema.safeParse(item).data ?? { since: 'unknown', clientId });
  }

  /**
   * Ends one halt, and no other: what nobody has seen is not accepted. The halt that is left.
   * @param seen the one that was in view; one that is over, or began anew since, stays as it is. @default - that of {@link halted}
   */
  async resume(seen?: SeenHalt): Promise<Halt | null> {
    if (seen === undefined)
      for await (const item of this.table.query('HALT')) {
        await this.end({ pk: String(item['pk']), sk: String(item['sk']) });
        break;
      }
    else if ((await this.haltOf(seen.clientId))?.since === seen.since)
      await this.end(keys.halt(seen.clientId));
    return this.halted();
  }

  private async end(key: Key): Promise<void> {
    // The hour is counted anew from here on; first, or it would be held again at once.
    if (key.sk === keys.halt(TOO_MANY).sk) await this.table.delete(keys.hourlyWrites());
    await this.table.delete(key);
  }

  private async *all(): AsyncGenerator<Incident> {
    for await (const item of this.table.query('INCIDENT', '', { newestFirst: true })) {
      const parsed = incidentSchema.safeParse(item);
      if (parsed.success) yield parsed.data;
    }
  }
}
