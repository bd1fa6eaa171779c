import { randomUUID } from 'node:crypto';
import type { ClientifyRecords, WriteResult } from '../clientify/client';
import { refOf } from '../clientify/records';
import type { ChangeQueue } from '../queue/changes';
import type { RecordMessage } from '../queue/messages';
import type { Failures } from '../state/failures';
import type { Pending } from '../state/pending';
import type { Decisions, NewDecision } from '../state/decisions';
import type { Claimant, Claims } from '../state/claims';
import type { Link, Links } from '../state/links';
import type { Meeting } from '../config/meeting';
import { baseOfCreated, changedSince, sidesOf, type Sides } from '../sync/base';
import { isEmpty } from '../sync/changes';
import { decide, decided, noticesOf, openEdits, withoutEdits, type Decided } from '../sync/decide';
import { consentWithdrawn } from '../sync/consents';
import {
  WAITS_FOR_CLIENTIFY,
  type Outcome,
  type Reason,
  type RecordResult,
  type UnmappedNote,
} from '../sync/decision';
import { RecordError, RetryableError } from '../sync/errors';
import { withClient } from '../sync/expediente-to-deal';
import { fingerprint } from '../sync/fingerprint';
import { linkClient, linkExpediente, ownCreation, type Linking } from '../sync/linking';
import { PLACEHOLDER_FROM, isPlaceholder } from '../sync/near-documento';
import {
  forExisting,
  type Candidates,
  type ClientKind,
  type Desired,
  type FieldNote,
  type Target,
  type TargetRef,
} from '../sync/target';
import { hasOpenEdit, isUnchanged } from '../sync/unchanged';
import { acceptedOf } from '../sync/owned';
import { isTwoWay } from '../sync/ownership';
import type { Replaced } from '../sync/replaced';
import { LISTS, isClientKind } from '../sync/settle';
import type { Clock } from './ports';
import {
  inFull,
  linkOf,
  noteAttention,
  updateRecord,
  type Remembered,
  type Updated,
} from './update-record';

/** Reads and writes of single records, as {@link ClientifyRecords} does them. */
export type RecordWrites = Pick<
  ClientifyRecords,
  | 'read'
  | 'create'
  | 'apply'
  | 'recordUrl'
  | 'findById'
  | 'findByDocumento'
  | 'confirmWrite'
  | 'timeoutMs'
>;

export interface UpsertPorts {
  readonly clientify: RecordWrites;
  readonly links: Pick<Links, 'get' | 'put' | 'replace'>;
  readonly claims: Pick<
    Claims,
    'claimDocumento' | 'claimDeal' | 'release' | 'giveUp' | 'noteRefused' | 'keyOf'
  >;
  readonly failures: Pick<Failures, 'clear'>;
  readonly pending: Pick<Pending, 'add' | 'remove'>;
  readonly clock: Clock;
  readonly deletedInClientify: 'recreate' | 'respect';
  /** A record with nearly the same Documento. @default 'create' */
  readonly nearDocumento?: 'create' | 'hold';
  readonly changes: Pick<ChangeQueue, 'send'>;
  /** Keeps what a write is about to replace, before it is sent: a crash in between loses nothing. */
  readonly decisions: Pick<Decisions, 'putMany'>;
  /** Who gets what where both sides hold something, and whether edits in Clientify go back to GIAV. */
  readonly meeting: Meeting;
  /** Clients that were erased are not synced again. */
  readonly staysForgotten?: boolean;
  /** This invocation, for its claims. */
  readonly claimant: Claimant;
}

export interface Upserted {
  /** GIAV was written after the message was made: the record must be read again. */
  readonly stale?: boolean;
  readonly result: RecordResult;
  readonly decision: NewDecision;
}

/** What a look at a record decides, before anything is sent. */
interface Look {
  readonly decided: Decided;
  /** Edits in Clientify are to go back to GIAV. */
  readonly edited: boolean;
  readonly notices: readonly Reason[];
  readonly fights: Link['fights'];
  readonly extras: ReadonlySet<string>;
}

/** How long after its claim a create may begin: look-ups and throttling come first. */
const BEGIN_CREATE_MS = 20_000;
const MARGIN_MS = 5000;
/** Until another invocation has come to its end with a create, or to the end of its time. */
const HELD_CLAIM_MS = 15_000;
/** How far before a claim a lost create may have been stamped by Clientify's clock. */
const CLOCK_SKEW_MS = 15 * 60_000;

/** Brings one record of Clientify to what it should be; never creates a second one. */
export class RecordUpserter {
  /** One moment for all that is told of this record: what is kept before a write is the same item as what is told after it. */
  private readonly at: Date;

  constructor(
    private readonly ports: UpsertPorts,
    private readonly message: RecordMessage,
  ) {
    this.at = ports.clock.now();
  }

  async upsert(): Promise<Upserted> {
    const { message } = this;
    const link = await this.ports.links.get(message.entity, message.id);
    if (link?.status === 'forgotten' && this.ports.staysForgotten) return this.skip('FORGOTTEN');
    if (link?.unverified === true) return this.waitForVerification(link);
    if (
      message.readAt !== undefined &&
      link?.writtenBackAt !== undefined &&
      link.writtenBackAt >= message.readAt
    )
      return { ...this.done('unchanged', []), stale: true };
    if (message.entity === 'client')
      return this.decide(
        message.desired,
        link,
        linkClient(
          { ...message.desired, kind: message.desired.kind as ClientKind },
          message.candidates,
        ),
        message.candidates,
      );
    const client = await this.ports.links.get('client', message.clientId);
    if (!client) return this.waitForClient(link, 'CLIENT_UNKNOWN');
    if (
      client.status !== 'linked' ||
      client.clientifyId === undefined ||
      !isClientKind(client.kind)
    )
      return this.waitForClient(link, 'CLIENT_NOT_SYNCED');
    const desired = withClient(message.desired, {
      kind: client.kind,
      url: this.ports.clientify.recordUrl(client.kind, client.clientifyId),
    });
    return this.decide(
      desired,
      link,
      linkExpediente(message.id, message.candidates),
      message.candidates,
    );
  }

  /** What GIAV shows of it may be damage of our own: nothing of it is copied until the way back has looked. */
  private async waitForVerification({ kind, clientifyId }: Link): Promise<Upserted> {
    const known = isClientKind(kind) && clientifyId !== undefined;
    if (known)
      await this.ports.changes.send({
        v: 1,
        kind: 'change',
        of: kind,
        id: clientifyId,
        source: 'run',
      });
    return this.skip('WRITE_UNVERIFIED');
  }

  private async decide(
    desired: Desired,
    link: Link | null,
    linking: Linking,
    candidates: Candidates,
  ): Promise<Upserted> {
    if (linking.action === 'refuse') return this.refuseLinking(desired, link, linking);
    if (linking.action === 'create') return this.createOrFindOwn(desired, link);
    const open = hasOpenEdit(link, this.ports.meeting, this.message.mode);
    if (!open && isUnchanged(link, fingerprint(desired), candidates, desired.documento))
      return this.done('unchanged', [], undefined, undefined, { notices: link?.notices });
    const target = await this.ports.clientify.read(desired.kind, linking.target.id);
    if (target === null) return this.createAgain(desired, link);
    if (
      link?.clientifyId !== undefined &&
      link.clientifyId !== target.id &&
      link.kind === desired.kind
    )
      return this.another(desired, { ...link, clientifyId: link.clientifyId }, target);
    const relinked = linking.link && link?.clientifyId === target.id;
    return this.update(desired, link, target, linking.link && !relinked, {
      notices: relinked ? ['RELINKED'] : undefined,
    });
  }

  /**
   * Another record carries the id or the Documento than the one that the id map names. Is that one still there, it is a
   * copy; else they were merged in Clientify, and what the lost one showed is the base (rules of data, section 4).
   */
  private async another(
    desired: Desired,
    link: Link & { clientifyId: string },
    target: Target,
  ): Promise<Upserted> {
    if ((await this.ports.clientify.read(desired.kind, link.clientifyId)) !== null)
      return this.refuse(link, 'AMBIGUOUS_ID', { desired });
    return this.update(desired, link, target, true, {
      heir: true,
      notices: desired.kind === 'deal' ? [] : ['MERGED_IN_CLIENTIFY'],
    });
  }

  /** The lists may be older than our own link: a record that this link names is looked at before another is made. */
  private async createOrFindOwn(desired: Desired, link: Link | null): Promise<Upserted> {
    if (link?.clientifyId === undefined || link.kind !== desired.kind)
      return this.create(desired, link);
    const own = await this.ports.clientify.read(desired.kind, link.clientifyId);
    return own === null ? this.createAgain(desired, link) : this.update(desired, link, own, false);
  }

  /** Its record was deleted in Clientify; what happens then is a setting. */
  private createAgain(desired: Desired, link: Link | null): Promise<Upserted> {
    const ours = link?.clientifyId !== undefined && link.kind === desired.kind;
    if (ours && this.ports.deletedInClientify === 'respect')
      return this.refuse(link, 'DELETED_IN_CLIENTIFY');
    return this.create(desired, link);
  }

  /** Writes only after the record was read in full and its identity checked again on what was read. */
  private async update(
    desired: Desired,
    link: Link | null,
    target: Target,
    linked: boolean,
    as: {
      readonly outcome?: Outcome;
      readonly notices?: readonly Reason[];
      readonly heir?: boolean;
    } = {},
  ): Promise<Upserted> {
    const ref = refOf(target);
    const linking = this.relink(desired, {
      byId: ref.gesinturId === '' ? [] : [ref],
      byDocument: [ref],
    });
    if (linking.action === 'refuse') return this.refuseLinking(desired, link, linking);
    const created =
      linking.action === 'create'
        ? ownCreation(desired, ref, link, this.ports.claims.keyOf(ref.documento))
        : null;
    if (created === 'foreign')
      return this.refuse(link, 'FOREIGN_RECORD', {
        desired,
        message: `GIAV client ${desired.gesinturId}, ${ref.kind} ${ref.id}`,
      });
    // A deal whose id field was emptied is still ours by the link; a client also needs its Documento.
    const ownDeal =
      desired.kind === 'deal' && ref.gesinturId === '' && link?.clientifyId === target.id;
    if (linking.action === 'create' && !ownDeal && created === null)
      return this.refuse(link, ref.gesinturId === '' ? 'DOCUMENT_MISMATCH' : 'LINK_BROKEN', {
        desired,
      });
    const same = link?.clientifyId === target.id || as.heir ? link : null;
    const sides = sidesOf(forExisting(desired), target, same?.snapshot ?? null);
    const look = this.look(sides, same);
    await this.keep(target, look.decided.replaced);
    const updated = await updateRecord(
      this.ports.clientify,
      sides,
      look.decided,
      same,
      look.extras,
    );
    const again =
      look.edited || (this.ports.meeting.wayBack === 'on' && this.hasMoved(desired, updated));
    // Somebody edited in Clientify what may be edited on both sides: the way back reads both afresh and merges them.
    if (
      again &&
      updated.write === null &&
      as.outcome === undefined &&
      same?.snapshot !== undefined
    ) {
      await this.hint(target);
      return this.skip('CHANGED_IN_CLIENTIFY');
    }
    // A delivery that comes again after a crash tells what the first one did.
    const before = (same?.runId === this.message.runId ? same.outcome : undefined) ?? 'unchanged';
    const outcome =
      as.outcome ??
      (linked || created === 'ours' ? 'linked' : updated.write === null ? before : 'updated');
    await this.save(desired, link, updated, { ...look, again, parked: same?.parked }, outcome);
    if (again) await this.hint(target);
    const notices = [
      ...look.notices,
      ...(again ? (['CHANGED_IN_CLIENTIFY'] as const) : []),
      ...(as.notices ?? []),
    ];
    return this.done(
      outcome,
      updated.write ? desired.notes : [],
      updated.write ?? undefined,
      undefined,
      {
        notices,
        replaced: look.decided.replaced,
      },
    );
  }

  /** What a run does with a record that it has read in full. */
  private look(sides: Sides, same: Link | null): Look {
    const { meeting, clock } = this.ports;
    const base = same?.snapshot ?? null;
    const { parked, accepted, fights } = same ?? {};
    const rules = {
      ...meeting,
      parked,
      accepted,
      fights,
      now: clock.now(),
      fullRun: this.message.mode === 'full',
    };
    const whole = decide(sides, base, rules);
    const writes = meeting.wayBack === 'on';
    const here = writes ? decided(sides, withoutEdits(whole.settled), whole.owned, base) : whole;
    // A re-drive also takes up what was parked.
    const waiting =
      this.message.mode === 'redrive'
        ? [...openEdits(whole.settled), ...whole.settled.parked]
        : openEdits(whole.settled);
    const extras =
      writes || base !== null
        ? []
        : LISTS.flatMap(
            (list) => here.settled.lists[list]?.edits.flatMap(({ add }) => add ?? []) ?? [],
          );
    return {
      decided: here,
      edited: writes && waiting.length > 0,
      notices: noticesOf(sides, whole, meeting.wayBack),
      fights: whole.owned.fights,
      extras: new Set(extras),
    };
  }

  private hasMoved({ kind }: Desired, { moved }: Updated): boolean {
    return (
      isClientKind(kind) &&
      moved.some((field) => field === 'address' || isTwoWay(kind, field, this.ports.meeting.owners))
    );
  }

  private async keep(target: Target, replaced: readonly Replaced[]): Promise<void> {
    if (replaced.length === 0) return;
    const { decision } = this.done('updated', [], { target, sent: [], notes: [] }, undefined, {
      replaced,
    });
    await this.ports.decisions.putMany([decision], this.at);
  }

  private async hint(target: Target): Promise<void> {
    const source = this.message.mode === 'redrive' ? 'redrive' : 'run';
    if (target.kind !== 'deal')
      await this.ports.changes.send({
        v: 1,
        kind: 'change',
        of: target.kind,
        id: target.id,
        source,
      });
  }

  private relink(desired: Desired, candidates: Candidates): Linking {
    return desired.kind === 'deal'
      ? linkExpediente(desired.gesinturId, candidates)
      : linkClient({ ...desired, kind: desired.kind }, candidates);
  }

  /** Claims first; a claim that this record already held means that an earlier create may have been applied. */
  private async create(desired: Desired, link: Link | null): Promise<Upserted> {
    const { claims, clock, clientify } = this.ports;
    if (this.near.length > 0 && this.ports.nearDocumento === 'hold')
      return this.refuse(link, 'NEAR_DOCUMENTO', { desired, message: this.nearText });
    const at = clock.now();
    const notAfter = new Date(at.getTime() + BEGIN_CREATE_MS);
    // Whoever finds the claim later than this can be sure that its holder is done or dead.
    const done = new Date(
      Math.min(
        this.ports.claimant.until.getTime(),
        notAfter.getTime() + clientify.timeoutMs + MARGIN_MS,
      ),
    );
    // One invocation may get a message twice at the same time: each work on it is a holder of its own.
    const claimant = { holder: `${this.ports.claimant.holder}-${randomUUID()}`, until: done };
    const claim =
      desired.kind === 'deal'
        ? await claims.claimDeal(desired.gesinturId, claimant, at)
        : await claims.claimDocumento(
            desired.kind,
            desired.documento,
            desired.gesinturId,
            this.message.runId,
            claimant,
            at,
          );
    if (claim === 'taken') return this.taken(desired, link);
    if (claim === 'held')
      throw new RetryableError('Another invocation is creating this record right now', {
        scope: 'system',
        retryAfterMs: HELD_CLAIM_MS,
      });
    if (claim === 'repeated') {
      const found = await this.lookUp(desired, new Date(at.getTime() - 24 * 3_600_000), link);
      if (found) return found;
    }
    const claimed =
      desired.kind === 'deal'
        ? ({ deal: desired.gesinturId } as const)
        : { documento: [desired.kind, desired.documento] as const };
    try {
      return await this.created(desired, link, await clientify.create(desired, notAfter, done));
    } catch (error) {
      if (error instanceof RecordError && error.status === 409)
        return await this.conflict(desired, link);
      // Refused for good: another client with this Documento may be created, in this run too.
      if (error instanceof RecordError && desired.kind !== 'deal')
        await claims.giveUp(desired.kind, desired.documento, claimant);
      if (!(error instanceof RetryableError) || !error.maybeApplied) throw error;
      const found = await this.lookUp(desired, new Date(at.getTime() - CLOCK_SKEW_MS), link);
      if (found) return found;
      // It may still be under way over there: the next delivery looks once more before it creates.
      throw error;
    } finally {
      await claims.release(claimed, claimant);
    }
  }

  /** Its base is what we sent: what somebody types from now on is an edit (rules of data, section 2). */
  private async created(
    desired: Desired,
    link: Link | null,
    answer: WriteResult,
  ): Promise<Upserted> {
    const { clientify, meeting, clock } = this.ports;
    const shown = await inFull(clientify, desired, answer.target);
    // Lists that the API ignored in the create go by their own routes.
    const sides = sidesOf(desired, shown, null);
    const rules = { ...meeting, wayBack: 'off' as const, now: clock.now(), fullRun: false };
    const missing = decide(sides, null, rules);
    const lists = { ...missing.changes, fields: {}, customFields: {} };
    const completed =
      answer.notes.length > 0 || isEmpty(lists) ? null : await clientify.apply(shown, lists);
    const target = completed?.target ?? shown;
    const base = baseOfCreated(desired, answer.target, target);
    const sent = new Set([
      ...Object.keys(desired.fields),
      ...Object.keys(desired.customFields).map((name) => `cf_${name}`),
    ]);
    const accepted = acceptedOf(desired, sent, answer.target);
    const moved = changedSince(sidesOf(desired, target, base).clientify, base.clientify);
    const updated = { target, accepted, write: answer, base, moved };
    const again = meeting.wayBack === 'on' && this.hasMoved(desired, updated);
    await this.save(desired, link, updated, { notices: [], again }, 'created');
    if (again) await this.hint(target);
    return this.done('created', desired.notes, {
      target,
      sent: [...answer.sent, ...(completed?.sent ?? [])],
      notes: [...answer.notes, ...(completed?.notes ?? [])],
      notices: answer.notices,
    });
  }

  /** Finds the record of a create whose answer was lost. */
  private async lookUp(desired: Desired, since: Date, link: Link | null): Promise<Upserted | null> {
    const refs = await this.ports.clientify.findById(desired.kind, desired.gesinturId, since);
    if (refs.length > 1) return this.refuse(link, 'AMBIGUOUS_ID');
    const [ref] = refs;
    if (!ref) return null;
    const target = await this.ports.clientify.read(desired.kind, ref.id);
    if (!target) return null;
    await this.ports.clientify.confirmWrite();
    // What it finds is this record's own creation.
    return this.update(desired, link, target, false, { outcome: 'created' });
  }

  /** 409: a record with that fiscal id exists although the lists did not show it (clientify.md, C10). */
  private async conflict(desired: Desired, link: Link | null): Promise<Upserted> {
    if (!isClientKind(desired.kind))
      throw new RecordError('Clientify refused the deal as a duplicate (409)', [], 409);
    const refs = await this.ports.clientify.findByDocumento(desired.kind, desired.documento);
    const linking = linkClient(
      { ...desired, kind: desired.kind },
      { byId: refs, byDocument: refs },
    );
    if (linking.action === 'refuse') return this.refuseLinking(desired, link, linking);
    if (linking.action === 'create') return this.taken(desired, link);
    const target = await this.ports.clientify.read(desired.kind, linking.target.id);
    if (target === null)
      throw new RetryableError('Clientify reports a duplicate fiscal id but the record is gone');
    return this.update(desired, link, target, linking.link);
  }

  private async save(
    desired: Desired,
    before: Link | null,
    updated: Updated,
    more: Remembered,
    outcome: Outcome,
  ): Promise<void> {
    const { target } = updated;
    const { links, failures, pending } = this.ports;
    const { entity, mode, runId } = this.message;
    const id = desired.gesinturId;
    const moved =
      entity === 'client' && before?.clientifyId !== undefined && before.clientifyId !== target.id;
    // Its deals still belong to the record that is gone; a full run brings them after this one anyway.
    if (moved && mode !== 'full') await pending.add('expedientes-of', id);
    const at = this.ports.clock.now().toISOString();
    const documentoKey =
      entity === 'client' ? this.ports.claims.keyOf(desired.documento) : undefined;
    const link = {
      ...linkOf(desired, updated, { ...more, documentoKey }),
      writtenBackAt: before?.writtenBackAt,
      runId,
      outcome,
      at,
      clientId: entity === 'expediente' ? this.message.clientId : undefined,
    };
    if (entity === 'client') await noteAttention(pending, id, before, link);
    await links.replace(entity, link, before);
    if (before?.failed === true || mode === 'redrive') await failures.clear(entity, id);
    if (before?.pending === true) await pending.remove(entity, id);
  }

  /** The expediente comes again with its client: until then it is skipped, no longer failed. */
  private async waitForClient(link: Link | null, reason: Reason): Promise<Upserted> {
    const { links, failures } = this.ports;
    const { entity, id, mode } = this.message;
    if (link?.failed === true) await links.put(entity, { ...link, failed: undefined });
    if (link?.failed === true || mode === 'redrive') await failures.clear(entity, id);
    return this.skip(reason);
  }

  private refuseLinking(
    desired: Desired,
    link: Link | null,
    { reason, holder }: Linking & { action: 'refuse' },
  ): Promise<Upserted> {
    return reason === 'DOCUMENT_TAKEN'
      ? this.taken(desired, link, holder)
      : this.refuse(link, reason, { desired });
  }

  /** Another client has the Documento. Where very many ask for it, it is none: told once, and not searched for again. */
  private async taken(desired: Desired, link: Link | null, holder?: TargetRef): Promise<Upserted> {
    if (desired.kind === 'deal') return this.refuse(link, 'DOCUMENT_TAKEN');
    const refused = await this.ports.claims.noteRefused(
      desired.kind,
      desired.documento,
      desired.gesinturId,
    );
    const held = holder
      ? `${holder.kind} ${holder.id} holds it with the gesintur_id ${holder.gesinturId}`
      : 'Another client of this run has it';
    if (isPlaceholder(refused)) {
      // Stored in any case: it is told again only when the client changes.
      const marked = {
        id: this.message.id,
        at: '',
        status: 'refused' as const,
        ...link,
        reason: undefined,
        fingerprint: fingerprint(desired),
      };
      const message = `At least ${refused + 1} clients (more than ${PLACEHOLDER_FROM}) share it. ${held}`;
      return this.refuse(marked, 'PLACEHOLDER_DOCUMENTO', { desired, message });
    }
    const advice =
      holder &&
      ` If GIAV no longer has client ${holder.gesinturId}: cli relink client ${desired.gesinturId}.`;
    return this.refuse(link, 'DOCUMENT_TAKEN', { desired, message: `${held}.${advice ?? ''}` });
  }

  private async refuse(
    link: Link | null,
    reason: Reason,
    about: { desired?: Desired; message?: string } = {},
  ): Promise<Upserted> {
    const { links, failures, pending, clock } = this.ports;
    const { entity, id, mode } = this.message;
    const waits = WAITS_FOR_CLIENTIFY.has(reason);
    if (waits && link?.pending !== true) await pending.add(entity, id);
    if (
      link?.status !== 'refused' ||
      link.reason !== reason ||
      link.failed === true ||
      (waits && link.pending !== true)
    )
      await links.put(entity, {
        ...link,
        id,
        status: 'refused',
        reason,
        failed: undefined,
        pending: waits,
        at: clock.now().toISOString(),
      });
    if (link?.failed === true || mode === 'redrive') await failures.clear(entity, id);
    if (!waits && link?.pending === true) await pending.remove(entity, id);
    // It is not updated, so a consent that was withdrawn in GIAV stays active over there.
    const loud = about.desired !== undefined && consentWithdrawn(about.desired, link?.snapshot);
    return this.done('skipped', [], undefined, reason, {
      notices: loud ? ['CONSENT_STILL_ACTIVE'] : [],
      message: about.message,
    });
  }

  private get near(): readonly TargetRef[] {
    return this.message.candidates.near ?? [];
  }

  /** Both ids. */
  private get nearText(): string {
    return `${this.near.map(({ kind, id }) => `${kind} ${id}`).join(', ')} beside GIAV client ${this.message.id}: nearly the same Documento`;
  }

  private skip(reason: Reason, message?: string): Upserted {
    return this.done('skipped', [], undefined, reason, { message });
  }

  private done(
    outcome: Outcome,
    notes: readonly FieldNote[],
    write?: WriteResult,
    reason?: Reason,
    told: { notices?: readonly Reason[]; replaced?: readonly Replaced[]; message?: string } = {},
  ): Upserted {
    const { message } = this;
    const { replaced = [] } = told;
    // Never linked: the match must be exact. But an admin should know.
    const near = outcome === 'created' && this.near.length > 0;
    const notices = [
      ...new Set([
        ...(told.notices ?? []),
        ...(write?.notices ?? []),
        ...(near ? (['NEAR_DOCUMENTO'] as const) : []),
      ]),
    ];
    const unmapped = message.unmapped as UnmappedNote[];
    const result: RecordResult = {
      outcome,
      reason,
      unmapped,
      notices: notices.length > 0 ? notices : undefined,
    };
    return {
      result,
      decision: {
        entity: message.entity,
        id: message.id,
        runId: message.runId,
        at: this.at.toISOString(),
        result,
        message: told.message ?? (near ? this.nearText : undefined),
        kind: message.desired.kind,
        clientifyId: write?.target.id,
        notes: [...notes, ...(write?.notes ?? [])],
        replaced: replaced.length > 0 ? [...replaced] : undefined,
        sent: write && [...write.sent],
      },
    };
  }
}
