import type { Link } from '../ports/links';
import { heldFor } from '../record/claim-record';
import { RetryableError } from '../sync/errors';
import type { ClientKind } from '../sync/target';
import type { CreatePorts } from './create-ports';

/**
 * Before a client's link moves to the record that survived a merge: a run may be linking that one to another client of the
 * same Documento at this moment. null: it is this client's; else what an admin is told, with both ids.
 */
export async function claimHeir(
  { links, claimant, clock }: Pick<CreatePorts, 'links' | 'claimant' | 'clock'>,
  { id }: Pick<Link, 'id'>,
  { kind, id: clientifyId }: { readonly kind: ClientKind; readonly id: string },
): Promise<string | null> {
  const asked = { kind, clientifyId, client: id };
  const claim = await links.claimRecord(asked, heldFor(claimant), clock.now());
  if (claim.is === 'theirs')
    return `${kind} ${clientifyId} has the Documento of GIAV client ${id} and belongs to GIAV client ${claim.client}`;
  // What that one may have written to it is looked at, too.
  if (claim.is === 'inherited')
    throw new RetryableError('The record of Clientify was about to be linked to another client');
  return null;
}
