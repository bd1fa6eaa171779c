import { runMessageSchema, type RunMessage } from '../queue/messages';
import type { Run, RunMode } from '../state/runs';
import { PageFetcher, type FetchPorts } from './fetch-pages';
import { CHECK_SECONDS, checkRun, failRun, type FinishPorts } from './finish-run';
import { prepareRun, type PreparePorts } from './prepare-run';

export type DrivePorts = FinishPorts & PreparePorts & FetchPorts & { readonly newRunId: (now: Date) => string };

/** Seconds after which a run whose invocation died is looked at again. */
const WATCH_SECONDS = 900;

/** One message of the run queue: start a run, go on with one, or see whether one has ended. */
export async function driveRun(ports: DrivePorts, body: unknown): Promise<void> {
  const message = runMessageSchema.parse(body);
  if (message.kind === 'check') return checkRun(ports, message.runId, message.idleChecks);
  const run = await takeRun(ports, message);
  if (run === null) return;
  const callsBefore = { ...ports.http.calls, giav: ports.giav.calls };
  try {
    await fetchRun(ports, run);
  } catch (error) {
    await failRun(ports, run.id, error);
  } finally {
    await ports.runs.addCalls(run.id, {
      giav: ports.giav.calls - callsBefore.giav,
      GET: ports.http.calls.GET - callsBefore.GET,
      POST: ports.http.calls.POST - callsBefore.POST,
    });
    await ports.runs.release(run);
  }
}

async function takeRun(ports: DrivePorts, message: Exclude<RunMessage, { kind: 'check' }>): Promise<Run | null> {
  const now = ports.clock.now();
  const runId = message.kind === 'start' ? (message.runId ?? ports.newRunId(now)) : message.runId;
  const mode: RunMode = message.kind === 'start' ? message.mode : 'full';
  const acquired = await ports.runs.acquire(runId, mode, now, message.kind === 'start');
  if ('run' in acquired) {
    if (acquired.run.status !== 'running' || acquired.run.phase === 'draining') {
      await ports.runs.release(acquired.run);
      return null;
    }
    if (message.kind === 'start')
      await ports.events.announce('RunStarted', { runId, mode: acquired.run.mode, startedAt: acquired.run.startedAt });
    return acquired.run;
  }
  ports.log.warn('run not started: another one is in progress', { runId, inProgress: acquired.busy });
  if (message.kind === 'start') {
    await ports.runs.recordRefused(runId, mode, `Run ${acquired.busy} is in progress; this one was not started.`, now);
    // The one in progress may have lost its invocation: let it go on.
    await ports.runQueue.send({ v: 1, kind: 'continue', runId: acquired.busy }, CHECK_SECONDS);
  }
  return null;
}

async function fetchRun(ports: DrivePorts, run: Run): Promise<void> {
  // Comes back only if this invocation dies: a run that has moved on ignores it.
  await ports.runQueue.send({ v: 1, kind: 'continue', runId: run.id }, WATCH_SECONDS);
  const prepared = await prepareRun(ports, run.nextPage === 0 && run.phase === 'clients');
  const end = await new PageFetcher(ports, prepared, run).fetch();
  if (end === 'hand-over') {
    ports.log.info('handing over before the time limit', { runId: run.id });
    await ports.runs.release(run);
    await ports.runQueue.send({ v: 1, kind: 'continue', runId: run.id });
  } else if (end === 'read-all') await checkRun(ports, run.id, 0);
}
