import {
  SENDER_PATIENCE_MS,
  SILENT_UNTIL_MS,
  answerOrSilence,
} from '../../lib/way-back/answer-or-silence';
import type { Log } from '../../lib/ports/log';

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that moves only when somebody waits, or when a try takes its time. */
function world(): {
  now: () => number;
  wait: (ms: number) => Promise<void>;
  take: (ms: number) => void;
} {
  let at = 1_000_000;
  const take = (ms: number): void => {
    at += ms;
  };
  const wait = (ms: number): Promise<void> => {
    take(ms);
    return Promise.resolve();
  };
  return { now: () => at, take, wait };
}

describe('the webhook never loses an event by answering', () => {
  it('200 as soon as the hint is stored', async () => {
    const { now, wait } = world();
    const started = now();
    expect(await answerOrSilence(() => Promise.resolve(200), { log, now, wait })).toBe(200);
    expect(now() - started).toBe(0);
  });

  it('a wrong secret is still 401, at once', async () => {
    const { now, wait } = world();
    expect(await answerOrSilence(() => Promise.resolve(401), { log, now, wait })).toBe(401);
  });

  it('a queue that refuses is tried again while Clientify listens', async () => {
    const { now, wait } = world();
    const started = now();
    let tries = 0;
    const accept = (): Promise<number> =>
      ++tries < 4 ? Promise.reject(new Error('refused')) : Promise.resolve(200);
    expect(await answerOrSilence(accept, { log, now, wait })).toBe(200);
    expect(now() - started).toBeLessThan(SENDER_PATIENCE_MS);
  });

  it.each([0, 900, 1200])(
    'when it never stores, nothing is answered before Clientify has given up (a try takes %s ms)',
    async (ms) => {
      const { now, wait, take } = world();
      const started = now();
      const tries: number[] = [];
      const accept = (): Promise<number> => {
        tries.push(now() - started);
        take(ms);
        return Promise.reject(new Error('refused'));
      };
      expect(await answerOrSilence(accept, { log, now, wait })).toBe(503);
      expect(now() - started).toBeGreaterThanOrEqual(SILENT_UNTIL_MS);
      expect(SILENT_UNTIL_MS).toBeGreaterThan(SENDER_PATIENCE_MS);
      expect(Math.max(...tries)).toBeLessThan(SENDER_PATIENCE_MS - 1000);
      expect(tries.length).toBeGreaterThan(2);
    },
  );
});
