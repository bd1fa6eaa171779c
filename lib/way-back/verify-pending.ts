import { RecordError } from '../sync/errors';
import { categoryDifferences, unsealed, writerOf } from '../sync/giav-record';
import { notVerifiedYet, type PutPorts, type ReadClient, type Write } from './put-ports';
import { WriteVerification } from './verify-write';

/**
 * `none`: nothing was open. `applied`, `not-applied`, `moved` (somebody else wrote), `accepted` (an admin resumed the way back
 * after damage): nothing is open any more, look at the client afresh. `damaged`: still open; nothing of GIAV's may be copied.
 */
export type Pending =
  | { readonly state: 'none' | 'applied' | 'not-applied' | 'moved' | 'accepted' }
  | { readonly state: 'damaged'; readonly lost: readonly string[] };

/**
 * Takes the verification of a write up again that a kill, a time-out or an outage has cut off. To be called before anything
 * else is done with a client whose link is marked as unverified. Writes only to put back what was damaged.
 * @throws RetryableError `WRITE_UNVERIFIED` while the write may still come true; as GIAV's reading does.
 * @throws RecordError `WRITE_UNVERIFIED` when GIAV does not show the client any more, `STATE_UNREADABLE`.
 */
export async function verifyPending(ports: PutPorts, clientId: string): Promise<Pending> {
  const { unverified, giav, incidents, clock, log } = ports;
  const open = await unverified.get(clientId);
  if (open === null) {
    // A mark without its item: the function ended between the two.
    await unverified.close(clientId, clock.now());
    return { state: 'none' };
  }
  if (open.lost !== undefined && !(await incidents.isHaltedBy(clientId))) {
    // Somebody has looked and resumed: the client is as they want it.
    await unverified.close(clientId, clock.now(), { accepted: true });
    return { state: 'accepted' };
  }
  const after = await giav.readClient(Number(clientId));
  if (after === null)
    throw new RecordError(
      'GIAV does not show the client whose last write is to be verified',
      [],
      undefined,
      'WRITE_UNVERIFIED',
    );
  const { at, intended, categories } = open;
  const write: Write = {
    clientId,
    at,
    intended,
    categories,
    before: unsealed(open.before, after.raw, giav.apiKey),
  };
  log.info('taking the verification of a write up again', { id: clientId, at });
  if (open.lost !== undefined) return knownDamage(ports, write, after, open.lost);
  const shown = open.applied === true ? 'ours' : writerOf(write, after.raw);
  // Somebody else's write says nothing of the categories: they are no part of the record.
  const writer = shown === 'other' && (await lostCategories(ports, write)) ? 'unclear' : shown;
  if (writer === 'none' || writer === 'other') {
    const late = open.lateUntil - clock.now().getTime();
    if (late > 0) throw notVerifiedYet(late);
    await unverified.close(clientId, clock.now());
    return { state: writer === 'none' ? 'not-applied' : 'moved' };
  }
  const { lost } = await new WriteVerification(ports, write).finish(after, writer !== 'unclear');
  return lost.length > 0 ? { state: 'damaged', lost } : { state: 'applied' };
}

/** Whether a category that we sent is gone, and so perhaps our write came true and lost it. */
export async function lostCategories(
  { giav }: Pick<PutPorts, 'giav'>,
  { clientId, categories }: Write,
): Promise<boolean> {
  const now = await giav.categoriesOf(Number(clientId));
  return categoryDifferences(categories, now).some(({ kind }) => kind === 'damage');
}

/** Told, halted and tried already: it ends when the client is right again. */
async function knownDamage(
  ports: PutPorts,
  write: Write,
  after: ReadClient,
  lost: readonly string[],
): Promise<Pending> {
  const left = await new WriteVerification(ports, write).stillDamaged(after, lost);
  if (left.length > 0) return { state: 'damaged', lost: left };
  await ports.unverified.close(write.clientId, ports.clock.now());
  return { state: 'applied' };
}
