import { shownStatus, type Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import { RefusedError } from '../sync/refusal';
import { endByAdmin, type CancelPorts } from './cancel-run';
import { readRun } from './status';

export interface HeldPorts extends CancelPorts {
  readonly runs: CancelPorts['runs'] & Pick<Runs, 'confirm'>;
}

/** @throws ConfigurationError for an id that is no run's, or a run that is not held */
async function heldRun(ports: Pick<HeldPorts, 'runs'>, runId: string): Promise<Run> {
  const { run } = await readRun(ports, runId);
  if (shownStatus(run) !== 'held') throw new RefusedError('not-held', runId);
  return run;
}

/**
 * Lets a held run go on where it was; it is not held again. Done again, it sends the run on once more: whoever confirmed it
 * may have died before they could.
 */
export async function confirmRun(ports: HeldPorts, runId: string): Promise<void> {
  const { run } = await readRun(ports, runId);
  const goesOn = run.status === 'running' && !run.held && typeof run.confirmedAt === 'string';
  if (!goesOn) await heldRun(ports, runId);
  if (!goesOn && !(await ports.runs.confirm(runId, ports.now())))
    throw new RefusedError('not-held', runId);
  await ports.runQueue.send({ v: 1, kind: 'continue', runId });
}

/** Ends a held run: its watermark stays, so the next one reads the same again. What it wrote before stays as well. */
export async function rejectRun(ports: HeldPorts, runId: string): Promise<void> {
  const run = await heldRun(ports, runId);
  const error = { kind: 'rejected' as const, message: REJECTED.en, es: REJECTED.es };
  if ((await endByAdmin(ports, run, error)) === null) throw new RefusedError('not-held', runId);
}

const REJECTED = {
  en: 'An administrator rejected what it would have changed. Nothing beyond its hold was written; the next run reads the same again, so put the cause right first.',
  es: 'Un administrador rechazó lo que iba a cambiar. No se ha escrito nada más allá de la retención; la siguiente ejecución volverá a leer lo mismo, así que corrija antes la causa.',
};
