import { LATECOMERS } from '../sync/budget';
import type { Link } from '../ports/links';
import type { Claimant } from '../ports/claims';
import { linkClient } from '../sync/linking';
import { isClientKind } from '../sync/settle';
import type { Desired } from '../sync/target';
import { refuse, refuseLinking } from './refuse';
import { bringFound } from './survivor';
import type { RecordWork, Upserted } from './work';

/**
 * Before a record is created, its claim in hand: a salesperson may have been quicker. Who came, or got the Documento, since
 * the run read Clientify's lists is linked by the same rules as everybody else. null: nobody did.
 */
export async function bringLatecomer(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  claimant: Claimant,
): Promise<Upserted | null> {
  const { kind } = desired;
  if (!isClientKind(kind)) return null;
  const { clientify, claims, nearDocumento } = work.ports;
  const identity = { ...desired, kind };
  const { near = [], ...candidates } = await clientify.latecomers(identity, searchedAt(work));
  work.noteNear(near);
  const linking = linkClient(identity, candidates);
  if (linking.action === 'create' && !(near.length > 0 && nearDocumento === 'hold')) return null;
  // Nothing is created: the Documento is nobody's any more, and what is found was not sent by us.
  await claims.giveUp(kind, desired.documento, claimant);
  if (linking.action === 'create')
    return refuse(work, link, 'NEAR_DOCUMENTO', { desired, message: work.nearText });
  if (linking.action === 'refuse')
    return refuseLinking(work, desired, link, linking, candidates.unreadable);
  const target = await clientify.read(kind, linking.target.id);
  return target && bringFound(work, desired, link, linking, target);
}

function searchedAt({ message, ports }: RecordWork): Date {
  return message.searchedAt === undefined
    ? new Date(ports.clock.now().getTime() - LATECOMERS.oldestSearchMs)
    : new Date(message.searchedAt);
}
