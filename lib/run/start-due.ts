import type { RunQueue } from '../ports/queues';
import type { Runs } from '../ports/runs';

export interface AfterRunPorts {
  readonly runs: Pick<Runs, 'active' | 'due'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
}

/**
 * Starts the run that fell due while another one was in progress. It is asked for anew after every message: whoever
 * ended the run may have died before it could say so. What has not started is still noted as due.
 */
export async function startDue(
  { runs, runQueue }: AfterRunPorts,
  delaySeconds: number,
): Promise<void> {
  const [mode] = await runs.due();
  if (mode === undefined || (await runs.active()) !== null) return;
  await runQueue.send({ v: 1, kind: 'start', mode, due: true }, delaySeconds);
}
