import { setImmediate as settled } from 'node:timers/promises';
import type { Log } from '../../lib/ports/log';
import { WEBHOOK } from '../../lib/sync/budget';
import { answerOrSilence } from '../../lib/way-back/answer-or-silence';

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that moves to the next moment that somebody waits for, once nothing else can happen. */
class World {
  now = 1_000_000;
  private readonly startedAt = this.now;
  private timers: { readonly at: number; readonly ring: () => void }[] = [];

  get passed(): number {
    return this.now - this.startedAt;
  }

  readonly wait = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = { at: this.now + ms, ring: resolve };
      this.timers.push(timer);
      signal?.addEventListener('abort', () => {
        this.timers = this.timers.filter((one) => one !== timer);
        reject(new Error('aborted'));
      });
    });

  /** What the webhook answers, and when. */
  async answer(accept: () => Promise<number>): Promise<{ status: number; passed: number }> {
    let status: number | undefined;
    const ports = { log, now: () => this.now, wait: this.wait };
    void answerOrSilence(accept, ports).then((given) => (status = given));
    for (;;) {
      await settled();
      if (status !== undefined) return { status, passed: this.passed };
      const [next, ...later] = this.timers.sort((a, b) => a.at - b.at);
      if (next === undefined) throw new Error('nobody waits, and there is no answer');
      this.timers = later;
      this.now = next.at;
      next.ring();
    }
  }

  get waiting(): number {
    return this.timers.length;
  }
}

describe('the webhook never loses an event by answering', () => {
  it('200 as soon as the hint is stored, and no timer is left behind', async () => {
    const world = new World();
    expect(await world.answer(() => Promise.resolve(200))).toEqual({ status: 200, passed: 0 });
    expect(world.waiting).toBe(0);
  });

  it('a wrong secret is still 401, at once', async () => {
    expect(await new World().answer(() => Promise.resolve(401))).toEqual({
      status: 401,
      passed: 0,
    });
  });

  it('a queue that refuses is tried again while Clientify listens', async () => {
    let tries = 0;
    const accept = (): Promise<number> =>
      ++tries < 4 ? Promise.reject(new Error('refused')) : Promise.resolve(200);
    const { status, passed } = await new World().answer(accept);
    expect(status).toBe(200);
    expect(passed).toBe(WEBHOOK.firstWaitMs * (1 + 2 + 4));
    expect(passed).toBeLessThan(WEBHOOK.senderPatienceMs);
  });

  it.each([0, 900, 1200, 60_000])(
    'when it never stores, nothing is answered before Clientify has given up (a try takes %s ms)',
    async (ms) => {
      const world = new World();
      const tries: number[] = [];
      const accept = async (): Promise<number> => {
        tries.push(world.passed);
        await world.wait(ms);
        throw new Error('refused');
      };
      const { status, passed } = await world.answer(accept);
      expect(status).toBe(503);
      expect(passed).toBeGreaterThanOrEqual(WEBHOOK.silentUntilMs);
      expect(Math.max(...tries)).toBeLessThanOrEqual(WEBHOOK.lastTryMs);
      expect(tries.length).toBeGreaterThan(2);
    },
  );
});
