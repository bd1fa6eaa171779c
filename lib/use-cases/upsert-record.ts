import { randomUUID } from 'node:crypto';
import type { ClientifyRecords, WriteResult } from '../clientify/client';
import { refOf } from '../clientify/records';
import type { ChangeQueue } from '../queue/changes';
import type { RecordMessage } from '../queue/messages';
import type { Failures } from '../state/failures';
import type { Pending } from '../state/pending';
import type { NewDecision } from '../state/decisions';
import type { Claimant, Link, Links } from '../state/links';
import { NOTHING_WRITTEN, acceptedOf, compare, isEmpty } from '../sync/changes';
import { WAITS_FOR_CLIENTIFY, type Outcome, type Reason, type RecordResult, type UnmappedNote } from '../sync/decision';
import { RecordError, RetryableError } from '../sync/errors';
import { withClient } from '../sync/expediente-to-deal';
import { documentoKey, fingerprint } from '../sync/fingerprint';
import { linkClient, linkExpediente, type Linking } from '../sync/linking';
import { forExisting, type Candidates, type ClientKind, type Desired, type FieldNote, type Target } from '../sync/target';
import { isUnchanged } from '../sync/unchanged';
import { isTwoWay, type Owners } from '../sync/ownership';
import { changedFields, viewOfTarget } from '../sync/snapshot';
import type { Clock } from './ports';
import { inFull, inStep, updateRecord } from './update-record';

/** Reads and writes of single records, as {@link ClientifyRecords} does them. */
export type RecordWrites = Pick<
  ClientifyRecords,
  'read' | 'create' | 'apply' | 'recordUrl' | 'findById' | 'findByDocumento' | 'confirmWrite' | 'timeoutMs'
>;

export interface UpsertPorts {
  readonly clientify: RecordWrites;
  readonly links: Pick<Links, 'get' | 'put' | 'replace' | 'claimDocumento' | 'claimDeal' | 'release'>;
  readonly failures: Pick<Failures, 'clear'>;
  readonly pending: Pick<Pending, 'add' | 'remove'>;
  readonly clock: Clock;
  readonly deletedInClientify: 'recreate' | 'respect';
  readonly changes: Pick<ChangeQueue, 'send'>;
  /** Whether edits in Clientify go back to GIAV: then they are not overwritten. */
  readonly writeBack: 'off' | 'dry-run' | 'on';
  readonly owners?: Owners;
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

/** How long after its claim a create may begin: look-ups and throttling come first. */
const BEGIN_CREATE_MS = 20_000;
const MARGIN_MS = 5000;
/** Until another invocation has come to its end with a create, or to the end of its time. */
const HELD_CLAIM_MS = 15_000;
/** How far before a claim a lost create may have been stamped by Clientify's clock. */
const CLOCK_SKEW_MS = 15 * 60_000;

const isClientKind = (kind: string | undefined): kind is ClientKind => kind === 'contact' || kind === 'company';

/** Brings one record of Clientify to what it should be; never creates a second one. */
export class RecordUpserter {
  constructor(
    private readonly ports: UpsertPorts,
    private readonly message: RecordMessage,
  ) {}

  async upsert(): Promise<Upserted> {
    const { message } = this;
    const link = await this.ports.links.get(message.entity, message.id);
    if (link?.status === 'forgotten' && this.ports.staysForgotten) return this.skip('FORGOTTEN');
    if (message.readAt !== undefined && link?.writtenBackAt !== undefined && link.writtenBackAt >= message.readAt)
      return { ...this.done('unchanged', []), stale: true };
    if (message.entity === 'client')
      return this.decide(
        message.desired,
        link,
        linkClient({ ...message.desired, kind: message.desired.kind as ClientKind }, message.candidates),
        message.candidates,
      );
    const client = await this.ports.links.get('client', message.clientId);
    if (!client) return this.waitForClient(link, 'CLIENT_UNKNOWN');
    if (client.status !== 'linked' || client.clientifyId === undefined || !isClientKind(client.kind))
      return this.waitForClient(link, 'CLIENT_NOT_SYNCED');
    const desired = withClient(message.desired, {
      kind: client.kind,
      url: this.ports.clientify.recordUrl(client.kind, client.clientifyId),
    });
    return this.decide(desired, link, linkExpediente(message.id, message.candidates), message.candidates);
  }

  private async decide(desired: Desired, link: Link | null, linking: Linking, candidates: Candidates): Promise<Upserted> {
    if (linking.action === 'refuse') return this.refuse(link, linking.reason);
    if (linking.action === 'create') return this.createOrFindOwn(desired, link);
    if (isUnchanged(link, fingerprint(desired), candidates, desired.documento)) return this.done('unchanged', []);
    const target = await this.ports.clientify.read(desired.kind, linking.target.id);
    if (target === null) return this.createAgain(desired, link);
    return this.update(desired, link, target, linking.link);
  }

  /** The lists may be older than our own link: a record that this link names is looked at before another is made. */
  private async createOrFindOwn(desired: Desired, link: Link | null): Promise<Upserted> {
    if (link?.clientifyId === undefined || link.kind !== desired.kind) return this.create(desired, link);
    const own = await this.ports.clientify.read(desired.kind, link.clientifyId);
    return own === null ? this.createAgain(desired, link) : this.update(desired, link, own, false);
  }

  /** Its record was deleted in Clientify; what happens then is a setting. */
  private createAgain(desired: Desired, link: Link | null): Promise<Upserted> {
    const ours = link?.clientifyId !== undefined && link.kind === desired.kind;
    if (ours && this.ports.deletedInClientify === 'respect') return this.refuse(link, 'DELETED_IN_CLIENTIFY');
    return this.create(desired, link);
  }

  /** Writes only after the record was read in full and its identity checked again on what was read. */
  private async update(
    desired: Desired,
    link: Link | null,
    target: Target,
    linked: boolean,
    as: { readonly outcome?: Outcome } = {},
  ): Promise<Upserted> {
    const ref = refOf(target);
    const again = this.relink(desired, { byId: ref.gesinturId === '' ? [] : [ref], byDocument: [ref] });
    if (again.action === 'refuse') return this.refuse(link, again.reason);
    // A deal whose id field was emptied is still ours by the link; a client also needs its Documento.
    const ownDeal = desired.kind === 'deal' && ref.gesinturId === '' && link?.clientifyId === target.id;
    if (again.action === 'create' && !ownDeal) return this.refuse(link, ref.gesinturId === '' ? 'DOCUMENT_MISMATCH' : 'LINK_BROKEN');
    const same = link?.clientifyId === target.id ? link : null;
    if (same && this.isEdited(desired, target, same)) return this.handOver(target);
    const updated = await updateRecord(this.ports.clientify, forExisting(desired), target, link);
    // A delivery that comes again after a crash tells what the first one did.
    const before = (same?.runId === this.message.runId ? same.outcome : undefined) ?? 'unchanged';
    const outcome = as.outcome ?? (updated.write === null ? before : linked ? 'linked' : 'updated');
    await this.save(desired, link, updated.target, updated.accepted, outcome);
    return this.done(outcome, updated.write ? desired.notes : [], updated.write ?? undefined);
  }

  /** Somebody edited in Clientify what may be edited on both sides. */
  private isEdited(desired: Desired, target: Target, { snapshot }: Link): boolean {
    const { kind } = desired;
    if (this.ports.writeBack === 'off' || kind === 'deal' || snapshot === undefined) return false;
    return changedFields(viewOfTarget(target, Object.keys(desired.customFields)), snapshot.clientify).some((field) =>
      isTwoWay(kind, field, this.ports.owners),
    );
  }

  /** The way back reads both sides afresh and merges them; nothing is overwritten here. */
  private async handOver(target: Target): Promise<Upserted> {
    if (target.kind !== 'deal') await this.ports.changes.send({ v: 1, kind: 'change', of: target.kind, id: target.id, source: 'run' });
    return this.skip('CHANGED_IN_CLIENTIFY');
  }

  private relink(desired: Desired, candidates: Candidates): Linking {
    return desired.kind === 'deal'
      ? linkExpediente(desired.gesinturId, candidates)
      : linkClient({ ...desired, kind: desired.kind }, candidates);
  }

  /** Claims first; a claim that this record already held means that an earlier create may have been applied. */
  private async create(desired: Desired, link: Link | null): Promise<Upserted> {
    const { links, clock, clientify } = this.ports;
    const at = clock.now();
    const notAfter = new Date(at.getTime() + BEGIN_CREATE_MS);
    // Whoever finds the claim later than this can be sure that its holder is done or dead.
    const done = new Date(Math.min(this.ports.claimant.until.getTime(), notAfter.getTime() + clientify.timeoutMs + MARGIN_MS));
    // One invocation may get a message twice at the same time: each work on it is a holder of its own.
    const claimant = { holder: `${this.ports.claimant.holder}-${randomUUID()}`, until: done };
    const claim =
      desired.kind === 'deal'
        ? await links.claimDeal(desired.gesinturId, claimant, at)
        : await links.claimDocumento(desired.kind, documentoKey(desired.documento), desired.gesinturId, this.message.runId, claimant, at);
    if (claim === 'taken') return this.refuse(link, 'DOCUMENT_TAKEN');
    if (claim === 'held')
      throw new RetryableError('Another invocation is creating this record right now', {
        scope: 'system',
        retryAfterMs: HELD_CLAIM_MS,
      });
    if (claim === 'repeated') {
      const found = await this.lookUp(desired, new Date(at.getTime() - 24 * 3_600_000), link);
      if (found) return found;
    }
    try {
      return await this.created(desired, link, await clientify.create(desired, notAfter, done));
    } catch (error) {
      if (error instanceof RecordError && error.status === 409) return await this.conflict(desired, link);
      if (!(error instanceof RetryableError) || !error.maybeApplied) throw error;
      const found = await this.lookUp(desired, new Date(at.getTime() - CLOCK_SKEW_MS), link);
      if (found) return found;
      // It may still be under way over there: the next delivery looks once more before it creates.
      throw error;
    } finally {
      const claimed =
        desired.kind === 'deal' ? { deal: desired.gesinturId } : { documento: [desired.kind, documentoKey(desired.documento)] as const };
      await links.release(claimed, claimant);
    }
  }

  private async created(desired: Desired, link: Link | null, answer: WriteResult): Promise<Upserted> {
    const created = { ...answer, target: await inFull(this.ports.clientify, desired, answer.target) };
    const rest = compare(desired, created.target, NOTHING_WRITTEN, acceptedOf(desired, created.target));
    // Lists that the API ignored in the create go by their own routes.
    const lists = { ...rest, fields: {}, customFields: {} };
    if (created.notes.length > 0 || isEmpty(lists)) {
      await this.save(desired, link, created.target, acceptedOf(desired, created.target), 'created');
      return this.done('created', desired.notes, created);
    }
    const completed = await this.ports.clientify.apply(created.target, lists);
    await this.save(desired, link, completed.target, acceptedOf(desired, created.target), 'created');
    return this.done('created', desired.notes, {
      ...created,
      sent: [...created.sent, ...completed.sent],
      notes: [...created.notes, ...completed.notes],
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

  /** 409: a record with that fiscal id exists although the lists did not show it (clientify.md §3). */
  private async conflict(desired: Desired, link: Link | null): Promise<Upserted> {
    if (!isClientKind(desired.kind)) throw new RecordError('Clientify refused the deal as a duplicate (409)', [], 409);
    const refs = await this.ports.clientify.findByDocumento(desired.kind, desired.documento);
    const linking = linkClient({ ...desired, kind: desired.kind }, { byId: refs, byDocument: refs });
    if (linking.action === 'refuse') return this.refuse(link, linking.reason);
    if (linking.action === 'create') return this.refuse(link, 'DOCUMENT_TAKEN');
    const target = await this.ports.clientify.read(desired.kind, linking.target.id);
    if (target === null) throw new RetryableError('Clientify reports a duplicate fiscal id but the record is gone');
    return this.update(desired, link, target, linking.link);
  }

  private async save(desired: Desired, before: Link | null, target: Target, accepted: Link['accepted'], outcome: Outcome): Promise<void> {
    const { links, failures, pending } = this.ports;
    const { entity, mode, runId } = this.message;
    const id = desired.gesinturId;
    const moved = entity === 'client' && before?.clientifyId !== undefined && before.clientifyId !== target.id;
    // Its deals still belong to the record that is gone; a full run brings them after this one anyway.
    if (moved && mode !== 'full') await pending.add('expedientes-of', id);
    const at = this.ports.clock.now().toISOString();
    const link = {
      ...inStep(desired, target, accepted),
      writtenBackAt: before?.writtenBackAt,
      runId,
      outcome,
      at,
      clientId: entity === 'expediente' ? this.message.clientId : undefined,
    };
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

  private async refuse(link: Link | null, reason: Reason): Promise<Upserted> {
    const { links, failures, pending, clock } = this.ports;
    const { entity, id, mode } = this.message;
    const waits = WAITS_FOR_CLIENTIFY.has(reason);
    if (waits && link?.pending !== true) await pending.add(entity, id);
    if (link?.status !== 'refused' || link.reason !== reason || link.failed === true || (waits && link.pending !== true))
      await links.put(entity, { ...link, id, status: 'refused', reason, failed: undefined, pending: waits, at: clock.now().toISOString() });
    if (link?.failed === true || mode === 'redrive') await failures.clear(entity, id);
    if (!waits && link?.pending === true) await pending.remove(entity, id);
    return this.skip(reason);
  }

  private skip(reason: Reason): Upserted {
    return this.done('skipped', [], undefined, reason);
  }

  private done(outcome: Outcome, notes: readonly FieldNote[], write?: WriteResult, reason?: Reason): Upserted {
    const { message } = this;
    const result: RecordResult = { outcome, reason, unmapped: message.unmapped as UnmappedNote[], notices: write?.notices };
    return {
      result,
      decision: {
        entity: message.entity,
        id: message.id,
        runId: message.runId,
        at: this.ports.clock.now().toISOString(),
        result,
        kind: message.desired.kind,
        clientifyId: write?.target.id,
        notes: [...notes, ...(write?.notes ?? [])],
        sent: write && [...write.sent],
      },
    };
  }
}
