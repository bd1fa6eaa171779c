import type { RecordMessage } from '../ports/messages';
import type { Link } from '../ports/links';
import { fingerprint } from '../sync/fingerprint';
import { withClient } from '../sync/expediente-to-deal';
import { openConsents } from '../sync/consents';
import { linkClient, linkExpediente, type Linking } from '../sync/linking';
import { isClientKind } from '../sync/settle';
import type { Candidates, ClientKind, Desired } from '../sync/target';
import { areOthers } from '../sync/duplicates';
import { hasOpenEdit, isUnchanged, isUndone } from '../sync/unchanged';
import type { Reason } from '../sync/reasons';
import { create } from './create';
import { refuse, refuseLinking } from './refuse';
import { waitsForItsClient } from './status';
import { bringFound, bringSurvivor } from './survivor';
import { update } from './update';
import { RecordWork, type UpsertPorts, type Upserted } from './work';

/** Brings one record of Clientify to what it should be; never creates a second one. */
export async function upsertRecord(ports: UpsertPorts, message: RecordMessage): Promise<Upserted> {
  const work = new RecordWork(ports, message);
  const link = await ports.links.get(message.entity, message.id);
  if (link?.status === 'forgotten' && ports.staysForgotten) return work.skip('FORGOTTEN');
  if (link?.unverified === true) return waitForVerification(work, link);
  if (isOld(message, link, ports.clock.now())) return { ...work.done('unchanged'), stale: true };
  return message.entity === 'client' ? upsertClient(work, link) : upsertDeal(work, link);
}

/** GIAV was written, or read once more for this very record, after the message was made. */
function isOld({ readAt }: RecordMessage, link: Link | null, now: Date): boolean {
  if (readAt === undefined) return false;
  const { writtenBackAt = '', readAt: broughtAt = '' } = link ?? {};
  // A reading that is still to come was dated by a clock that ran ahead: every later one would be old for that long.
  const isSound = broughtAt <= now.toISOString();
  return writtenBackAt >= readAt || (isSound && broughtAt > readAt);
}

function upsertClient(work: RecordWork, link: Link | null): Promise<Upserted> {
  const { desired, candidates } = work.message;
  const identity = { ...desired, kind: desired.kind as ClientKind };
  return bring(work, desired, link, linkClient(identity, candidates), candidates);
}

async function upsertDeal(work: RecordWork, link: Link | null): Promise<Upserted> {
  const { ports, message } = work;
  const client = await ports.links.get('client', message.clientId);
  if (!client) return waitForClient(work, link, 'CLIENT_UNKNOWN');
  const { status, kind, clientifyId } = client;
  const isSynced = status === 'linked' && clientifyId !== undefined && isClientKind(kind);
  // A deal that is there already goes on, with the client that it has, while its client's own record waits.
  const waits = status === 'refused' && clientifyId !== undefined;
  if (!isSynced && !(waits && link?.status === 'linked' && link.clientifyId !== undefined))
    return waitForClient(work, link, 'CLIENT_NOT_SYNCED');
  const desired = isSynced
    ? withClient(message.desired, { kind, url: ports.clientify.recordUrl(kind, clientifyId) })
    : message.desired;
  const { candidates } = message;
  return bring(work, desired, link, linkExpediente(message.id, candidates), candidates);
}

/** What GIAV shows of it may be damage of our own: nothing of it is copied until the way back has looked. */
async function waitForVerification(
  work: RecordWork,
  { kind, clientifyId }: Link,
): Promise<Upserted> {
  if (isClientKind(kind) && clientifyId !== undefined)
    await work.ports.changes.send({
      v: 1,
      kind: 'change',
      of: kind,
      id: clientifyId,
      source: 'run',
    });
  return work.skip('WRITE_UNVERIFIED');
}

async function waitForClient(
  work: RecordWork,
  link: Link | null,
  reason: Reason,
): Promise<Upserted> {
  await waitsForItsClient(work.ports, work.message, link, work.redrive);
  return work.skip(reason);
}

async function bring(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  linking: Linking,
  candidates: Candidates,
): Promise<Upserted> {
  const { clientify, meeting } = work.ports;
  if (isUndone(link, fingerprint(desired), desired, work.message.mode))
    return work.skip('UNDONE', undefined, openConsents(link));
  // The id map is asked first: it knows which of several is this client's.
  const isKnown =
    linking.action === 'refuse' &&
    linking.reason === 'AMBIGUOUS_DOCUMENT' &&
    candidates.byDocument.some(({ id }) => id === link?.clientifyId);
  if (linking.action === 'refuse' && !isKnown) return refuseLinking(work, desired, link, linking);
  if (linking.action !== 'update') return createOrFindOwn(work, desired, link);
  const open = hasOpenEdit(link, meeting, work.message.mode);
  const others = work.duplicatesOf(desired, link?.clientifyId, link);
  const asTold = isUnchanged(link, fingerprint(desired), candidates, desired.documento);
  if (!open && asTold && !areOthers(link?.duplicates, others))
    return work.done('unchanged', { notices: link?.notices });
  const target = await clientify.read(desired.kind, linking.target.id);
  if (target === null) return createAgain(work, desired, link);
  return bringFound(work, desired, link, linking, target);
}

/** The lists may be older than our own link: a record that this link names is looked at before another is made. */
async function createOrFindOwn(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
): Promise<Upserted> {
  if (link?.clientifyId === undefined || link.kind !== desired.kind)
    return create(work, desired, link);
  const own = await work.ports.clientify.read(desired.kind, link.clientifyId);
  return own === null ? createAgain(work, desired, link) : update(work, desired, link, own);
}

/** Its record is gone: merged into another one, or deleted in Clientify; what happens then is a setting. */
async function createAgain(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
): Promise<Upserted> {
  const ours = link?.clientifyId !== undefined && link.kind === desired.kind;
  if (ours && work.ports.deletedInClientify === 'respect')
    return refuse(work, link, 'DELETED_IN_CLIENTIFY');
  return (
    (await bringSurvivor(work, desired, link, 'proven')) ?? (await create(work, desired, link))
  );
}
