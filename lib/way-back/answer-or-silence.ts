import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../ports/log';

/**
 * Clientify takes any HTTP answer for delivered, 5xx too, and repeats only a call that was not answered within five
 * seconds (clientify.md, W1).
 */
export const SENDER_PATIENCE_MS = 5000;
/** When nobody listens any more: whatever is answered then counts as no answer. */
export const SILENT_UNTIL_MS = SENDER_PATIENCE_MS + 1500;
/** Begin of the last try: what it takes must be over before the sender gives up, or the event would come twice. */
const LAST_TRY_MS = 3500;
/** Longest wait for one try. */
const TRY_MS = 1200;
const FIRST_WAIT_MS = 100;

export interface SilencePorts {
  readonly log: Log;
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

const tooLong = async (ms: number, signal: AbortSignal): Promise<never> => {
  await sleep(ms, undefined, { signal });
  throw new Error('no answer in time');
};

/**
 * The status that `accept` gives. While it breaks (the queue refuses, the secret cannot be read) it is tried again as
 * long as Clientify listens; after that there is no answer before Clientify has given up, so that it calls again.
 */
export async function answerOrSilence(
  accept: () => Promise<number>,
  { log, now = Date.now, wait = sleep }: SilencePorts,
): Promise<number> {
  const startedAt = now();
  for (let tries = 0; now() - startedAt <= LAST_TRY_MS; tries++) {
    const over = new AbortController();
    try {
      return await Promise.race([accept(), tooLong(TRY_MS, over.signal)]);
    } catch (error) {
      log.error('a webhook could not be stored', {
        tries: tries + 1,
        problem: error instanceof Error ? error.name : 'unknown',
      });
    } finally {
      over.abort();
    }
    await wait(FIRST_WAIT_MS * 2 ** tries);
  }
  await wait(Math.max(0, SILENT_UNTIL_MS - (now() - startedAt)));
  return 503;
}
