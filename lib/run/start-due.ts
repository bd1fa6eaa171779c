import { MAX_REDRIVE } from '../ports/messages';
import type { Pending } from '../ports/pending';
import type { RunQueue } from '../ports/queues';
import type { Runs } from '../ports/runs';
import { notedRecords } from './asked-records';

export interface AfterRunPorts {
  readonly runs: Pick<Runs, 'active' | 'due'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly pending: Pick<Pending, 'list'>;
}

/**
 * Starts the run that fell due while another one was in progress, then one of the records that were asked for meanwhile. It
 * is asked for anew after every message: whoever ended the run may have died before it could say so. What has not started
 * is still noted.
 * @param isFree a run has just ended here: should another one have begun since, what is started waits for it
 */
export async function startDue(
  { runs, runQueue, pending }: AfterRunPorts,
  delaySeconds: number,
  { isFree = false }: { readonly isFree?: boolean } = {},
): Promise<void> {
  if (!isFree && (await runs.active()) !== null) return;
  const [mode] = await runs.due();
  if (mode !== undefined)
    return runQueue.send({ v: 1, kind: 'start', mode, due: true }, delaySeconds);
  const records = (await notedRecords(pending)).slice(0, MAX_REDRIVE);
  if (records.length > 0)
    await runQueue.send({ v: 1, kind: 'redrive', gathered: true, records }, delaySeconds);
}
