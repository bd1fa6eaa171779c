import { CREATE } from '../sync/budget';
import type { Claimant } from '../ports/claims';
import type { Link } from '../ports/links';
import { RetryableError } from '../sync/errors';
import { refOf, type Desired, type Target } from '../sync/target';
import { refuseTaken } from './refuse';
import type { RecordWork, Upserted } from './work';

/** How long a claim of a record may stand for a client that is not linked: what its holder sent last may still arrive. */
export const heldFor = ({ holder, until }: Claimant): Claimant => ({
  holder,
  until: new Date(until.getTime() + CREATE.marginMs),
});

/**
 * Before anything is written to a record that the client is not linked to yet: several clients may have its Documento, and
 * their workers may all have read it free (rules of data, section 4). null: it is this client's. The others are refused.
 * A deal needs none: it is its expediente's by the id that it shows, which is one.
 */
export async function claimRecord(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  target: Target,
): Promise<Upserted | 'read-again' | null> {
  const { kind, gesinturId } = desired;
  if (kind === 'deal' || (link?.clientifyId === target.id && link.kind === kind)) return null;
  const { links, claimant, clock } = work.ports;
  const asked = { kind, clientifyId: target.id, client: gesinturId };
  const claim = await links.claimRecord(asked, heldFor(claimant), clock.now());
  if (claim.is === 'theirs')
    return refuseTaken(work, desired, link, { ...refOf(target), gesinturId: claim.client });
  return claim.is === 'inherited' ? 'read-again' : null;
}

/** What the client before this one may have written to it is looked at, too. */
export async function readAgain({ ports }: RecordWork, { kind, id }: Target): Promise<Target> {
  const target = await ports.clientify.read(kind, id);
  if (target === null)
    throw new RetryableError('The record of Clientify that was to be linked is gone');
  return target;
}
