import { fingerprint } from '../sync/fingerprint';
import { withForeign } from '../sync/foreign';
import type { Desired } from '../sync/target';
import type { RecordWork } from './work';

/** A create of this record came back with somebody else's: it is not tried again as it is. */
export async function noteForeign(
  { ports: { links, clock }, message: { entity, id } }: RecordWork,
  desired: Desired,
  ids: readonly string[],
): Promise<void> {
  const link = await links.get(entity, id);
  await links.put(entity, {
    ...link,
    id,
    status: 'refused',
    reason: 'FOREIGN_RECORD',
    foreign: withForeign(link?.foreign, ids, fingerprint(desired)),
    at: clock.now().toISOString(),
  });
}
