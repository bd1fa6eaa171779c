import { resourceId } from '../sync/relations';
import { RecordError, RetryableError } from '../sync/errors';
import type { Target } from '../sync/target';
import { placeOf } from '../sync/unplaced';
import { isPlaced } from './answer-check';
import { readRecord } from './read-record';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import type { Sender } from './sender';
import type { Sent } from '../ports/clientify';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Pipeline and stage as every PATCH of a deal carries them (clientify.md, D2): as wanted, else as the deal shows them,
 * in the form of the base address.
 */
export function placement(
  http: ClientifyHttp,
  wanted: Fields,
  shown: Fields,
): Record<string, unknown> {
  const both: Record<string, unknown> = {};
  for (const [name, path] of [
    ['pipeline', '/deals/pipelines/'],
    ['pipeline_stage', '/deals/pipelines/stages/'],
  ] as const) {
    const id = resourceId(wanted[name] ?? shown[name]);
    if (id !== null) both[name] = http.resourceUrl(`${path}${id}/`);
  }
  return both;
}

export const misplaced = (id: string): RecordError =>
  new RecordError(
    `Clientify keeps deal ${id} in another pipeline or stage than it was sent, also after a second write`,
    [],
    undefined,
    'DEAL_MISPLACED',
  );

/**
 * Puts a deal into its pipeline and stage once, and reads it back; a RecordError DEAL_MISPLACED when it does not stay there.
 * @param onMisplaced told where it is before it is moved
 */
export async function placeDeal(
  http: ClientifyHttp,
  sender: Sender,
  wanted: Fields,
  deal: Target,
  onMisplaced: (deal: Target) => Promise<void> = () => Promise.resolve(),
): Promise<{ target: Target; sent: readonly Sent[] }> {
  const path = `${COLLECTION.deal}${deal.id}/`;
  // An answer that does not show where the deal is, is no sign that it is elsewhere.
  const shows = isPlaced(wanted, deal) !== undefined && placeOf(deal) !== '';
  const first = shows ? deal : await again(http, deal);
  if (isPlaced(wanted, first) === true) return { target: first, sent: [] };
  await onMisplaced(first);
  const body = placement(http, wanted, first.fields);
  const { method } = await sender.change(path, body);
  const target = await again(http, deal);
  if (isPlaced(wanted, target) === false) throw misplaced(deal.id);
  return { target, sent: [{ method, path, body }] };
}

async function again(http: ClientifyHttp, { id }: Target): Promise<Target> {
  const read = await readRecord(http, 'deal', id);
  if (read === null)
    throw new RetryableError(`Clientify does not show deal ${id} that it has just written`);
  return read;
}
