import { refOf } from '../sync/target';
import type { Link } from '../ports/links';
import { known, ofLostRecord, type Base, type Sides } from '../sync/base';
import type { Changes } from '../sync/changes';
import type { Outcome } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import { areOthers } from '../sync/duplicates';
import { filledInClientify } from '../sync/filled';
import { fingerprint } from '../sync/fingerprint';
import { reallyFilled, reallyReplaced } from '../sync/happened';
import { linkClient, linkExpediente, ownCreation, type Linking } from '../sync/linking';
import { baseOfLostCreate } from '../sync/lost-create';
import { isTwoWay } from '../sync/ownership';
import { sidesAndBase, writeToClientify } from '../sync/own-writes';
import { isClientKind } from '../sync/settle';
import { forExisting, type Candidates, type Desired, type Target } from '../sync/target';
import { isUnplaced, placeOf } from '../sync/unplaced';
import { claimRecord, readAgain } from './claim-record';
import { moveToHeir } from './heir';
import { lookAt } from './look';
import { refuse, refuseLinking } from './refuse';
import { linked } from './status';
import { noticesAfter, standingNotices } from './notices-after';
import { linkOf, updateRecord, type Remembered, type Updated } from './update-record';
import type { RecordWork, Upserted } from './work';

/** What is known of how the record was found. */
export interface Found {
  /** What is told of it, where that is known already. */
  readonly outcome?: Outcome;
  readonly notices?: readonly Reason[];
  /** It takes the place of the linked record, which is gone: was it merged into it, that one's base counts. */
  readonly heir?: 'merged' | 'met';
  /** It is linked by this look. */
  readonly linked?: boolean;
  /** The link as it was before it moved here. */
  readonly before?: Link | null;
}

/** Writes only after the record was read in full and its identity checked again on what was read. */
export async function update(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  target: Target,
  as: Found = {},
): Promise<Upserted> {
  // A create that came back with it may have given it this record's id and Documento: they prove nothing.
  if (link?.foreign?.ids.includes(target.id)) return work.foreign(link.foreign.ids);
  const identified = await identify(work, desired, link, target);
  if ('result' in identified) return identified;
  const claimed = await claimRecord(work, desired, link, target);
  if (claimed === 'read-again')
    return update(work, desired, link, await readAgain(work, target), as);
  if (claimed !== null) return claimed;
  const isMet = as.heir === 'met' && link !== null;
  const own = isMet ? await moveToHeir(work.ports, link, target, work.ports.clock.now()) : link;
  return bring(work, desired, own, target, {
    ...as,
    linked: as.linked || identified.created,
    before: link,
  });
}

/** Brings a record that is surely this one's to what is decided of it, and remembers it. */
async function bring(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  target: Target,
  as: Found,
): Promise<Upserted> {
  const same = link?.clientifyId === target.id || as.heir === 'merged' ? link : null;
  const { wanted, sides, base } = await compare(work, desired, link, target, { same, as });
  const look = lookAt(work, sides, same, base);
  const { replaced: planned, changes } = look.decided;
  const toFill = filledInClientify(sides, changes);
  await work.keep(target, { replaced: planned, filled: toFill });
  if (same) await noteOwnWrite(work, desired, sides, changes);
  const before = { accepted: same?.accepted ?? {}, snapshot: base ?? undefined };
  const { clientify, meeting } = work.ports;
  const updated = await updateRecord(clientify, sides, look.decided, before, look.extras);
  const again = look.edited || (meeting.wayBack === 'on' && hasMoved(work, desired, updated));
  // Somebody edited in Clientify what may be edited on both sides: the way back reads both afresh and merges them.
  const isLeft = again && updated.write === null && as.outcome === undefined;
  if (isLeft && same?.snapshot !== undefined) {
    await work.hint(target);
    return work.skip('CHANGED_IN_CLIENTIFY', undefined, standingNotices(wanted, updated));
  }
  const outcome = outcomeOf(work, same, updated, as);
  const duplicates = work.duplicatesOf(desired, updated.target.id, as.before ?? link);
  const replaced = reallyReplaced(planned, updated.target);
  const filled = reallyFilled(toFill, target, updated.target);
  const notices = noticesAfter(wanted, updated, look.notices, planned, replaced);
  const remembered = { ...look, notices, again, parked: same?.parked, duplicates };
  await save(work, desired, link, updated, remembered, outcome);
  if (again) await work.hint(target);
  return work.done(outcome, {
    notes: updated.write ? desired.notes : [],
    write: updated.write ?? undefined,
    notices: toldNotices(remembered, as),
    replaced,
    filled,
    message: areOthers(link?.duplicates, duplicates) ? twins(target, duplicates) : undefined,
  });
}

/** Both sides as they are now, and what is known of when they were last in step. */
async function compare(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  target: Target,
  { same, as }: { readonly same: Link | null; readonly as: Found },
): Promise<{ wanted: Desired; sides: Sides; base: Base | null }> {
  const isMerged = as.heir === 'merged' && same?.snapshot !== undefined;
  const snapshot = isMerged ? ofLostRecord(same.snapshot) : same?.snapshot;
  const before = known(snapshot) ?? (await baseOfOwnCreate(work, desired, link, target));
  // A deal that our create left elsewhere still gets what only new ones get.
  const unplaced = await noteUnplaced(work, desired, link, target);
  const wanted = unplaced ? desired : forExisting(desired);
  return { wanted, ...sidesAndBase(wanted, target, before, same?.ownWrites) };
}

function outcomeOf(
  { message }: RecordWork,
  same: Link | null,
  { write }: Updated,
  as: Found,
): Outcome {
  // A delivery that comes again after a crash tells what the first one did.
  const earlier = (same?.runId === message.runId ? same.outcome : undefined) ?? 'unchanged';
  const written = write === null ? earlier : 'updated';
  return as.outcome ?? (as.linked ? 'linked' : written);
}

const toldNotices = (
  { notices, again, duplicates = [] }: Remembered,
  as: Found,
): readonly Reason[] => [
  ...notices,
  ...(again ? (['CHANGED_IN_CLIENTIFY'] as const) : []),
  ...(as.notices ?? []),
  ...(duplicates.length > 0 ? (['DUPLICATE_IN_CLIENTIFY'] as const) : []),
];

/** Told once: then the link keeps it. undefined: they are gone. */
const twins = ({ kind, id }: Target, others: readonly string[]): string | undefined =>
  others.length === 0
    ? undefined
    : `${kind} ${id} is the client's; ${kind} ${others.join(', ')} has exactly its Documento`;

/** Whether the record that was read is this one's: refused, or with the word whether our own creation in GIAV is linked. */
async function identify(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  target: Target,
): Promise<Upserted | { readonly created: boolean }> {
  const ref = refOf(target);
  const byId = ref.gesinturId === '' ? [] : [ref];
  const linking = relink(desired, { byId, byDocument: [ref] });
  if (linking.action === 'refuse') return refuseLinking(work, desired, link, linking);
  if (linking.action !== 'create') return { created: false };
  const creation = ownCreation(desired, ref, link, work.ports.claims.keyOf(ref.documento));
  if (creation === 'foreign')
    return refuse(work, link, 'FOREIGN_RECORD', {
      desired,
      message: `GIAV client ${desired.gesinturId}, ${ref.kind} ${ref.id}`,
    });
  if (creation !== null) return { created: true };
  // A deal whose id field was emptied is still ours by the link; a client also needs its Documento.
  const emptied = ref.gesinturId === '';
  if (desired.kind === 'deal' && emptied && link?.clientifyId === target.id)
    return { created: false };
  return refuse(work, link, emptied ? 'DOCUMENT_MISMATCH' : 'LINK_BROKEN', { desired });
}

/** Whether it is where our own create left it. Noted before it is put right: should this process die, what people do then is told apart. */
async function noteUnplaced(
  { ports }: RecordWork,
  { gesinturId }: Desired,
  link: Link | null,
  target: Target,
): Promise<boolean> {
  if (!isUnplaced(link, target)) return false;
  if ((link?.unplaced ?? '') === '') await ports.links.noteUnplaced(gesinturId, placeOf(target));
  return true;
}

/** Before it is sent: should this process die in between, what Clientify then shows is known to be ours. */
async function noteOwnWrite(
  { ports, message }: RecordWork,
  { gesinturId }: Desired,
  sides: Sides,
  changes: Changes,
): Promise<void> {
  const clientify = writeToClientify(sides, changes);
  if (clientify) await ports.links.noteOwnWrites(message.entity, gesinturId, { clientify });
}

function relink(desired: Desired, candidates: Candidates): Linking {
  return desired.kind === 'deal'
    ? linkExpediente(desired.gesinturId, candidates)
    : linkClient({ ...desired, kind: desired.kind }, candidates);
}

/** Whether somebody typed, while we wrote, what may be edited on both sides. */
export const hasMoved = (work: RecordWork, { kind }: Desired, { moved }: Updated): boolean =>
  isClientKind(kind) &&
  moved.some((field) => field === 'address' || isTwoWay(kind, field, work.ports.meeting.owners));

/** A record that is not linked yet, made by a create of ours whose end nobody saw: its base is what that create sent. */
async function baseOfOwnCreate(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  target: Target,
): Promise<Base | null> {
  const { kind, documento, gesinturId } = desired;
  if (kind === 'deal' || link?.clientifyId !== undefined) return null;
  if (refOf(target).gesinturId !== gesinturId) return null;
  const sent = await work.ports.claims.sentWith(kind, documento, gesinturId);
  return sent === fingerprint(desired) ? baseOfLostCreate(desired, target) : null;
}

/** The record's link after a write, or a look that had nothing to write. */
export async function save(
  work: RecordWork,
  desired: Desired,
  before: Link | null,
  updated: Updated,
  more: Remembered,
  outcome: Outcome,
): Promise<void> {
  const { entity, mode, runId, clientId, readAt } = work.message;
  const documentoKey = entity === 'client' ? work.ports.claims.keyOf(desired.documento) : undefined;
  const link = {
    ...linkOf(desired, updated, { ...more, documentoKey }),
    writtenBackAt: before?.writtenBackAt,
    readAt: readAt ?? before?.readAt,
    runId,
    outcome,
    at: work.ports.clock.now().toISOString(),
    clientId: entity === 'expediente' ? clientId : undefined,
  };
  await linked(work.ports, entity, link, before, mode);
}
