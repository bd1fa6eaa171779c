import type { EventBus } from '../queue/events';
import type { RunQueue, WorkQueue } from '../queue/queues';
import { allPagesDone, isDone, type Run, type Runs } from '../state/runs';
import type { RecordResult } from '../sync/decision';
import { ConfigurationError, RetryableError } from '../sync/errors';
import type { Clock, Log } from './ports';

export interface FinishPorts {
  readonly runs: Runs;
  readonly queue: Pick<WorkQueue, 'isEmpty'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly events: Pick<EventBus, 'announce'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Seconds between two looks at a run that is being drained. */
export const CHECK_SECONDS = 15;
/** Looks at an empty queue before the missing records are taken for dead. */
const IDLE_CHECKS = 4;

async function complete(ports: FinishPorts, run: Run): Promise<void> {
  const summary = await ports.runs.summarise(run.id);
  if (!(await ports.runs.end(run.id, 'completed', { summary }, ports.clock.now()))) return;
  await ports.events.announce('RunCompleted', { runId: run.id, mode: run.mode, summary });
  ports.log.info('run completed', { runId: run.id });
}

/** Records without a result whose message is no longer in the queue: SQS moved it to the dead-letter queue. */
async function failMissing(ports: FinishPorts, run: Run): Promise<void> {
  for await (const page of ports.runs.pages(run.id)) {
    if (isDone(page)) continue;
    const failed: RecordResult = { outcome: 'failed', reason: 'DELIVERY_FAILED' };
    const missing = page.ids.filter((id) => !(id in page.results)).map((id): [string, RecordResult] => [id, failed]);
    if (await ports.runs.addResults(run.id, page.entity, page.page, new Map(missing)))
      await ports.runs.pageDone(run.id, page.entity, page.page);
  }
}

/** Completes a run whose records all have a result; otherwise looks again later. */
export async function checkRun(ports: FinishPorts, runId: string, idleChecks: number): Promise<void> {
  const run = await ports.runs.get(runId);
  if (run?.status !== 'running' || run.phase !== 'draining') return;
  if (allPagesDone(run)) return complete(ports, run);
  const idle = (await ports.queue.isEmpty()) ? idleChecks + 1 : 0;
  if (idle >= IDLE_CHECKS) {
    await failMissing(ports, run);
    return complete(ports, run);
  }
  await ports.runQueue.send({ v: 1, kind: 'check', runId, idleChecks: idle }, CHECK_SECONDS);
}

/** Ends a run that cannot go on, once, with the sentence that the admin reads. */
export async function failRun(ports: FinishPorts, runId: string, error: unknown): Promise<void> {
  const kind = error instanceof ConfigurationError ? 'configuration' : error instanceof RetryableError ? 'unavailable' : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  const summary = await ports.runs.summarise(runId);
  if (!(await ports.runs.end(runId, 'failed', { error: { kind, message }, summary }, ports.clock.now()))) return;
  await ports.events.announce('RunFailed', { runId, kind, message });
  ports.log.error('run failed', { runId, kind, error: message });
}
