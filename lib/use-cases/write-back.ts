import type { ClientifyRecords } from '../clientify/client';
import { refOf } from '../clientify/records';
import { meetingOf, type Meeting } from '../config/meeting';
import { UNREADABLE_PARAMETERS, withEdits } from '../giav/put';
import type { ChangeQueue } from '../queue/changes';
import type { Change } from '../queue/messages';
import type { RunQueue } from '../queue/queues';
import type { Account } from '../state/account';
import type { NewDecision } from '../state/decisions';
import type { Link } from '../state/links';
import type { Pending } from '../state/pending';
import type { Watermarks } from '../state/watermarks';
import { ourAddress } from '../sync/address';
import { changedSince, sidesOf, viewOfTarget, type Sides } from '../sync/base';
import { clientMapping, kindOf, mapClient } from '../sync/client-to-clientify';
import { decide, decided, noticesOf, type Decided } from '../sync/decide';
import { WAITS_FOR_CLIENTIFY, type Outcome, type Reason, type Subject } from '../sync/decision';
import { sameDocumento } from '../sync/documento';
import { RecordError, RetryableError } from '../sync/errors';
import { differences } from '../sync/giav-record';
import { linkClient } from '../sync/linking';
import {
  conflictsIn,
  mergeEdits,
  notesOf as couldNot,
  type Conflict,
  type Merged,
  type MergeSettings,
} from '../sync/merge';
import { afterEdits, parkedNow } from '../sync/second-pass';
import { LISTS } from '../sync/settle';
import {
  REQUIRED_CUSTOM_FIELDS,
  type Desired,
  type FieldNote,
  type Target,
  type TargetRef,
} from '../sync/target';
import { ClientCreator, type CreatePorts } from './create-client';
import { ClientWriter, refuseWhenHalted, type PutPorts, type ReadClient } from './put-client';
import { heirsOf } from './merged-away';
import { linkOf, noteAttention, updateRecord, type Updated } from './update-record';
import { verifyPending } from './verify-pending';

export interface WriteBackPorts extends PutPorts, CreatePorts {
  readonly giav: CreatePorts['giav'];
  readonly incidents: CreatePorts['incidents'] & PutPorts['incidents'];
  readonly changes: Pick<ChangeQueue, 'send'>;
  /** Keeps what a write is about to replace, before it is sent: a crash in between loses nothing. */
  readonly keep: (decision: NonNullable<WrittenBack>) => Promise<void>;
  readonly clientify: ClientifyRecords;
  readonly account: Pick<Account, 'learnLabel'>;
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
  private readonly meeting: Meeting;

  constructor(
    private readonly ports: WriteBackPorts,
    private readonly change: Change,
  ) {
    this.subject = { entity: change.of, id: change.id };
    this.meeting = meetingOf(ports.config);
  }

  async run(): Promise<WrittenBack> {
    const { clientify, links } = this.ports;
    const mapped = await links.known(this.change.of, this.change.id);
    if (this.meeting.wayBack === 'off') return this.switchedOff(mapped?.id);
    const target = await clientify.read(this.change.of, this.change.id);
    if (target === null) return this.gone(mapped?.foreign === false ? mapped.id : null);
    await this.learnLabel(target);
    const ref = refOf(target);
    // The id map is asked first: a record that it knows is that client's, whatever somebody typed into its id field.
    if (mapped?.foreign === false) return this.known(mapped.id, target, ref);
    if (ref.gesinturId === '') return this.unlinked(target, ref);
    if (!isGiavId(ref.gesinturId)) return this.skip('LINK_BROKEN');
    this.subject = { entity: 'client', id: ref.gesinturId };
    const link = await links.get('client', ref.gesinturId);
    if (link?.clientifyId === undefined || link.kind === undefined) return this.syncFirst();
    return this.survivor(link, target);
  }

  /** The API tells a status by its code, a webhook by its name: doctor shows both side by side. */
  private async learnLabel({ fields }: Target): Promise<void> {
    const { label } = this.change;
    const code = fields['status'];
    if (label === undefined || typeof code !== 'string' || code === '' || code === label) return;
    await this.ports.account.learnLabel({ code, label });
  }

  /** A write that was made while it was on is verified all the same: until then runs copy nothing of that client. */
  private async switchedOff(id: string | undefined): Promise<null> {
    const link = id === undefined ? null : await this.ports.links.get('client', id);
    if (link) await this.verifyEarlierWrite(link);
    return null;
  }

  /** Deletes are never carried over; one that was a merge is told with the record that survived. */
  private async gone(mapped: string | null): Promise<WrittenBack> {
    if (mapped === null) return null;
    this.subject = { entity: 'client', id: mapped };
    const link = await this.ports.links.get('client', mapped);
    // It has another record by now.
    if (link?.clientifyId !== this.change.id) return null;
    const heirs = await heirsOf(this.ports, this.change.of, this.change.id, mapped);
    const told = this.skip('CLIENTIFY_RECORD_GONE');
    if (heirs === null) return told;
    // A run links by the ordinary rule, with what the lost record showed as the base.
    if (heirs.linkable) await this.syncFromGiav(mapped);
    return withNotice({ ...told, message: heirs.message }, 'MERGED_IN_CLIENTIFY');
  }

  private async known(id: string, target: Target, ref: TargetRef): Promise<WrittenBack> {
    this.subject = { entity: 'client', id };
    const link = await this.ports.links.get('client', id);
    // We have just created that client: the other direction writes its id here, and GIAV's form of the Documento.
    if (ref.gesinturId === '' && (link === null || link.createdFrom !== undefined))
      return this.unlinked(target, ref);
    // The id map moved on to another record, or the client was erased.
    if (link?.clientifyId !== target.id || link.kind !== target.kind)
      return link?.clientifyId === undefined ? this.syncFirst() : this.survivor(link, target);
    if (ref.gesinturId !== '' && ref.gesinturId !== id) return this.refuse('LINK_BROKEN');
    if (link.snapshot === undefined) return this.syncFirst();
    if (ref.gesinturId === id && link.unverified !== true && this.isEcho(target, link))
      return this.seen(target, link);
    return this.bringTogether(target, { ...link, snapshot: link.snapshot });
  }

  /** Our own write, or a field that is none of ours: told by its content, so no loop can start. */
  private isEcho(target: Target, { snapshot, modified, documentoKey }: Link): boolean {
    const asked =
      this.change.source === 'run' || this.change.source === 'redrive' || modified === null;
    if (asked || snapshot === undefined) return false;
    if (
      documentoKey !== undefined &&
      documentoKey !== this.ports.claims.keyOf(refOf(target).documento)
    )
      return false;
    const ours = ourAddress(target.addresses, null, snapshot);
    return (
      changedSince(
        viewOfTarget(target, REQUIRED_CUSTOM_FIELDS[target.kind], ours),
        snapshot.clientify,
      ).length === 0
    );
  }

  private async seen(target: Target, link: Link): Promise<null> {
    if (link.modified !== target.modified)
      await this.ports.links.replace('client', { ...link, modified: target.modified }, link);
    return null;
  }

  /**
   * A record that carries a client's id or Documento while the id map names another one. Is that one gone, they were
   * merged in Clientify: the survivor is the record, and what the lost one showed is the base (rules of data, section 4).
   */
  private async survivor(link: Link, target: Target): Promise<WrittenBack> {
    const { clientify, links, clock } = this.ports;
    if (link.kind === 'deal' || link.kind === undefined || link.clientifyId === undefined)
      return this.syncFirst();
    const before = await clientify.read(link.kind, link.clientifyId);
    // A copy: the client's own record is still there, and nothing of it changes.
    if (before !== null) return this.skip('AMBIGUOUS_ID');
    if (link.kind !== target.kind) return this.skip('KIND_CHANGED');
    const merged = {
      ...link,
      clientifyId: target.id,
      modified: null,
      at: clock.now().toISOString(),
    };
    await links.replace('client', merged, link);
    if (link.snapshot === undefined) return this.syncFirst();
    const done = await this.bringTogether(target, {
      ...merged,
      rev: (link.rev ?? 0) + 1,
      snapshot: link.snapshot,
    });
    return withNotice(done ?? this.told('unchanged'), 'MERGED_IN_CLIENTIFY');
  }

  private async unlinked(target: Target, ref: TargetRef): Promise<WrittenBack> {
    const found = await new ClientCreator(
      this.ports,
      target,
      ref,
      this.meeting.wayBack === 'on',
    ).run();
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

  private async bringTogether(target: Target, link: KnownLink): Promise<WrittenBack> {
    const { giav, config } = this.ports;
    if (link.unverified) {
      await this.verifyEarlierWrite(link);
      return this.bringTogether(target, await this.fresh(link));
    }
    for (let look = 0; look < MAX_LOOKS; look++) {
      const read = await giav.readClient(Number(this.subject.id));
      if (read === null) return this.skip('NOT_IN_GIAV');
      const { client } = read;
      if (client.deshabilitado && config.disabledClients === 'skip')
        return this.skip('DISABLED_CLIENT');
      const refused = this.identity(read, target);
      if (refused !== null) return this.refuse(refused);
      const first = this.decideFor(read, target, link);
      const written = await this.toGiav(read, first);
      if (written === 'moved') continue;
      return this.toClientify(first, written, await this.fresh(link));
    }
    throw new RetryableError(
      'The client was changed in GIAV again and again while it was to be written',
    );
  }

  /** The write to GIAV has marked the link meanwhile. */
  private async fresh(link: KnownLink): Promise<KnownLink> {
    const now = await this.ports.links.get('client', this.subject.id);
    if (now?.clientifyId !== link.clientifyId)
      throw new RetryableError('Another process worked on this record at the same time');
    return { ...link, rev: now?.rev, unverified: undefined };
  }

  /** While a write is not verified, the client is not written again and nothing of GIAV's is copied. */
  private async verifyEarlierWrite(link: Link): Promise<void> {
    if (link.unverified !== true) return;
    const earlier = await verifyPending(this.ports, link.id);
    if (earlier.state !== 'damaged') return;
    const lost = earlier.lost.join(', ');
    throw new RecordError(
      `GIAV lost these fields in an earlier write: ${lost}`,
      earlier.lost,
      undefined,
      'UNSAFE_WRITE',
    );
  }

  /** The id field may be empty: the Documento, still exactly equal, links it again. */
  private identity({ client }: ReadClient, target: Target): Reason | null {
    const ref = refOf(target);
    const emptied = ref.gesinturId === '';
    if (emptied && !sameDocumento(ref.documento, client.documento)) return 'LINK_BROKEN';
    const byId = [emptied ? { ...ref, gesinturId: this.subject.id } : ref];
    const identity = {
      kind: kindOf(client),
      gesinturId: this.subject.id,
      documento: client.documento,
    };
    const linking = linkClient(identity, { byId, byDocument: [] });
    return linking.action === 'refuse'
      ? linking.reason
      : linking.action === 'create'
        ? 'LINK_BROKEN'
        : null;
  }

  private rules(link: Link): MergeSettings & Parameters<typeof decide>[2] {
    const { config, countryCode, clock } = this.ports;
    const parked = this.change.source === 'redrive' ? undefined : link.parked;
    const known = { parked, accepted: link.accepted, fights: link.fights };
    return {
      ...clientMapping(config, countryCode),
      ...this.meeting,
      ...known,
      now: clock.now(),
      fullRun: false,
    };
  }

  private decideFor({ client }: ReadClient, target: Target, link: KnownLink): First {
    const rules = this.rules(link);
    const sides = sidesOf(mapClient(client, rules).desired, target, link.snapshot);
    // What a dry run would send is decided as if it were sent.
    const settings = { ...rules, wayBack: 'on' as const };
    const found = decide(sides, link.snapshot, settings);
    return {
      sides,
      found,
      merged: mergeEdits(client, sides, found.settled, settings, link.snapshot),
      conflicts: conflictsIn(sides, found.settled, rules.winner),
    };
  }

  /** The client as GIAV holds it afterwards; unchanged in a dry run, and when the write was refused. */
  private async toGiav(read: ReadClient, { merged }: First): Promise<Written | 'moved'> {
    const nothing = { after: read, notes: [], put: undefined };
    if (Object.keys(merged.edits).length === 0) return nothing;
    const put = this.planned(read, merged);
    try {
      const writer = new ClientWriter(this.ports, read);
      if (this.meeting.wayBack !== 'on') {
        writer.fill(
          withEdits(read.raw, merged.edits),
          await this.ports.giav.categoriesOf(read.client.id),
        );
        return { ...nothing, put };
      }
      await refuseWhenHalted(this.ports);
      await this.ports.keep({ ...this.told('updated'), giav: put });
      const result = await writer.write(merged.edits);
      return result.moved ? 'moved' : { ...result, put };
    } catch (error) {
      // What cannot be written blocks only itself: everything else still flows (rules of data, section 0). But of a client
      // whose write is not verified nothing is copied.
      if (
        !(error instanceof RecordError) ||
        (await this.ports.links.get('client', this.subject.id))?.unverified
      )
        throw error;
      return { ...nothing, refused: error };
    }
  }

  private planned(read: ReadClient, { edits }: Merged): NonNullable<NewDecision['giav']> {
    const on = this.meeting.wayBack === 'on';
    const changes = differences(read.raw, withEdits(read.raw, edits));
    return {
      mode: on ? 'on' : 'dry-run',
      operation: 'Cliente_PUT',
      changes: changes.map(({ field, before, after }) => ({ field, from: before, to: after })),
      unreadable: [...UNREADABLE_PARAMETERS],
      ...(this.ports.config.writeBack.mode === 'on' &&
        !on && { why: 'WRITE_BACK_ACKNOWLEDGE_UNREADABLE is not true' }),
    };
  }

  /** Clientify gets what GIAV has and it lacks: GIAV's own fields, changes made in GIAV, conflicts that GIAV won. */
  private async toClientify(first: First, written: Written, link: KnownLink): Promise<WrittenBack> {
    const { clientify, config, countryCode } = this.ports;
    const { target } = first.sides;
    const on = this.meeting.wayBack === 'on';
    const desired = mapClient(written.after.client, clientMapping(config, countryCode)).desired;
    const sides = sidesOf(desired, target, link.snapshot);
    const applied = on && !written.refused ? first.merged.applied : new Set<string>();
    const settled = afterEdits({
      sides,
      base: link.snapshot,
      rules: this.rules(link),
      first: first.found.settled,
      merged: first.merged,
      applied,
    });
    const second = decided(sides, settled, first.found.owned, link.snapshot);
    const replaced = replacedBy(first, second, written);
    if (second.replaced.length > 0)
      await this.ports.keep({ ...this.told('updated'), giav: written.put, replaced });
    const updated = await updateRecord(
      clientify,
      sides,
      second,
      link,
      on ? first.merged.noRoom : new Set(),
    );
    const parked = parkedNow({
      sides,
      first: first.found.settled,
      merged: first.merged,
      known: link.parked,
      refused: on ? refusedNote(written, first.merged) : undefined,
    });
    return this.remember({ first, second, written, updated, sides, desired }, parked, link);
  }

  private async remember(
    done: Done,
    parked: Link['parked'],
    link: KnownLink,
  ): Promise<WrittenBack> {
    const { links, pending, clock } = this.ports;
    const { written, updated, sides, second, first, desired } = done;
    const at = clock.now().toISOString();
    const { id } = this.subject;
    const on = this.meeting.wayBack === 'on';
    const moved = updated.moved.length > 0;
    const notices = [
      ...noticesOf(sides, second, this.meeting.wayBack),
      ...this.extraNotices(done, parked, link),
    ];
    const fights = first.found.owned.fights;
    const documentoKey = this.ports.claims.keyOf(desired.documento);
    const state = linkOf(desired, updated, {
      notices,
      parked,
      fights,
      documentoKey,
      again: moved || isHalted(written),
    });
    const writtenBackAt = written.put?.mode === 'on' && !written.refused ? at : link.writtenBackAt;
    await noteAttention(pending, id, link, state);
    await links.replace(
      'client',
      {
        ...link,
        ...state,
        writtenBackAt,
        createdFrom: undefined,
        reason: undefined,
        pending: undefined,
        at,
      },
      link,
    );
    if (link.pending) await pending.remove('client', id);
    if (on && moved)
      await this.ports.changes.send({
        v: 1,
        kind: 'change',
        of: this.change.of,
        id: this.change.id,
        source: 'run',
      });
    await this.announce(done);
    if (written.refused) throw written.refused;
    return this.tell(done, [...new Set(notices)]);
  }

  private extraNotices({ first, sides }: Done, parked: Link['parked'], link: KnownLink): Reason[] {
    const told: Reason[] = [];
    if (Object.keys(parked ?? {}).length > 0) told.push('EDIT_PARKED');
    if (refOf(sides.target).gesinturId === '') told.push('RELINKED');
    if (LISTS.some((list) => first.merged.restored[list].length > 0))
      told.push('CLEARED_IN_CLIENTIFY');
    const news = LISTS.some((list) =>
      first.found.settled.lists[list]?.edits.some(
        ({ add }) => add !== undefined && first.merged.noRoom.has(add),
      ),
    );
    if (news && link.parked === undefined) told.push('EDIT_PARKED');
    return told;
  }

  private async announce({ first, written, updated }: Done): Promise<void> {
    const { events, config, log } = this.ports;
    const { id } = this.subject;
    const fields = written.put?.changes.map(({ field }) => field) ?? [];
    const sent = written.put?.mode === 'on' && !written.refused;
    if (sent) await events.announce('ClientWrittenBack', { id, fields, created: false });
    const conflicts = first.conflicts.map(({ field }) => field);
    if (conflicts.length > 0)
      await events.announce('ConflictResolved', {
        id,
        fields: conflicts,
        winner: config.writeBack.winner,
      });
    const counts = {
      toGiav: sent ? fields.length : 0,
      toClientify: updated.write?.sent.length ?? 0,
      conflicts: conflicts.length,
    };
    log.info('change merged', { id, kind: this.change.of, ...counts });
  }

  private tell(
    { first, second, written, updated, sides }: Done,
    notices: readonly Reason[],
  ): WrittenBack {
    const dry = written.put?.mode === 'dry-run';
    const notes = notesOf(first, written, updated);
    const replaced = replacedBy(first, second, written);
    const quiet =
      !written.put && !updated.write && first.conflicts.length === 0 && notes.length === 0;
    if (quiet && !notices.includes('RELINKED')) return null;
    const outcome: Outcome = dry
      ? 'skipped'
      : written.put || updated.write
        ? 'updated'
        : 'unchanged';
    return {
      ...this.subject,
      result: {
        outcome,
        reason: dry ? 'DRY_RUN' : undefined,
        notices: notices.length > 0 ? notices : undefined,
      },
      kind: this.change.of,
      clientifyId: sides.target.id,
      notes,
      giav: written.put,
      conflicts: [...first.conflicts],
      replaced,
      sent: updated.write ? [...updated.write.sent] : undefined,
    };
  }

  /** Nothing is written, and it is told once; the sweep of the other direction looks again. */
  private async refuse(reason: Reason): Promise<WrittenBack> {
    const { links, pending, clock } = this.ports;
    const { id } = this.subject;
    const link = await links.get('client', id);
    if (link?.status === 'refused' && link.reason === reason && this.change.source !== 'redrive')
      return null;
    if (WAITS_FOR_CLIENTIFY.has(reason)) {
      await pending.add('client', id);
      if (link)
        await links.replace(
          'client',
          { ...link, status: 'refused', reason, pending: true, at: clock.now().toISOString() },
          link,
        );
    }
    return this.skip(reason);
  }

  private skip(reason: Reason): NonNullable<WrittenBack> {
    return this.told('skipped', reason);
  }

  private told(outcome: Outcome, reason?: Reason): NonNullable<WrittenBack> {
    return {
      ...this.subject,
      result: { outcome, reason },
      kind: this.change.of,
      clientifyId: this.change.id,
    };
  }
}

type KnownLink = Link & { readonly snapshot: NonNullable<Link['snapshot']> };

/** What a look decides before anything is written. */
interface First {
  readonly sides: Sides;
  readonly found: Decided;
  readonly merged: Merged;
  readonly conflicts: readonly Conflict[];
}

interface Written {
  readonly after: ReadClient;
  readonly notes: readonly FieldNote[];
  readonly put: NewDecision['giav'];
  /** Why nothing was written. */
  readonly refused?: RecordError;
}

interface Done {
  readonly first: First;
  readonly second: Decided;
  readonly written: Written;
  readonly updated: Updated;
  readonly sides: Sides;
  /** GIAV's client as the mapping gives it; a run compares records by it. */
  readonly desired: Desired;
}

/** What can be an id of GIAV: a positive 32-bit integer. */
const isGiavId = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text);

const isHalted = ({ refused }: Written): boolean => refused?.reason === 'WRITE_BACK_HALTED';

/** A halt is over one day for all clients: it parks nothing, and every run looks again. */
const refusedNote = ({ refused }: Written, { applied }: Merged): string | undefined =>
  refused === undefined || refused.reason === 'WRITE_BACK_HALTED' || applied.size === 0
    ? undefined
    : refused.message;

const withNotice = (done: NonNullable<WrittenBack>, notice: Reason): NonNullable<WrittenBack> => ({
  ...done,
  result: { ...done.result, notices: [...(done.result.notices ?? []), notice] },
});

/** Values that this look replaced on either side. */
function replacedBy(
  { merged }: First,
  { replaced }: Decided,
  { put, refused }: Written,
): NewDecision['replaced'] {
  const all = [...replaced, ...(put?.mode === 'on' && !refused ? merged.replaced : [])];
  return all.length > 0 ? all : undefined;
}

function notesOf(
  { found, merged, sides }: First,
  written: Written,
  { write }: Updated,
): FieldNote[] {
  const putBack = write
    ? Object.keys(found.owned.fields).filter((field) => field in sides.target.fields)
    : [];
  const kept = Object.entries(found.settled.verdicts).filter(
    ([, { why }]) => why === 'cleared-in-clientify',
  );
  const restored = LISTS.filter((list) => merged.restored[list].length > 0);
  return [
    ...couldNot(found.settled, merged),
    ...[...kept.map(([field]) => field), ...restored].map((field) => ({
      field,
      note: 'emptied in Clientify; GIAV keeps it',
    })),
    ...written.notes,
    ...putBack.map((field) => ({ field, note: "GIAV's field: put back to GIAV's value" })),
    ...found.owned.foughtOver.map((field) => ({
      field,
      note: 'changed again and again in Clientify; it rests',
    })),
    ...(write?.notes ?? []),
  ];
}
