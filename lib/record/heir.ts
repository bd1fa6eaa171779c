import type { Link } from '../ports/links';
import type { Pending } from '../ports/pending';
import { NO_BASE, ofLostRecord } from '../sync/base';
import { refOf, type Target } from '../sync/target';

/**
 * Whether a record with the Documento of a client whose own record is gone was surely merged with that one: it shows the
 * client's id, which nobody but this product gives. Without it a deletion beside another record of the same person looks
 * just the same, and what the lost one showed says nothing of what somebody did to this one.
 */
export const isMerged = (link: Link, target: Target): boolean =>
  refOf(target).gesinturId === link.id;

/**
 * The client's link when it moves to that record. Was it merged, what the lost one showed is the base; else the two meet
 * for the first time (rules of data, section 2), and nothing that was known of the lost one goes along.
 */
export function linkOfHeir(link: Link, target: Target, at: string): Link {
  const moved = { ...link, clientifyId: target.id, modified: null, at };
  if (isMerged(link, target))
    return { ...moved, snapshot: link.snapshot && ofLostRecord(link.snapshot) };
  return {
    ...moved,
    snapshot: link.snapshot && NO_BASE,
    fingerprint: undefined,
    accepted: undefined,
    ownWrites: undefined,
    parked: undefined,
    fights: undefined,
    movable: undefined,
  };
}

/**
 * Before anything is written there: once the record shows the id that we give it, it could not be told from a merged one
 * any more, should this process die in between. Its deals are listed first: they still belong to the record that is gone.
 */
export async function moveToHeir(
  { pending, links }: MovePorts,
  link: Link,
  target: Target,
  now: Date,
): Promise<Link> {
  const moved = linkOfHeir(link, target, now.toISOString());
  await pending.add('expedientes-of', link.id);
  await links.replace('client', moved, link);
  return { ...moved, rev: (link.rev ?? 0) + 1 };
}

interface MovePorts {
  readonly pending: Pick<Pending, 'add'>;
  readonly links: { replace(entity: 'client', link: Link, before: Link): Promise<void> };
}
