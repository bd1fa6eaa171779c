import type { GiavClientApi } from '../giav/client';
import { WRITABLE_FIELDS, withEdits, type PutSettings } from '../giav/put';
import type { EventBus } from '../queue/events';
import type { Incidents } from '../state/incidents';
import type { ClientEdits } from '../sync/clientify-to-giav';
import { RecordError, RetryableError } from '../sync/errors';
import { differences, isSameVersion, type Difference, type RawClient } from '../sync/giav-record';
import type { GiavClient } from '../sync/records';
import type { FieldNote } from '../sync/target';
import type { Clock, Log, Meter } from './ports';

export interface PutPorts {
  readonly giav: GiavClientApi;
  readonly putSettings: PutSettings;
  readonly incidents: Incidents;
  readonly events: Pick<EventBus, 'announce'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

export interface ReadClient {
  readonly raw: RawClient;
  readonly client: GiavClient;
}

/** `moved`: somebody changed the client since it was read; nothing was written. */
export type PutResult =
  { readonly moved: true } | { readonly moved: false; readonly after: ReadClient; readonly notes: FieldNote[]; readonly lost: string[] };

const CATEGORIES = 'idsCategories';

/**
 * Writes some fields of a client and nothing else, although a PUT replaces the whole record (giav.md §4): fills every
 * parameter from what was read, looks once more that nobody touched the client, writes, reads again and compares
 * everything. What got lost is put back at once; what stays lost halts the way back.
 */
export class ClientWriter {
  private readonly id: number;

  constructor(
    private readonly ports: PutPorts,
    private readonly before: ReadClient,
  ) {
    this.id = before.client.id;
  }

  async write(edits: ClientEdits): Promise<PutResult> {
    const { giav } = this.ports;
    const before = this.before.raw;
    const categories = await giav.categoriesOf(this.id);
    const expected = withEdits(before, edits);
    const args = this.fill(expected, categories);
    const now = await this.read();
    if (!isSameVersion(before, now.raw)) return { moved: true };
    let after: ReadClient;
    try {
      await giav.putClient(args);
      after = await this.read();
    } catch (error) {
      if (!(error instanceof RetryableError) || !error.maybeApplied) throw error;
      // The answer was lost, the write perhaps not: never blindly again (giav.md §1.2).
      after = await this.read();
      if (isSameVersion(before, after.raw)) throw error;
      const intended = differences(before, expected);
      const missing = new Set(differences(expected, after.raw).map(({ field }) => field));
      if (intended.every(({ field }) => missing.has(field))) return { moved: true };
    }
    return this.verify(expected, after, categories);
  }

  /** All arguments, or a refusal that names what cannot be read back. Also shows a dry run what would happen. */
  fill(client: RawClient, categories: readonly number[]): Record<string, unknown> {
    const filled = this.ports.giav.fillPut(client, categories, this.ports.putSettings);
    if ('args' in filled) return filled.args;
    const named = filled.unsafe.map(({ field, why }) => `${field} (${why})`).join(', ');
    throw new RecordError(
      `The client cannot be written without the risk of losing: ${named}`,
      filled.unsafe.map(({ field }) => field),
      undefined,
      'UNSAFE_WRITE',
    );
  }

  private async read(): Promise<ReadClient> {
    const found = await this.ports.giav.readClient(this.id);
    if (found) return found;
    throw new RetryableError('GIAV does not show the client any more, although it did a moment ago');
  }

  private async verify(expected: RawClient, after: ReadClient, categories: readonly number[]): Promise<PutResult> {
    const intended = new Set(differences(this.before.raw, expected).map(({ field }) => field));
    const all = differences(expected, after.raw);
    const notes = all
      .filter(({ field }) => intended.has(field))
      .map(({ field, kind }) => ({
        field,
        note: kind === 'normalised' ? 'GIAV stored it in another way of writing' : 'GIAV stored another value',
      }));
    const found = [...all.filter(({ field }) => !intended.has(field)), ...(await this.lostCategories(categories))];
    if (found.length === 0) return { moved: false, after, notes, lost: [] };
    const lost = found.filter(({ kind, field }) => kind === 'lost' && (WRITABLE_FIELDS.has(field) || field === CATEGORIES));
    const restoring = lost.length === 0 ? { after, left: [] } : await this.restore(expected, after, categories, lost);
    await this.report(after.raw, found, lost.length > 0 && restoring.left.length === 0, restoring.left);
    return { moved: false, after: restoring.after, notes, lost: restoring.left };
  }

  /** Looked at again only when there were some: an empty list cannot lose anything. */
  private async lostCategories(before: readonly number[]): Promise<Difference[]> {
    if (before.length === 0) return [];
    const after = await this.ports.giav.categoriesOf(this.id);
    return before.every((category) => after.includes(category)) ? [] : [{ field: CATEGORIES, before, after, kind: 'lost' }];
  }

  /** Once: a service that loses a field twice would lose it for ever. */
  private async restore(
    expected: RawClient,
    after: ReadClient,
    categories: readonly number[],
    lost: readonly Difference[],
  ): Promise<{ after: ReadClient; left: string[] }> {
    const fields = lost.map(({ field }) => field);
    const whole = {
      ...after.raw,
      ...Object.fromEntries(fields.filter((field) => field in expected).map((field) => [field, expected[field]])),
    };
    try {
      await this.ports.giav.putClient(this.fill(whole, categories));
    } catch (error) {
      this.ports.log.error('a lost field could not be put back', { id: this.id, error: error instanceof Error ? error.message : '' });
    }
    const now = await this.read();
    const still = [...differences(expected, now.raw), ...(await this.lostCategories(categories))].map(({ field }) => field);
    return { after: now, left: fields.filter((field) => still.includes(field)) };
  }

  private async report(after: RawClient, found: readonly Difference[], restored: boolean, left: readonly string[]): Promise<void> {
    const { incidents, events, clock, log, meter } = this.ports;
    const [id, fields, halted] = [String(this.id), found.map(({ field }) => field), left.length > 0];
    await incidents.add(id, { before: this.before.raw, after, found, restored }, clock.now());
    if (halted) await incidents.halt(id, clock.now());
    await events.announce('UnsafeWrite', { id, fields, restored, halted });
    meter.add('UnsafeWrites', 'Count', 1);
    log.error('after a write GIAV showed other differences than intended', { id, fields: fields.join(', '), restored, halted });
  }
}

/** After a loss that could not be repaired, no client is written until somebody has looked. */
export async function refuseWhenHalted({ incidents }: Pick<PutPorts, 'incidents'>): Promise<void> {
  const halt = await incidents.halted();
  if (halt === null) return;
  throw new RecordError(`Halted since ${halt.since} because of client ${halt.clientId}`, [], undefined, 'WRITE_BACK_HALTED');
}
