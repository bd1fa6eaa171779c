import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import type { RunMessage } from '../ports/messages';
import type { Pacing } from '../ports/pacing';
import type { RunQueue } from '../ports/queues';
import type { RunMode } from '../ports/run';
import type { Runs } from '../ports/runs';
import { waitForLease } from './look-after-run';

export interface BusyPorts {
  readonly runs: Runs;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly pacing: Pacing;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

type Of<K extends RunMessage['kind']> = Extract<RunMessage, { kind: K }>;

/** The run that a message is about, and the one in progress: another one, or itself in somebody else's hand. */
interface Wanted {
  readonly runId: string;
  readonly mode: RunMode;
  readonly busy: string;
}

/** What becomes of a message that cannot have its run now. */
export async function whenBusy(
  ports: BusyPorts,
  message: RunMessage,
  wanted: Wanted,
): Promise<void> {
  const { runQueue, pacing } = ports;
  switch (message.kind) {
    case 'continue':
      return waitForLease(ports, message);
    case 'check':
      // Records were lost. Whoever has the run may be dead: then nobody else would look at it again.
      return runQueue.send({ ...message, idleChecks: 0 }, pacing.checkSeconds);
    case 'redrive':
      // An admin's wish waits for its turn. What batches asked for is noted: one message for all of it comes later.
      if (message.gathered !== true)
        await runQueue.send({ ...message, runId: wanted.runId }, pacing.checkSeconds);
      return message.runId === undefined ? wakeActive(ports) : undefined;
    case 'start':
      if (!message.due) await refuseStart(ports, message, wanted);
      return wakeActive(ports);
  }
}

/** What a schedule starts waits for its turn; who asks for a run by hand is told. */
async function refuseStart(
  { runs, clock, log, meter }: BusyPorts,
  message: Of<'start'>,
  { runId, mode, busy }: Wanted,
): Promise<void> {
  if (message.runId === undefined) await runs.noteDue(message.mode);
  log.warn('run not started: another one is in progress', { runId, inProgress: busy });
  const active = await runs.active();
  const paused = active?.pause ? ` It is paused: ${active.pause.message}` : '';
  const held = active?.held ? ' It is held: it has to be confirmed or rejected first.' : '';
  // Told again and again, as long as it waits.
  if (active?.held) meter.add('RunsHeld', 'Count', 1);
  await runs.recordRefused(
    runId,
    mode,
    `Run ${busy} is in progress; this one was not started.${message.runId === undefined ? ' It starts when that one is over.' : ''}${paused}${held}`,
    clock.now(),
  );
}

/**
 * The run in progress may have lost its invocation: let it go on. It may even be this message's own, taken by an invocation
 * that died before it had sent anything.
 */
async function wakeActive({ runs, runQueue, pacing }: BusyPorts): Promise<void> {
  const active = await runs.active();
  if (active !== null)
    await runQueue.send({ v: 1, kind: 'continue', runId: active.id }, pacing.checkSeconds);
}
