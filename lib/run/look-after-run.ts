import { RUN, SECOND_MS } from '../sync/budget';
import type { RunMessage } from '../ports/messages';
import { checkRun, type FinishPorts } from './finish-run';

/**
 * A look at a run that is being drained: of a `check`, or in place of one when nobody has looked for a while. The
 * invocation that read the last page may have died before its first look. `lost`, `over`: see checkRun.
 */
export async function lookAt(
  ports: FinishPorts,
  message: RunMessage,
): Promise<'looked' | 'lost' | 'over' | 'not drained'> {
  if (message.kind === 'check') return checkRun(ports, message.runId, message.idleChecks);
  if (message.kind !== 'continue') return 'not drained';
  const run = await ports.runs.get(message.runId);
  if (run?.status !== 'running') return 'over';
  if (run.phase !== 'draining') return 'not drained';
  const unseenMs = ports.clock.now().getTime() - Date.parse(run.lookedAt ?? run.startedAt);
  if (unseenMs < RUN.missedLooks * ports.pacing.checkSeconds * SECOND_MS) return 'looked';
  return checkRun(ports, run.id, 0);
}

/**
 * Whether a message that asks a run to go on is the next one. One that names a holder counts only while nobody has taken
 * the run since: otherwise each of them would lead to two. Nobody goes on before the end of a pause.
 */
export async function isNext(
  { runs, runQueue, clock }: Pick<FinishPorts, 'runs' | 'runQueue' | 'clock'>,
  message: Extract<RunMessage, { kind: 'continue' }>,
): Promise<boolean> {
  const run = await runs.get(message.runId);
  if (run?.status !== 'running') return false;
  if (message.token !== undefined && message.token !== run.token) return false;
  const leftMs = run.pause ? Date.parse(run.pause.until) - clock.now().getTime() : 0;
  if (leftMs < SECOND_MS) return true;
  if (message.token !== undefined) await runQueue.send(message, Math.ceil(leftMs / SECOND_MS));
  return false;
}

/** The lease of an invocation that died late is over later than the message that looks after it comes. */
export async function waitForLease(
  ports: Pick<FinishPorts, 'runs' | 'runQueue' | 'clock'>,
  message: Extract<RunMessage, { kind: 'continue' }>,
): Promise<void> {
  if (message.token === undefined) return;
  const now = ports.clock.now();
  const until = await ports.runs.heldUntil(message.runId, message.token, now);
  if (until === null) return;
  const seconds = Math.ceil((until.getTime() - now.getTime()) / SECOND_MS) + 1;
  await ports.runQueue.send(message, seconds);
}
