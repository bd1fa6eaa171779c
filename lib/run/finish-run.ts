import { SECOND_MS } from '../sync/budget';
import type { EventBus } from '../ports/events';
import type { RunQueue, WorkQueue } from '../ports/queues';
import type { Failures } from '../ports/failures';
import type { Links } from '../ports/links';
import { allPagesDone, emptySummary, isDone } from '../sync/run-progress';
import type { Progress, Run, Summary } from '../ports/run';
import type { Calls } from '../ports/calls';
import type { Runs } from '../ports/runs';
import type { Watermark } from '../sync/watermark';
import { failed } from '../record/status';
import { ENTITIES, OUTCOMES, type RecordResult } from '../sync/decision';
import { REASONS } from '../sync/reasons';
import { ConfigurationError, RetryableError, saidOf } from '../sync/errors';
import { advanceWatermark, type WatermarkPorts } from './advance-watermark';
import { NoClientShown, shownClients } from './shown-clients';
import { Standstill, standsStill, type StandstillPorts } from './standstill';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import type { Pacing } from '../ports/pacing';

export interface FailPorts {
  readonly runs: Runs;
  readonly events: Pick<EventBus, 'announce' | 'announceAll'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

export interface FinishPorts extends FailPorts, StandstillPorts, WatermarkPorts {
  readonly runs: Runs;
  readonly failures: Failures;
  readonly links: Links;
  readonly queue: Pick<WorkQueue, 'isEmpty' | 'deadLetters'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly pacing: Pacing;
}

/** Looks at an empty queue before the missing records are taken for lost. */
const IDLE_CHECKS = 4;

/** Records of a run from which on their rate of errors says something. */
const RATE_FROM = 20;

function measureRun(ports: FinishPorts, run: Run, summary: Summary, now: Date): void {
  for (const [entity, counts] of Object.entries({
    clients: summary.clients,
    expedientes: summary.expedientes,
  }))
    for (const outcome of OUTCOMES)
      ports.meter.add(`Records_${outcome}`, 'Count', counts[outcome], { entity });
  const read = summary.clients.read + summary.expedientes.read;
  // Of a few records, one alone would be a high rate.
  if (read >= RATE_FROM)
    ports.meter.add(
      'FailedPercent',
      'Percent',
      (100 * (summary.clients.failed + summary.expedientes.failed)) / read,
    );
  // None is not told: a metric that is told every ten minutes costs all month.
  const active = summary.reasons['CONSENT_STILL_ACTIVE'] ?? 0;
  if (active > 0) ports.meter.add('ConsentsStillActive', 'Count', active);
  ports.meter.add(
    'RunDuration',
    'Seconds',
    (now.getTime() - Date.parse(run.startedAt)) / SECOND_MS,
    {
      mode: run.mode,
    },
  );
}

async function complete(ports: FinishPorts, run: Run): Promise<void> {
  const summary = await ports.runs.summarise(run.id);
  const shown = await shownClients(ports.runs, run, summary.clients.read);
  if (shown === 'none') return failRun(ports, run.id, new NoClientShown());
  if (run.unstable) summary.reasons['PAGES_MOVED'] = 1;
  if (shown === 'fewer') summary.reasons['FEWER_CLIENTS'] = 1;
  // What is shown again by the next run is read from here; after that, by the next full one.
  else await advanceWatermark(ports, run);
  const now = ports.clock.now();
  if (!(await ports.runs.end(run.id, 'completed', { summary }, now))) return;
  await tellCompleted(ports, run, summary, now);
}

/**
 * Ends a run that has read all of its lists and found nothing in them, in one write with what it has come to and its
 * calls, as long as nobody else has taken it. The watermark moves after that: a crash in between leaves it where it was,
 * and the next run reads from there.
 * @returns false when it is not this invocation's any more
 */
export async function completeIdle(
  ports: FinishPorts,
  {
    run,
    unsaved,
    watermark,
  }: {
    readonly run: Run;
    readonly unsaved: Progress;
    /** As this invocation has read it. */
    readonly watermark: Watermark | null;
  },
  calls: Partial<Calls>,
): Promise<boolean> {
  const summary = emptySummary();
  if (run.unstable) summary.reasons['PAGES_MOVED'] = 1;
  const now = ports.clock.now();
  if (!(await ports.runs.endIdle(run, unsaved, { summary, calls }, now))) return false;
  await advanceWatermark(ports, run, watermark);
  await tellCompleted(ports, run, summary, now);
  return true;
}

async function tellCompleted(
  ports: FinishPorts,
  run: Run,
  summary: Summary,
  now: Date,
): Promise<void> {
  await ports.events.announce('RunCompleted', { runId: run.id, mode: run.mode, summary });
  measureRun(ports, run, summary, now);
  ports.meter.add('DeadLetters', 'Count', await ports.queue.deadLetters());
  ports.log.info('run completed', { runId: run.id });
  if (run.mode === 'full') await ports.failures.tidy();
}

/** Records whose message was lost, although they were read once more. */
async function failMissing(ports: FinishPorts, run: Run): Promise<void> {
  const at = ports.clock.now().toISOString();
  for await (const page of ports.runs.pages(run.id)) {
    if (isDone(page)) continue;
    const result: RecordResult = { outcome: 'failed', reason: 'DELIVERY_FAILED' };
    const missing = page.ids.filter((id) => !(id in page.results));
    for (const id of missing) {
      await failed(
        ports,
        { entity: page.entity, id },
        {
          at,
          runId: run.id,
          reason: 'DELIVERY_FAILED',
          message: REASONS.DELIVERY_FAILED.en,
        },
      );
    }
    await ports.events.announceAll(
      missing.map((id) => ({ entity: page.entity, id, runId: run.id, result })),
    );
    const results = new Map(missing.map((id): [string, RecordResult] => [id, result]));
    if (await ports.runs.addResults(run.id, page.entity, page.page, results))
      await ports.runs.markDone(run.id, page.entity, [page.page], ports.clock.now());
  }
}

/**
 * Completes a run whose records all have a result; otherwise looks again later. `lost` = the queue has been empty for
 * a while but records lack a result, and they have not been read again yet. `over` = the run has ended, now or before.
 */
export async function checkRun(
  ports: FinishPorts,
  runId: string,
  idleChecks: number,
): Promise<'lost' | 'over' | 'looked'> {
  const run = await ports.runs.get(runId);
  if (run?.status !== 'running') return 'over';
  if (run.phase !== 'draining') return 'looked';
  if (allPagesDone(run, await ports.runs.countDone(runId)))
    return complete(ports, run).then(() => 'over');
  if (await standsStill(ports, runId))
    return failRun(ports, runId, new Standstill()).then(() => 'over');
  const idle = (await ports.queue.isEmpty()) ? idleChecks + 1 : 0;
  if (idle >= IDLE_CHECKS) {
    if (!run.recovered) return 'lost';
    await failMissing(ports, run);
    return complete(ports, run).then(() => 'over');
  }
  // A page may be done although the worker that noticed died before it could say so.
  if (idle > 0) await markDonePages(ports, run);
  await ports.runQueue.send(
    { v: 1, kind: 'check', runId, idleChecks: idle },
    ports.pacing.checkSeconds,
  );
  return 'looked';
}

async function markDonePages(ports: FinishPorts, run: Run): Promise<void> {
  const done = { client: [] as number[], expediente: [] as number[] };
  for await (const page of ports.runs.pages(run.id))
    if (isDone(page)) done[page.entity].push(page.page);
  // All of an entity at once: as many writes as there are places of marks.
  for (const entity of ENTITIES)
    await ports.runs.markDone(run.id, entity, done[entity], ports.clock.now());
}

/** Ends a run that cannot go on, once, with the sentence that the admin reads. */
export async function failRun(ports: FailPorts, runId: string, error: unknown): Promise<void> {
  const kind = kindOf(error);
  const { en: message, es } = saidOf(error);
  const summary = await ports.runs.summarise(runId).catch(() => undefined);
  if (
    !(await ports.runs.end(
      runId,
      'failed',
      { error: { kind, message, ...(es === message ? {} : { es }) }, summary },
      ports.clock.now(),
    ))
  )
    return;
  await ports.events.announce('RunFailed', { runId, kind, message });
  ports.meter.add('RunsFailed', 'Count', 1);
  ports.meter.add('RunsFailed', 'Count', 1, { kind });
  ports.log.error('run failed', { runId, kind, error: message });
}

function kindOf(error: unknown): 'configuration' | 'unavailable' | 'stalled' | 'internal' {
  if (error instanceof ConfigurationError) return 'configuration';
  if (error instanceof Standstill) return 'stalled';
  return error instanceof RetryableError ? 'unavailable' : 'internal';
}
