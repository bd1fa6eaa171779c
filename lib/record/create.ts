import { CREATE, createBeginsWithinMs, MINUTE_MS } from '../sync/budget';
import type { WriteResult } from '../ports/clientify';
import type { Claim, Claimant, Claimed } from '../ports/claims';
import type { Link } from '../ports/links';
import { baseOfCreated, changedSince, sidesOf } from '../sync/base';
import { isEmpty } from '../sync/changes';
import { decide } from '../sync/decide';
import { ForeignRecordError, RecordError, RetryableError } from '../sync/errors';
import { fingerprint } from '../sync/fingerprint';
import { linkClient } from '../sync/linking';
import { acceptedOf } from '../sync/accepted';
import { isClientKind } from '../sync/settle';
import type { ClientKind, Desired } from '../sync/target';
import { placeOf } from '../sync/unplaced';
import { standingNotices } from './notices-after';
import { bringLatecomer } from './latecomer';
import { noteForeign } from './note-foreign';
import { refuse, refuseLinking, refuseTaken } from './refuse';
import { bringSurvivor } from './survivor';
import { hasMoved, save, update } from './update';
import { inFull } from './update-record';
import type { RecordWork, Upserted } from './work';

/** How far before a claim a lost create may have been stamped by Clientify's clock. */
const CLOCK_SKEW_MS = 15 * MINUTE_MS;
/** In the place of a fingerprint: creates with different contents were sent. */
const SEVERAL = 'several';

const CREATED_RIGHT_NOW = {
  en: 'Another invocation is creating this record right now',
  es: 'Otra invocación está creando este registro en este momento',
};

/** A claim that was given for one create, and how long it may take. */
interface Held {
  readonly state: Claim;
  readonly claimant: Claimant;
  readonly claimed: Claimed;
  /** A create that has not begun by then is left to the next delivery. */
  readonly notAfter: Date;
}

/** Claims first; a claim that this record already held means that an earlier create may have been applied. */
async function claim({ ports, message }: RecordWork, desired: Desired, at: Date): Promise<Held> {
  const { claims, clientify } = ports;
  const { kind, documento, gesinturId } = desired;
  const notAfter = new Date(at.getTime() + createBeginsWithinMs(clientify.paceMs));
  // Whoever finds the claim later than this can be sure that its holder is done or dead.
  const until = new Date(
    Math.min(
      ports.claimant.until.getTime(),
      notAfter.getTime() + clientify.timeoutMs + CREATE.marginMs,
    ),
  );
  // One invocation may get a message twice at the same time: each work on it is a holder of its own.
  const claimant = { holder: `${ports.claimant.holder}-${ports.ids.holder()}`, until };
  if (kind === 'deal')
    return {
      state: await claims.claimDeal(gesinturId, claimant, at),
      claimant,
      claimed: { deal: gesinturId },
      notAfter,
    };
  const sent = fingerprint(desired);
  const { runId } = message;
  return {
    state: await claims.claimDocumento(kind, documento, gesinturId, runId, claimant, at, sent),
    claimant,
    claimed: { documento: [kind, documento] },
    notAfter,
  };
}

/** Creates one record of Clientify, once; not where the same create came back with somebody else's record before. */
export async function create(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
): Promise<Upserted> {
  const { foreign } = link ?? {};
  // A run that asks for single records may be ours: an admin's word takes the mark away first.
  if (foreign?.sent === fingerprint(desired)) return work.foreign(foreign.ids);
  try {
    return await createOnce(work, desired, link);
  } catch (error) {
    // Before the failure is told: once it is, nothing of it is tried again.
    if (error instanceof ForeignRecordError) await noteForeign(work, desired, error.ids);
    throw error;
  }
}

/** A deal that was refused before anybody saw it: one that carries its id later is not of our making. */
async function noteNotCreated({ ports: { links }, message }: RecordWork): Promise<void> {
  const link = await links.get(message.entity, message.id);
  if (link?.unplaced === '')
    await links.put(message.entity, { ...link, status: 'refused', unplaced: undefined });
}

async function createOnce(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
): Promise<Upserted> {
  const { claims, clock } = work.ports;
  if (work.near.length > 0 && work.ports.nearDocumento === 'hold')
    return refuse(work, link, 'NEAR_DOCUMENTO', { desired, message: work.nearText });
  const at = clock.now();
  const held = await claim(work, desired, at);
  if (held.state === 'taken') return refuseTaken(work, desired, link);
  if (held.state === 'held')
    throw new RetryableError(CREATED_RIGHT_NOW, {
      scope: 'system',
      retryAfterMs: CREATE.heldMs,
    });
  if (held.state === 'repeated') {
    const found = await lookUp(work, desired, new Date(at.getTime() - CREATE.earlierMs), link);
    // What it made may have been merged into another one since.
    const survivor = found ?? (await bringSurvivor(work, desired, link, 'always'));
    if (survivor) return survivor;
    const { kind } = desired;
    if (kind !== 'deal') await noteAnotherCreate(work, { ...desired, kind }, held.claimant);
  }
  try {
    const latecomer = await bringLatecomer(work, desired, link, held.claimant);
    return latecomer ?? (await attempt(work, desired, link, held));
  } finally {
    await claims.release(held.claimed, held.claimant);
  }
}

/** The create before this one may still come true: where it sent something else, nobody can tell which one a record shows. */
async function noteAnotherCreate(
  { ports: { claims } }: RecordWork,
  desired: Desired & { readonly kind: ClientKind },
  claimant: Claimant,
): Promise<void> {
  const { kind, documento, gesinturId } = desired;
  if ((await claims.sentWith(kind, documento, gesinturId)) !== fingerprint(desired))
    await claims.noteSent(kind, documento, claimant, SEVERAL);
}

async function attempt(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  { claimant, notAfter }: Held,
): Promise<Upserted> {
  const { claims, clientify, clock, links } = work.ports;
  const since = new Date(clock.now().getTime() - CLOCK_SKEW_MS);
  try {
    const answer = await clientify.create(desired, notAfter, {
      until: claimant.until,
      onMisplaced: (deal) => links.noteUnplaced(desired.gesinturId, placeOf(deal)),
    });
    return await created(work, desired, link, answer);
  } catch (error) {
    if (error instanceof RecordError && error.status === 409)
      return await conflict(work, desired, link);
    // Refused for good: another client with this Documento may be created, in this run too.
    if (error instanceof RecordError && desired.kind !== 'deal')
      await claims.giveUp(desired.kind, desired.documento, claimant);
    if (error instanceof RecordError && desired.kind === 'deal' && error.status !== undefined)
      await noteNotCreated(work);
    if (!(error instanceof RetryableError) || !error.maybeApplied) throw error;
    const found = await lookUp(work, desired, since, link);
    if (found) return found;
    // It may still be under way over there: the next delivery looks once more before it creates.
    throw error;
  }
}

/** Its base is what we sent: what somebody types from now on is an edit (rules of data, section 2). */
async function created(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  answer: WriteResult,
): Promise<Upserted> {
  const { clientify, meeting, clock } = work.ports;
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
  const again = meeting.wayBack === 'on' && hasMoved(work, desired, updated);
  const notices = standingNotices(desired, updated);
  await save(work, desired, link, updated, { notices, again }, 'created');
  if (again) await work.hint(target);
  const write = {
    target,
    sent: [...answer.sent, ...(completed?.sent ?? [])],
    notes: [...answer.notes, ...(completed?.notes ?? [])],
    notices: answer.notices,
  };
  return work.done('created', { notes: desired.notes, write, notices });
}

/** Finds the record of a create whose answer was lost. */
async function lookUp(
  work: RecordWork,
  desired: Desired,
  since: Date,
  link: Link | null,
): Promise<Upserted | null> {
  const refs = await work.ports.clientify.findById(desired.kind, desired.gesinturId, since);
  if (refs.length > 1) return refuse(work, link, 'AMBIGUOUS_ID');
  const [ref] = refs;
  if (!ref) return null;
  const target = await work.ports.clientify.read(desired.kind, ref.id);
  if (!target) return null;
  await work.ports.clientify.confirmWrite();
  // What it finds is this record's own creation.
  return update(work, desired, link, target, { outcome: 'created' });
}

/** 409: a record with that fiscal id exists although the lists did not show it (clientify.md, C10). */
async function conflict(work: RecordWork, desired: Desired, link: Link | null): Promise<Upserted> {
  if (!isClientKind(desired.kind))
    throw new RecordError('Clientify refused the deal as a duplicate (409)', [], 409);
  const refs = await work.ports.clientify.findByDocumento(desired.kind, desired.documento);
  const linking = linkClient({ ...desired, kind: desired.kind }, { byId: refs, byDocument: refs });
  if (linking.action === 'refuse') return refuseLinking(work, desired, link, linking);
  if (linking.action === 'create') return refuseTaken(work, desired, link);
  const target = await work.ports.clientify.read(desired.kind, linking.target.id);
  if (target === null)
    throw new RetryableError('Clientify reports a duplicate fiscal id but the record is gone');
  return update(work, desired, link, target, { linked: linking.link });
}
