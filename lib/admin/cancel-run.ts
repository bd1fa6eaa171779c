import type { RunQueue } from '../ports/queues';
import type { Run, Summary } from '../ports/run';
import type { Runs } from '../ports/runs';
import { OUTCOMES } from '../sync/decision';
import { ConfigurationError } from '../sync/errors';
import { readRun } from './status';

export interface CancelPorts {
  readonly runs: Pick<Runs, 'get' | 'end' | 'release' | 'summarise'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly now: () => Date;
}

/** Ends a run on an admin's word; what it has done. null: it is over. */
export async function endByAdmin(
  { runs, runQueue, now }: CancelPorts,
  run: Pick<Run, 'id' | 'token'>,
  error?: Run['error'],
): Promise<Summary | null> {
  const summary = await runs.summarise(run.id);
  if (!(await runs.end(run.id, 'cancelled', { summary, error }, now()))) return null;
  // An invocation that is at work on it notices at its next page; the next run need not wait for it.
  await runs.release(run);
  // What is due starts.
  await runQueue.send({ v: 1, kind: 'continue', runId: run.id });
  return summary;
}

/**
 * Ends a run at any time. What it has done stays; what it had put on the queue is dropped by the workers, and its
 * watermark does not move: the next run reads the rest. How many records it had read, and how many of them have no result.
 * @throws ConfigurationError for an id that is no run's, or a run that is over
 */
export async function cancelRun(
  ports: CancelPorts,
  runId: string,
): Promise<{ readonly read: number; readonly left: number }> {
  const { run } = await readRun(ports, runId);
  const summary = await endByAdmin(ports, run);
  if (summary === null)
    throw new ConfigurationError({
      en: `Run ${runId} is over. There is nothing to cancel.`,
      es: `La ejecución ${runId} ya ha terminado. No hay nada que cancelar.`,
    });
  const counts = [summary.clients, summary.expedientes];
  const read = counts.reduce((sum, one) => sum + one.read, 0);
  const done = counts.reduce(
    (sum, one) => OUTCOMES.reduce((total, outcome) => total + one[outcome], sum),
    0,
  );
  return { read, left: read - done };
}
