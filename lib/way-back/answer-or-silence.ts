import type { Log } from '../ports/log';
import { WEBHOOK } from '../sync/budget';

export interface SilencePorts {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when the signal is aborted. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

const tooLong = async (over: Promise<unknown>): Promise<never> => {
  await over;
  throw new Error('no answer in time');
};

/**
 * The status that `accept` gives. While it breaks (the queue refuses, the secret cannot be read) it is tried again as
 * long as Clientify listens; after that there is no answer before Clientify has given up, so that it calls again.
 */
export async function answerOrSilence(
  accept: () => Promise<number>,
  { log, now, wait }: SilencePorts,
): Promise<number> {
  const startedAt = now();
  for (let tries = 0; now() - startedAt <= WEBHOOK.lastTryMs; tries++) {
    const answered = new AbortController();
    try {
      return await Promise.race([accept(), tooLong(wait(WEBHOOK.tryMs, answered.signal))]);
    } catch (error) {
      log.error('a webhook could not be stored', {
        tries: tries + 1,
        problem: error instanceof Error ? error.name : 'unknown',
      });
    } finally {
      answered.abort();
    }
    await wait(WEBHOOK.firstWaitMs * 2 ** tries);
  }
  await wait(Math.max(0, WEBHOOK.silentUntilMs - (now() - startedAt)));
  return 503;
}
