import type { ClientifyRecords } from '../clientify/client';
import { refOf } from '../clientify/records';
import { writeBackMode } from '../config/schema';
import { UNREADABLE_PARAMETERS, withEdits } from '../giav/put';
import type { Change } from '../queue/messages';
import type { RunQueue } from '../queue/queues';
import type { NewDecision } from '../state/decisions';
import type { Link } from '../state/links';
import type { Pending } from '../state/pending';
import type { Watermarks } from '../state/watermarks';
import { clientMapping, kindOf, mapClient } from '../sync/client-to-clientify';
import { WAITS_FOR_CLIENTIFY, type Outcome, type Reason, type Subject } from '../sync/decision';
import { RecordError, RetryableError } from '../sync/errors';
import { fingerprint } from '../sync/fingerprint';
import { differences } from '../sync/giav-record';
import { linkClient } from '../sync/linking';
import { merge, type Merged } from '../sync/merge';
import { changedFields, keepBase, viewOfDesired, viewOfTarget, type Snapshot } from '../sync/snapshot';
import { REQUIRED_CUSTOM_FIELDS, type ClientKind, type FieldNote, type Target, type TargetRef } from '../sync/target';
import { ClientCreator, type CreatePorts } from './create-client';
import { ClientWriter, refuseWhenHalted, type PutPorts, type ReadClient } from './put-client';
import { inStep, updateRecord } from './update-record';
import { verifyPending } from './verify-pending';

export interface WriteBackPorts extends PutPorts, CreatePorts {
  readonly giav: CreatePorts['giav'];
  readonly incidents: CreatePorts['incidents'] & PutPorts['incidents'];
  readonly clientify: ClientifyRecords;
  readonly pending: Pending;
  readonly watermarks: Pick<Watermarks, 'get'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
}

/** What became of a change. Nothing to tell about one that was none (an echo of our own write). */
export type WrittenBack = Omit<NewDecision, 'runId' | 'at'> | null;

/** Readings of a client that somebody else keeps changing, before the change waits. */
const MAX_LOOKS = 3;

/** Takes one change in Clientify back to GIAV: reads both sides afresh, merges, writes to each what it lacks. */
export class WriteBack {
  /** What a failure is about: the GIAV client once it is known. */
  subject: { entity: Subject; id: string };
  private readonly mode: 'off' | 'dry-run' | 'on';

  constructor(
    private readonly ports: WriteBackPorts,
    private readonly change: Change,
  ) {
    this.subject = { entity: change.of, id: change.id };
    this.mode = writeBackMode(ports.config);
  }

  async run(): Promise<WrittenBack> {
    const { clientify, links } = this.ports;
    if (this.mode === 'off') return null;
    const target = await clientify.read(this.change.of, this.change.id);
    if (target === null) return this.gone();
    const ref = refOf(target);
    if (ref.gesinturId === '') return this.unlinked(target, ref);
    if (!/^\d{1,10}$/.test(ref.gesinturId)) return this.skip('LINK_BROKEN');
    this.subject = { entity: 'client', id: ref.gesinturId };
    await this.verifyEarlierWrite(ref.gesinturId);
    const link = await links.get('client', ref.gesinturId);
    // Without a common state, or with that of another record, the other direction decides what belongs together.
    if (link?.snapshot === undefined || link.clientifyId !== target.id || link.kind !== target.kind) return this.syncFirst();
    const view = viewOfTarget(target, REQUIRED_CUSTOM_FIELDS[target.kind]);
    if (changedFields(view, link.snapshot.clientify).length > 0)
      return this.bringTogether(target, ref, { ...link, snapshot: link.snapshot });
    // Our own write, or a field that is none of ours: told by its content, so no loop can start.
    if (link.modified !== target.modified) await links.replace('client', { ...link, modified: target.modified }, link);
    return null;
  }

  /** While a write is not verified, the client is not written again and nothing of GIAV's is copied. */
  private async verifyEarlierWrite(id: string): Promise<void> {
    const link = await this.ports.links.get('client', id);
    if (link?.unverified !== true) return;
    const earlier = await verifyPending(this.ports, id);
    if (earlier.state === 'damaged')
      throw new RecordError(
        `GIAV lost these fields in an earlier write: ${earlier.lost.join(', ')}`,
        earlier.lost,
        undefined,
        'UNSAFE_WRITE',
      );
  }

  /** Deletes are never carried over. */
  private async gone(): Promise<WrittenBack> {
    const id = await this.ports.links.clientOf(this.change.of, this.change.id);
    if (id !== null) this.subject = { entity: 'client', id };
    return id === null ? null : this.skip('CLIENTIFY_RECORD_GONE');
  }

  private async unlinked(target: Target, ref: TargetRef): Promise<WrittenBack> {
    const found = await new ClientCreator(this.ports, target, ref, this.mode === 'on').run();
    if (found.subject) this.subject = found.subject;
    if (found.client !== undefined) await this.syncFromGiav(found.client);
    return { ...this.subject, ...found.decision };
  }

  /** The other direction links and takes the first common state. */
  private async syncFirst(): Promise<WrittenBack> {
    // Before the first full run is done, all that is to be synced is on its way anyway.
    if ((await this.ports.watermarks.get()) !== null) await this.syncFromGiav(this.subject.id);
    return this.skip('NOT_SYNCED_YET');
  }

  private async syncFromGiav(id: string): Promise<void> {
    await this.ports.runQueue.send({ v: 1, kind: 'redrive', records: [{ entity: 'client', id }] });
  }

  private async bringTogether(target: Target, ref: TargetRef, link: Link & { snapshot: Snapshot }): Promise<WrittenBack> {
    const { giav, config, countryCode } = this.ports;
    const settings = { ...clientMapping(config, countryCode), winner: config.writeBack.winner, owners: config.owners };
    for (let look = 0; look < MAX_LOOKS; look++) {
      const read = await giav.readClient(Number(this.subject.id));
      if (read === null) return this.skip('NOT_IN_GIAV');
      const { client } = read;
      if (client.deshabilitado && config.disabledClients === 'skip') return this.skip('DISABLED_CLIENT');
      const kind = kindOf(client);
      const linking = linkClient({ kind, gesinturId: this.subject.id, documento: client.documento }, { byId: [ref], byDocument: [] });
      if (linking.action === 'refuse') return this.refuse(linking.reason);
      const merged = merge(client, kind, target, link.snapshot, settings);
      const written = await this.toGiav(read, merged);
      if (written === 'moved') continue;
      return this.toClientify(kind, written, merged, target, link);
    }
    throw new RetryableError('The client was changed in GIAV again and again while it was to be written');
  }

  /** The client as GIAV holds it afterwards; unchanged in a dry run. */
  private async toGiav(read: ReadClient, { edits }: Merged): Promise<Written | 'moved'> {
    if (Object.keys(edits).length === 0) return { after: read, notes: [], put: undefined };
    const expected = withEdits(read.raw, edits);
    const put: NewDecision['giav'] = {
      mode: this.mode === 'on' ? 'on' : 'dry-run',
      operation: 'Cliente_PUT',
      changes: differences(read.raw, expected).map(({ field, before, after }) => ({ field, from: before, to: after })),
      unreadable: [...UNREADABLE_PARAMETERS],
      ...(this.ports.config.writeBack.mode === 'on' && this.mode !== 'on' && { why: 'WRITE_BACK_ACKNOWLEDGE_UNREADABLE is not true' }),
    };
    const writer = new ClientWriter(this.ports, read);
    if (this.mode !== 'on') {
      writer.fill(expected, await this.ports.giav.categoriesOf(read.client.id));
      return { after: read, notes: [], put };
    }
    await refuseWhenHalted(this.ports);
    const result = await writer.write(edits);
    return result.moved ? 'moved' : { ...result, put };
  }

  /** Clientify gets what GIAV has and it lacks: GIAV's own fields, changes made in GIAV, conflicts that GIAV won. */
  private async toClientify(
    kind: ClientKind,
    written: Written,
    merged: Merged,
    target: Target,
    link: Link & { snapshot: Snapshot },
  ): Promise<WrittenBack> {
    const { clientify, links, pending, config, countryCode, clock, events, log } = this.ports;
    const map = (client: ReadClient['client']) => mapClient(client, clientMapping(config, countryCode)).desired;
    const dry = written.put?.mode === 'dry-run';
    const actual = map(written.after.client);
    // In a dry run an edit stays in Clientify, as if it had been written.
    const desired = dry ? map(merged.client) : actual;
    const updated = await updateRecord(clientify, desired, target, link);
    const state = inStep(desired, updated.target, updated.accepted);
    const snapshot = dry ? keepBase(takenFrom(state.snapshot), link.snapshot, differingFields(actual, desired)) : state.snapshot;
    const at = clock.now().toISOString();
    const writtenBackAt = written.put?.mode === 'on' ? at : link.writtenBackAt;
    await links.replace(
      'client',
      { ...link, ...state, fingerprint: fingerprint(actual), snapshot, writtenBackAt, reason: undefined, pending: undefined, at },
      link,
    );
    const { id } = this.subject;
    if (link.pending) await pending.remove('client', id);
    const fields = written.put?.changes.map(({ field }) => field) ?? [];
    if (written.put?.mode === 'on') await events.announce('ClientWrittenBack', { id, fields, created: false });
    if (merged.conflicts.length > 0)
      await events.announce('ConflictResolved', {
        id,
        fields: merged.conflicts.map(({ field }) => field),
        winner: config.writeBack.winner,
      });
    log.info('change merged', {
      id,
      kind,
      toGiav: dry ? 0 : fields.length,
      toClientify: updated.write?.sent.length ?? 0,
      conflicts: merged.conflicts.length,
    });
    const notes: FieldNote[] = [
      ...merged.notes,
      ...written.notes,
      ...(updated.write ? merged.putBack.map((field) => ({ field, note: "GIAV's field: put back to GIAV's value" })) : []),
      ...(updated.write?.notes ?? []),
    ];
    if (!written.put && !updated.write && notes.length === 0 && merged.conflicts.length === 0) return null;
    const outcome: Outcome = dry ? 'skipped' : written.put || updated.write ? 'updated' : 'unchanged';
    return {
      ...this.subject,
      result: { outcome, reason: dry ? 'DRY_RUN' : undefined },
      kind,
      clientifyId: target.id,
      notes,
      giav: written.put,
      conflicts: [...merged.conflicts],
      sent: updated.write ? [...updated.write.sent] : undefined,
    };
  }

  /** Nothing is written; the sweep of the other direction looks again when something in Clientify is to be corrected. */
  private async refuse(reason: Reason): Promise<WrittenBack> {
    const { links, pending, clock } = this.ports;
    if (WAITS_FOR_CLIENTIFY.has(reason)) {
      const { id } = this.subject;
      await pending.add('client', id);
      const link = await links.get('client', id);
      if (link) await links.replace('client', { ...link, status: 'refused', reason, pending: true, at: clock.now().toISOString() }, link);
    }
    return this.skip(reason);
  }

  private skip(reason: Reason): WrittenBack {
    return { ...this.subject, result: { outcome: 'skipped', reason }, kind: this.change.of, clientifyId: this.change.id };
  }
}

interface Written {
  readonly after: ReadClient;
  readonly notes: readonly FieldNote[];
  readonly put: NewDecision['giav'];
}

const takenFrom = (snapshot: Snapshot | undefined): Snapshot => snapshot ?? { giav: { fields: {} }, clientify: { fields: {} } };

function differingFields(a: Parameters<typeof viewOfDesired>[0], b: typeof a): string[] {
  const [left, right] = [viewOfDesired(a), viewOfDesired(b)];
  const fields = Object.keys(right.fields).filter((name) => left.fields[name] !== right.fields[name]);
  for (const list of ['emails', 'phones'] as const) if (left[list].join() !== right[list].join()) fields.push(list);
  return fields;
}
