import { resourceId } from '../sync/relations';
import { foldText } from '../sync/cleaning';
import { type ClientKind, type Desired, type Target, refOf } from '../sync/target';

/** GIAV id of the client that the id map links a record to; null when it knows none. */
export type OwnerOf = (kind: ClientKind, clientifyId: string) => Promise<string | null>;

/** How far before the call a record that is ours may have been created: clocks differ (clientify.md, C3). */
const SKEW_MS = 120_000;

/** Clientify may store a Documento in its own way; that is no sign of somebody else. */
const alike = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (documento: string): string => foldText(documento).replace(/[^\p{L}\p{N}]/gu, '');

/** Why what came back from a create is somebody else's record; null when it is the one that was asked for. */
export async function whyForeign(
  desired: Desired,
  answer: Target,
  calledAt: Date,
  ownerOf: OwnerOf,
): Promise<string | null> {
  const { kind } = desired;
  const ref = refOf(answer);
  const owner = kind === 'deal' ? null : await ownerOf(kind, answer.id);
  if (owner !== null && owner !== desired.gesinturId) return `it is linked to client ${owner}`;
  if (ref.gesinturId !== '' && ref.gesinturId !== desired.gesinturId)
    return `it carries the GIAV id ${ref.gesinturId}`;
  if (kind !== 'deal' && ref.documento !== '' && !alike(ref.documento, desired.documento))
    return 'it has another Documento';
  const created = Date.parse(String(answer.fields['created'] ?? ''));
  // Where a deal takes its start date as its creation date, that tells nothing.
  const startDate = desired.fields['created'];
  if (
    typeof startDate === 'string' &&
    String(answer.fields['created'] ?? '').startsWith(startDate.slice(0, 10))
  )
    return null;
  if (Number.isNaN(created))
    return kind !== 'deal' && ref.gesinturId === '' && ref.documento === ''
      ? 'nothing in the answer shows that it is new'
      : null;
  return created < calledAt.getTime() - SKEW_MS ? 'it is older than the call' : null;
}

/** Whether a deal is in the pipeline and stage that it should be in; undefined when the answer does not show both. */
export function isPlaced(
  desired: Readonly<Record<string, unknown>>,
  deal: Target,
): boolean | undefined {
  const names = ['pipeline', 'pipeline_stage'].filter((name) => typeof desired[name] === 'string');
  if (names.some((name) => !(name in deal.fields))) return undefined;
  return names.every((name) => resourceId(desired[name]) === resourceId(deal.fields[name]));
}
