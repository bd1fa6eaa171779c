import { RUN, SECOND_MS, pauseSeconds } from '../sync/budget';
import {
  namedRecord,
  runMessageSchema,
  type NamedRecord,
  type RunMessage,
} from '../ports/messages';
import { auditLineIn, type AuditLines } from '../ports/audit-lines';
import type { Ids } from '../ports/ids';
import type { WorkQueue } from '../ports/queues';
import type { Run, RunMode } from '../ports/run';
import { counting } from '../ports/calls';
import { RetryableError } from '../sync/errors';
import { gatheredRecords, notedRecords, takeNoted } from './asked-records';
import { fetchRun, prepare, type FetchRunPorts } from './fetch-run';
import { checkRun, completeIdle, failRun, type FinishPorts } from './finish-run';
import { isNext, lookAt } from './look-after-run';
import { parseJson } from '../ports/parse-json';
import { startDue, type AfterRunPorts } from './start-due';
import type { FetchEnd } from './reading-place';
import { Standstill, standsStill } from './standstill';
import { recoverRecords } from './recover-records';
import { whenBusy } from './when-busy';

export type DrivePorts = FinishPorts &
  AfterRunPorts &
  FetchRunPorts & {
    readonly queue: Pick<WorkQueue, 'send' | 'isEmpty' | 'deadLetters' | 'bury'>;
    readonly ids: Pick<Ids, 'run'>;
    readonly audits: AuditLines;
  };

/** In place of the id of a run that has found nothing, and has left nothing behind. */
const IDLE = Symbol('idle');

/**
 * One message of the run queue: start a run, go on with one, see whether one has ended, or read named records again; or a
 * line of the audit, from who may not write into that list.
 */
export async function driveRun(ports: DrivePorts, body: string, messageId: string): Promise<void> {
  const line = auditLineIn(body);
  if (line !== null) return ports.audits.add(line);
  const message = await readMessage(ports, body, messageId);
  if (message === null) return;
  try {
    const ended = await handle(ports, message);
    // What a run kept of Clientify's lists is of no use when it is over.
    if (ended !== null && ended !== IDLE) await ports.indexParts.remove(ended);
    // A start that found the lease of a dead invocation tries again, but not at once.
    const isStart = message.kind === 'start' || message.kind === 'redrive';
    const isFree = ended === IDLE;
    await startDue(ports, isStart && !isFree ? RUN.putOffSeconds : 0, { isFree });
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    // The state or a queue is out of order: the message waits, it does not become a dead letter.
    ports.log.warn('put off', { kind: message.kind, error: error.message });
    await ports.runQueue.send(message, RUN.putOffSeconds);
  }
}

/** The run that is over, where this message ended one or found one that had ended; `idle`: one that kept nothing; null = none. */
async function handle(
  ports: DrivePorts,
  message: RunMessage,
): Promise<string | typeof IDLE | null> {
  const look = await lookAt(ports, message);
  if (look === 'over') return message.runId ?? null;
  if (look === 'looked') return null;
  const lost = look === 'lost';
  const run = await takeRun(ports, message);
  if (run === null) return null;
  const calls = counting(() => callsOf(ports));
  let end: FetchEnd | undefined;
  let idle = false;
  try {
    if (lost) await recoverRun(ports, run);
    else {
      const fetched = await fetchRun(ports, run, comesAgain(message));
      end = fetched?.end;
      if (fetched?.end === 'nothing-read') idle = await completeIdle(ports, fetched, calls());
    }
  } catch (error) {
    const current = (await ports.runs.get(run.id)) ?? run;
    if (!mayGoOn(ports, current, error)) await failRun(ports, run.id, error);
    else if (current.token === run.token) await pauseRun(ports, current, error);
  } finally {
    // An idle run has ended with its calls.
    if (!idle) await ports.runs.addCalls(run.id, calls());
    await ports.runs.release(run);
  }
  if (idle) return IDLE;
  // Whoever sees the run's end sees all of its calls.
  const isOver = end === 'read-all' && (await checkRun(ports, run.id, 0)) === 'over';
  return isOver ? run.id : null;
}

/** What is called so far, and how long the answers took. */
const callsOf = ({ giav, clientify }: Pick<DrivePorts, 'giav' | 'clientify'>) => ({
  giav: giav.calls,
  GET: clientify.calls.GET,
  POST: clientify.calls.POST,
  giavMs: Math.round(giav.elapsedMs),
  clientifyMs: Math.round(clientify.elapsedMs),
});

/**
 * Whether the message leads to its run once more when it comes again: one that names a holder of the run, or that takes a
 * run from the list of those that are due, counts once.
 */
const comesAgain = (message: RunMessage): boolean =>
  message.kind === 'start' && message.due !== true;

/** A message that cannot be read is kept for a human; trying it again would not help. */
async function readMessage(
  ports: DrivePorts,
  body: string,
  messageId: string,
): Promise<RunMessage | null> {
  const json = parseJson(body);
  const parsed = runMessageSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  // A record that came here by way of the dead-letter queue is still known by its name.
  const record = namedRecord(json);
  if (record) return { v: 1, kind: 'redrive', records: [record] };
  ports.log.error(
    'a message of the run queue cannot be read; it is kept in the dead-letter queue',
    { messageId },
  );
  await ports.queue.bury(body, 'unreadable', messageId);
  return null;
}

/** What a run that begins with this message is; one that goes on knows its own mode. */
function modeOf(message: RunMessage): RunMode {
  if (message.kind === 'start') return message.mode;
  return message.kind === 'redrive' ? 'redrive' : 'full';
}

async function takeRun(ports: DrivePorts, message: RunMessage): Promise<Run | null> {
  const now = ports.clock.now();
  const starts = message.kind === 'start' || message.kind === 'redrive';
  const runId = message.runId ?? ports.ids.run(now);
  const mode = modeOf(message);
  // A message that came twice: the run has started since.
  if (message.kind === 'start' && message.due && !(await ports.runs.due()).includes(message.mode))
    return null;
  if (message.kind === 'continue' && !(await isNext(ports, message))) return null;
  const records = await recordsOf(ports, message);
  // Another run has read them since they were asked for.
  if (message.kind === 'redrive' && records.length === 0) return null;
  const isNew = message.runId === undefined;
  const acquired = await ports.runs.acquire(runId, mode, now, starts, records, isNew);
  if ('run' in acquired) {
    const { run } = acquired;
    const isIdle = !!run.held || (run.phase === 'draining' && message.kind !== 'check');
    if (run.status !== 'running' || isIdle) {
      await ports.runs.release(run);
      return null;
    }
    if (message.kind === 'continue' && (await standsStill(ports, run.id))) {
      await failRun(ports, run.id, new Standstill());
      await ports.runs.release(run);
      return null;
    }
    if (message.kind === 'redrive' && message.gathered) await takeNoted(ports.pending, run.records);
    if (message.kind === 'start') await ports.runs.clearDue(message.mode);
    if (starts)
      await ports.events.announce('RunStarted', {
        runId,
        mode: run.mode,
        startedAt: run.startedAt,
      });
    return run;
  }
  await whenBusy(ports, message, { runId, mode, busy: acquired.busy });
  return null;
}

/** Of a re-drive. Those that batches of changes asked for meanwhile go along: many messages that wait become one run. */
async function recordsOf(ports: DrivePorts, message: RunMessage): Promise<NamedRecord[]> {
  if (message.kind !== 'redrive') return [];
  return message.gathered
    ? gatheredRecords(message.records, await notedRecords(ports.pending))
    : message.records;
}

async function recoverRun(ports: DrivePorts, taken: Run): Promise<void> {
  const ready = await prepare(ports, taken);
  if (ready === null) return;
  // Its next invocation goes on with the lists.
  const goOn = (): Promise<void> =>
    ports.runQueue.send({ v: 1, kind: 'check', runId: taken.id, idleChecks: RUN.lostLooks });
  if (ready.prepared === null) return goOn();
  if ((await recoverRecords(ports, ready.prepared, ready.run)) === 'time-over') return goOn();
  if (await ports.runs.checkpoint(ready.run, { recovered: true, pause: null }))
    await ports.runQueue.send(
      { v: 1, kind: 'check', runId: taken.id, idleChecks: 0 },
      ports.pacing.checkSeconds,
    );
}

/** An outage is waited out, but for an address where nobody listened from the start, and not for ever. */
function mayGoOn(ports: DrivePorts, run: Run, error: unknown): error is RetryableError {
  if (!(error instanceof RetryableError)) return false;
  const begun = run.clientPages + run.expedientePages > 0 || !!run.pause;
  if (error.unreachable && !begun) return false;
  return !run.pause || ports.clock.now().getTime() - Date.parse(run.pause.since) < RUN.giveUpMs;
}

async function pauseRun(
  ports: DrivePorts,
  run: Run,
  { message, es, retryAfterMs = 0 }: RetryableError,
): Promise<void> {
  const now = ports.clock.now();
  const count = (run.pause?.count ?? 0) + 1;
  const seconds = Math.max(
    pauseSeconds(count),
    Math.min(RUN.pause.longestAskedSeconds, retryAfterMs / SECOND_MS),
  );
  const until = new Date(now.getTime() + seconds * SECOND_MS).toISOString();
  await ports.runs.checkpoint(run, {
    pause: {
      until,
      count,
      since: run.pause?.since ?? now.toISOString(),
      message,
      ...(es === undefined ? {} : { es }),
    },
  });
  ports.log.warn('run paused', { runId: run.id, until, error: message });
  await ports.events.announce('RunPaused', { runId: run.id, until, message });
  const lost = run.phase === 'draining';
  await ports.runQueue.send(
    lost
      ? { v: 1, kind: 'check', runId: run.id, idleChecks: RUN.lostLooks }
      : { v: 1, kind: 'continue', runId: run.id, token: run.token },
    seconds,
  );
}
