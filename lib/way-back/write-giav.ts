import { UNREADABLE_PARAMETERS } from '../sync/put-parameters';
import { withEdits } from '../sync/with-edits';
import type { NewDecision } from '../ports/decisions';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import { RecordError } from '../sync/errors';
import { differences } from '../sync/giav-record';
import type { Merged } from '../sync/merge';
import { writeToGiav, type OwnWrite } from '../sync/own-writes';
import type { ChangeWork } from './change-work';
import type { First, Written } from './look';
import { heedHourlyBrake } from './hourly-brake';
import { ClientWriter, refuseWhenHalted, type ReadClient } from './put-client';

/** The client as GIAV holds it afterwards; unchanged in a dry run, and when the write was refused. */
export async function toGiav(
  work: ChangeWork,
  read: ReadClient,
  first: First,
): Promise<Written | 'moved'> {
  const { merged } = first;
  const nothing = { after: read, notes: [], put: undefined };
  if (Object.keys(merged.edits).length === 0) return nothing;
  const put = planned(work, read, merged);
  try {
    const writer = new ClientWriter(work.ports, read);
    if (work.meeting.wayBack !== 'on') {
      writer.fill(
        withEdits(read.raw, merged.edits),
        await work.ports.giav.categoriesOf(read.client.id),
      );
      return { ...nothing, put };
    }
    await refuseWhenHalted(work.ports);
    await heedHourlyBrake(work.ports, `client ${work.subject.id}`);
    await work.ports.keep({ ...work.told('updated'), giav: put });
    const own = ownWrite(work, read, first) ?? undefined;
    if (own) await work.ports.links.noteOwnWrites('client', work.subject.id, { giav: own });
    const result = await writer.write(merged.edits);
    return result.moved ? 'moved' : { ...result, put, own };
  } catch (error) {
    // What cannot be written blocks only itself: everything else still flows (rules of data, section 0). But of a client
    // whose write is not verified nothing is copied.
    if (
      !(error instanceof RecordError) ||
      (await work.ports.links.get('client', work.subject.id))?.unverified
    )
      throw error;
    return { ...nothing, refused: error };
  }
}

/** Should this process die after the write, what GIAV then shows is known to be ours. */
function ownWrite(
  { ports: { config, countryCode } }: ChangeWork,
  { client }: ReadClient,
  { merged, sides }: First,
): OwnWrite | null {
  const settings = clientMapping(config, countryCode);
  const [before, after] = [client, merged.client].map((one) => mapClient(one, settings).desired);
  return before && after ? writeToGiav(before, after, sides.target) : null;
}

function planned(
  work: ChangeWork,
  read: ReadClient,
  { edits }: Merged,
): NonNullable<NewDecision['giav']> {
  const on = work.meeting.wayBack === 'on';
  const changes = differences(read.raw, withEdits(read.raw, edits));
  return {
    mode: on ? 'on' : 'dry-run',
    operation: 'Cliente_PUT',
    changes: changes.map(({ field, before, after }) => ({ field, from: before, to: after })),
    unreadable: [...UNREADABLE_PARAMETERS],
    ...(work.ports.config.writeBack.mode === 'on' &&
      !on && { why: 'WRITE_BACK_ACKNOWLEDGE_UNREADABLE is not true' }),
  };
}
