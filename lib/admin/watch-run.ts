import { setTimeout as wait } from 'node:timers/promises';
import { COMMAND } from '../sync/budget';
import { RetryableError } from '../sync/errors';
import { isSurprising } from '../sync/first-run';
import { ids } from '../runtime/ids';
import type { RunQueue } from '../ports/queues';
import { shownStatus, type Run, type Summary } from '../ports/run';
import type { Runs } from '../ports/runs';

export interface Ended {
  readonly run: Run;
  readonly summary: Summary;
}

/** How far a run is: records read, and pages of them that are done; exact counts come with its end. */
export interface Progress {
  readonly phase: Run['phase'];
  readonly read: number;
  readonly done: number;
  /** Why the run waits and when it goes on (ISO), when it does. */
  readonly paused?: { readonly why: string; readonly es?: string; readonly until: string };
  /** Contacts that will be created, when an admin should know before it happens. */
  readonly newContacts?: number;
}

/** @param pagesDone as the run's pages are marked */
export function progressOf(run: Run, pagesDone: number): Progress {
  const { phase, pause, newContacts } = run;
  const pages = run.clientPages + run.expedientePages;
  const read = run.clientsRead + run.expedientesRead;
  const done = pages === 0 ? 0 : Math.floor((Math.min(pages, pagesDone) / pages) * read);
  return {
    phase,
    read,
    done,
    newContacts: isSurprising(newContacts, true) ? newContacts : undefined,
    paused: pause ? { why: pause.message, es: pause.es, until: pause.until } : undefined,
  };
}

export interface WatchPorts {
  readonly runs: Runs;
  readonly runQueue: Pick<RunQueue, 'send'>;
}

/** Follows a run to its end, or to where it waits for an admin. */
export async function watchRun(
  ports: WatchPorts,
  runId: string,
  onProgress: (progress: Progress) => void,
): Promise<Ended> {
  let giveUp = Date.now() + COMMAND.startLimitMs;
  for (;;) {
    const run = await ports.runs.get(runId);
    if (run && (run.status !== 'running' || run.held))
      return { run, summary: run.summary ?? (await ports.runs.summarise(runId)) };
    if (run) onProgress(progressOf(run, await ports.runs.countDone(runId)));
    else if ((await ports.runs.active()) !== null) giveUp = Date.now() + COMMAND.startLimitMs;
    else if (Date.now() > giveUp)
      throw new RetryableError(
        'The run was not picked up. The log of the page-fetcher says why (logs/functions.log in the state directory, CloudWatch on AWS).',
      );
    await wait(COMMAND.pollMs);
  }
}

/** Starts a run through the run queue, as the schedule does, and follows it to its end. */
export async function runSync(
  ports: WatchPorts,
  mode: 'full' | 'modified',
  onProgress: (progress: Progress) => void,
): Promise<Ended> {
  const runId = ids.run(new Date());
  await ports.runQueue.send({ v: 1, kind: 'start', mode, runId });
  return watchRun(ports, runId, onProgress);
}

/** The JSON object that ends `cli sync --json`. */
export function runReport({ run, summary }: Ended): Record<string, unknown> {
  const { id, mode, startedAt, finishedAt } = run;
  return {
    run: { id, mode, status: shownStatus(run), startedAt, finishedAt: finishedAt ?? null },
    clients: summary.clients,
    expedientes: summary.expedientes,
    reasons: summary.reasons,
    calls: {
      giav: run.calls_giav,
      clientify: {
        GET: run.calls_GET,
        POST: run.calls_POST,
        PUT: run.calls_PUT,
        PATCH: run.calls_PATCH,
        ...(run.calls_DELETE > 0 && { DELETE: run.calls_DELETE }),
      },
    },
    ...(run.error && { error: run.error }),
    ...(run.held && { held: run.held }),
  };
}
