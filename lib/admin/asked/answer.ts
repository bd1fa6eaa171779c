import { TOO_LONG, type Answers, type Asked } from '../../ports/asked';
import { saidOf } from '../../sync/errors';
import { refusalOf, type Refusal } from '../../sync/refusal';
import type { Said } from '../../sync/said';
import { perform, type WorkPorts } from './works';

export interface AskedPorts extends WorkPorts {
  readonly answers: Answers;
}

/** Of an item of the state, which takes 400 KB, most. */
const MOST_BYTES = 350_000;

/**
 * Does what somebody asked for, and keeps what came of it for them. What goes wrong is told to whoever asked: they can ask
 * again; a message that came again by itself would do it when nobody expects it any more. Nothing is done twice on purpose:
 * a second delivery finds the answer, and every piece of work can be repeated.
 */
export async function answer(ports: AskedPorts, asked: Asked): Promise<void> {
  const { id, by, at: askedAt, work } = asked;
  if ((await ports.answers.get(id, ports.now())) !== null) return;
  let result: unknown = null;
  let refused: Said | null = null;
  let refusal: Refusal | undefined;
  try {
    result = await perform(ports, work, by);
  } catch (error) {
    refused = saidOf(error);
    refusal = refusalOf(error);
    ports.log.warn('what was asked for was refused', { do: work.do, id, error: refused.en });
  }
  if (Buffer.byteLength(JSON.stringify(result ?? null)) > MOST_BYTES) {
    ports.log.warn('an answer is too long to be kept', { do: work.do, id });
    result = TOO_LONG;
  }
  const now = ports.now();
  await ports.answers.put(
    { id, do: work.do, by, askedAt, doneAt: now.toISOString(), refused, refusal, result },
    now,
  );
  if (refused === null) ports.log.info('done what was asked for', { do: work.do, id });
}
