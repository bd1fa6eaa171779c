import type { Link } from '../ports/links';
import { wasEmptied } from '../sync/emptied-id';
import { linkClient, type Linking } from '../sync/linking';
import { isClientKind } from '../sync/settle';
import { refOf, type Desired, type Target } from '../sync/target';
import { isMerged } from './heir';
import { refuse, refuseLinking } from './refuse';
import { update } from './update';
import type { RecordWork, Upserted } from './work';

type LinkedOnce = Link & { readonly clientifyId: string };

const isOfAnother = (link: Link | null, { kind }: Desired, target: Target): link is LinkedOnce =>
  link?.clientifyId !== undefined && link.clientifyId !== target.id && link.kind === kind;

/** Updates the record that the rules of linking found, and that was read in full. */
export async function bringFound(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  linking: Linking & { readonly action: 'update' },
  target: Target,
): Promise<Upserted> {
  if (isOfAnother(link, desired, target)) return another(work, desired, link, target);
  const again = linking.link && link?.clientifyId === target.id;
  return update(work, desired, link, target, {
    linked: linking.link && !again,
    notices: again && wasEmptied(link) ? ['RELINKED'] : undefined,
  });
}

/**
 * Another record carries the id or the Documento than the one that the id map names. Is that one still there, it is a
 * copy. Else the client's was merged into it, or deleted beside it: it is the client's either way, and whether what the
 * lost one showed is the base is told by the id that it shows.
 */
async function another(
  work: RecordWork,
  desired: Desired,
  link: LinkedOnce,
  target: Target,
): Promise<Upserted> {
  if ((await work.ports.clientify.read(desired.kind, link.clientifyId)) !== null)
    return refuse(work, link, 'AMBIGUOUS_ID', { desired });
  return update(work, desired, link, target, {
    linked: true,
    heir: desired.kind === 'deal' || isMerged(link, target) ? 'merged' : 'met',
    notices: desired.kind === 'deal' ? [] : ['MERGED_IN_CLIENTIFY'],
  });
}

/**
 * The lists that the run read may be older than a merge in Clientify: before a second record is made for a client, it is
 * searched once more for the one that survived. null: nobody there has exactly its Documento. Several, or one of another
 * client, are not touched.
 * @param believe see ClientifyRecords.findByDocumento
 */
export async function bringSurvivor(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  believe: 'proven' | 'always',
): Promise<Upserted | null> {
  const { kind, documento } = desired;
  if (!isClientKind(kind)) return null;
  const { clientify } = work.ports;
  // A list may still show what is gone, and may be poorer than the record.
  const there: Target[] = [];
  for (const { id } of await clientify.findByDocumento(kind, documento, believe)) {
    const target = await clientify.read(kind, id);
    if (target) there.push(target);
  }
  const own = there.find(({ id }) => id === link?.clientifyId);
  const found = (own ? [own] : there).map(refOf);
  const linking = linkClient({ ...desired, kind }, { byId: found, byDocument: found });
  if (linking.action === 'refuse') return refuseLinking(work, desired, link, linking);
  if (linking.action === 'create') return null;
  const target = there.find(({ id }) => id === linking.target.id);
  return target ? bringFound(work, desired, link, linking, target) : null;
}
