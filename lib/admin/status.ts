import { SECOND_MS } from '../sync/budget';
import type { SqsChangeQueue } from '../queue/changes';
import type { WorkQueue } from '../ports/queues';
import type { DynamoFailures } from '../state/failures';
import type { Incidents } from '../ports/incidents';
import type { Pause, Pauses } from '../ports/pauses';
import type { Pending } from '../ports/pending';
import { shownStatus, type Run } from '../ports/run';
import type { DynamoRuns } from '../state/runs';
import type { Watermarks } from '../ports/watermarks';
import type { Runs } from '../ports/runs';
import { ConfigurationError } from '../sync/errors';
import { spoken } from './language';
import type { Ended } from './watch-run';
import type { Texts } from './texts';

export interface StatusPorts {
  readonly runs: DynamoRuns;
  readonly watermarks: Watermarks;
  readonly failures: DynamoFailures;
  readonly pending: Pending;
  readonly pauses: Pauses;
  readonly incidents: Incidents;
  readonly changes: Pick<SqsChangeQueue, 'depth'>;
  readonly queue: Pick<WorkQueue, 'deadLetters'>;
}

/** One run as `cli runs` lists it. */
export const runLine = (run: Run) => ({
  id: run.id,
  mode: run.mode,
  status: shownStatus(run),
  startedAt: run.startedAt,
  finishedAt: run.finishedAt ?? null,
  clients: run.summary?.clients ?? null,
  expedientes: run.summary?.expedientes ?? null,
  error: run.error ?? null,
});

/** A run with its counts so far. @throws ConfigurationError for an id that is no run's */
export async function readRun(
  { runs }: { readonly runs: Pick<Runs, 'get' | 'summarise'> },
  id: string,
): Promise<Ended> {
  const run = await runs.get(id);
  if (run === null)
    throw new ConfigurationError({
      en: `There is no run ${id}.`,
      es: `No hay ninguna ejecución ${id}.`,
    });
  return { run, summary: run.summary ?? (await runs.summarise(id)) };
}

/** How many records have failed at least once and are not brought in yet. */
async function countFailed(failures: StatusPorts['failures']): Promise<number> {
  let failed = 0;
  for await (const failure of failures.all()) failed += failure.attempts > 0 ? 1 : 0;
  return failed;
}

/** The last run that came to an end by itself. */
async function lastEnded(runs: StatusPorts['runs']): Promise<Run | null> {
  for await (const run of runs.recent())
    if (run.status === 'completed' || run.status === 'failed') return run;
  return null;
}

const runningNow = (run: Run) => ({
  id: run.id,
  mode: run.mode,
  phase: run.phase,
  held: run.held ? { at: run.held.at, because: run.held.because } : null,
  read: { clients: run.clientsRead, expedientes: run.expedientesRead },
  paused: run.pause ? { until: run.pause.until, why: run.pause.message, es: run.pause.es } : null,
});

const pausedNow = (pause: Pause | null, now: Date) =>
  pause !== null && pause.until > now.getTime()
    ? {
        until: new Date(pause.until).toISOString(),
        why: pause.failures > 0 ? ('outage' as const) : ('throttled' as const),
      }
    : null;

/** How things stand, in one object: what runs, how old the watermark is, what waits for somebody. */
export async function readStatus(ports: StatusPorts, now: Date) {
  const [active, watermark, pause, deadLetters, clients, expedientes, halted, changes] =
    await Promise.all([
      ports.runs.active(),
      ports.watermarks.get(),
      ports.pauses.get(),
      ports.queue.deadLetters(),
      ports.pending.list('client'),
      ports.pending.list('expediente'),
      ports.incidents.halted(),
      ports.changes.depth(),
    ]);
  const failed = await countFailed(ports.failures);
  const last = await lastEnded(ports.runs);
  return {
    running: active && runningNow(active),
    clientifyPause: pausedNow(pause, now),
    watermark: watermark && {
      since: watermark.since,
      ageSeconds: Math.round((now.getTime() - Date.parse(watermark.since)) / SECOND_MS),
    },
    lastRun: last && runLine(last),
    failed,
    deadLetters,
    wayBack: { halted, changesUnderWay: changes },
    waitingForClientify: clients.length + expedientes.length,
  };
}

export type Status = Awaited<ReturnType<typeof readStatus>>;

/** The status for a person. */
export function statusLines(status: Status, texts: Texts): string[] {
  const { running, clientifyPause, watermark, lastRun, wayBack } = status;
  const { language, modes, phases, statuses, status: say } = texts;
  const error = lastRun?.error
    ? `: ${spoken(lastRun.error.message, lastRun.error.es, language)}`
    : '';
  return [
    running
      ? say.running(
          modes[running.mode],
          running.id,
          phases[running.phase],
          running.read.clients,
          running.read.expedientes,
        )
      : say.idle,
    ...(running?.held ? [say.runHeld(running.id)] : []),
    ...(running?.paused
      ? [
          say.runPaused(
            running.paused.until,
            spoken(running.paused.why, running.paused.es, language),
          ),
        ]
      : []),
    clientifyPause
      ? say.clientifyPaused(clientifyPause.until, clientifyPause.why)
      : say.clientifyFine,
    watermark
      ? say.watermark(watermark.since, Math.round(watermark.ageSeconds / 60))
      : say.noWatermark,
    lastRun
      ? `${say.lastRun(modes[lastRun.mode], lastRun.id, statuses[lastRun.status])}${error}`
      : say.noRun,
    say.failed(status.failed, status.deadLetters),
    wayBackLine(wayBack, say),
    say.waiting(status.waitingForClientify),
  ];
}

function wayBackLine({ halted, changesUnderWay }: Status['wayBack'], say: Texts['status']): string {
  if (!halted) return say.wayBack(changesUnderWay);
  return halted.because === 'too-many'
    ? say.held(halted.since)
    : say.halted(halted.since, halted.clientId);
}
