import type { RunMessage } from '../../lib/ports/messages';
import type { Progress, Run } from '../../lib/ports/run';
import type { FinishPorts } from '../../lib/run/finish-run';
import { isNext, lookAt, waitForLease } from '../../lib/run/look-after-run';
import { DynamoRuns } from '../../lib/state/runs';
import { RUN } from '../../lib/sync/budget';
import { MemoryTable } from '../ports/table';

const RUN_ID = 'r1';
const LEASE_MS = 900_000;
const CHECK_SECONDS = 15;
const START = new Date('2026-03-02T09:00:00Z');

/** A run, and the messages that are sent about it. */
class Looked {
  readonly runs = new DynamoRuns(new MemoryTable(), LEASE_MS);
  readonly sent: [RunMessage, number | undefined][] = [];
  now = START;

  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  async begin(progress: Progress = {}): Promise<Run> {
    const taken = await this.runs.acquire(RUN_ID, 'full', this.now, true);
    if (!('run' in taken)) throw new Error('another run is in the way');
    return (await this.runs.checkpoint(taken.run, { clientPages: 1, ...progress })) ?? taken.run;
  }

  end(): Promise<boolean> {
    return this.runs.end(RUN_ID, 'completed', {}, this.now);
  }

  continues(token?: number): Extract<RunMessage, { kind: 'continue' }> {
    return { v: 1, kind: 'continue', runId: RUN_ID, ...(token !== undefined && { token }) };
  }

  ports(): FinishPorts {
    return {
      runs: this.runs,
      queue: { isEmpty: () => Promise.resolve(false), deadLetters: () => Promise.resolve(0) },
      runQueue: {
        send: (message, seconds) => Promise.resolve(void this.sent.push([message, seconds])),
      },
      pacing: { checkSeconds: CHECK_SECONDS, watchSeconds: 900 },
      clock: { now: () => this.now },
    } as Partial<FinishPorts> as FinishPorts;
  }
}

describe('a message about a run that is being drained', () => {
  const late = RUN.missedLooks * CHECK_SECONDS * 1000;

  it('of a check is a look at it', async () => {
    const office = new Looked();
    await office.begin({ phase: 'draining' });
    const check = { v: 1, kind: 'check', runId: RUN_ID, idleChecks: 2 } as const;
    expect(await lookAt(office.ports(), check)).toBe('looked');
    expect(office.sent).toEqual([[{ ...check, idleChecks: 0 }, CHECK_SECONDS]]);
  });

  it('that it should go on is a look when nobody has looked for a while: whoever was to look is dead', async () => {
    const office = new Looked();
    await office.begin({ phase: 'draining' });
    office.pass(late - 1);
    expect([await lookAt(office.ports(), office.continues()), office.sent]).toEqual(['looked', []]);
    office.pass(1);
    expect(await lookAt(office.ports(), office.continues())).toBe('looked');
    expect(office.sent).toHaveLength(1);
    // This was a look: the next one is missed only after the same time.
    office.pass(late - 1);
    await lookAt(office.ports(), office.continues());
    expect(office.sent).toHaveLength(1);
    office.pass(1);
    await lookAt(office.ports(), office.continues());
    expect(office.sent).toHaveLength(2);
  });

  it('is none of a run that is still being read, nor is what starts one', async () => {
    const office = new Looked();
    await office.begin();
    office.pass(late);
    expect(await lookAt(office.ports(), office.continues())).toBe('not drained');
    const start = { v: 1, kind: 'start', mode: 'full', runId: RUN_ID } as const;
    expect([await lookAt(office.ports(), start), office.sent]).toEqual(['not drained', []]);
  });

  it('finds that it is over', async () => {
    const office = new Looked();
    expect(await lookAt(office.ports(), office.continues())).toBe('over');
    await office.begin({ phase: 'draining' });
    await office.end();
    expect([await lookAt(office.ports(), office.continues()), office.sent]).toEqual(['over', []]);
  });
});

describe('a message that asks a run to go on', () => {
  it('counts as long as the holder that it names is the last one; a message of nobody counts always', async () => {
    const office = new Looked();
    const { token } = await office.begin();
    const next = (of?: number) => isNext(office.ports(), office.continues(of));
    expect([await next(token), await next(token - 1), await next()]).toEqual([true, false, true]);
    await office.end();
    expect([await next(token), await next()]).toEqual([false, false]);
    expect(await isNext(new Looked().ports(), office.continues())).toBe(false);
  });

  it('waits for the end of a pause; one that names no holder is sent by others again', async () => {
    const office = new Looked();
    const pause = { count: 1, since: START.toISOString(), message: 'an outage' };
    const until = new Date(START.getTime() + 90_500).toISOString();
    const { token } = await office.begin({ pause: { ...pause, until } });
    const next = (of?: number) => isNext(office.ports(), office.continues(of));
    expect([await next(), office.sent]).toEqual([false, []]);
    expect([await next(token), office.sent]).toEqual([false, [[office.continues(token), 91]]]);
    office.pass(89_500);
    expect(await next(token)).toBe(false);
    office.pass(1);
    expect(await next(token)).toBe(true);
  });

  it('and finds its holder alive comes again when the lease is over, as long as nobody else has taken it', async () => {
    const office = new Looked();
    const { token } = await office.begin();
    office.pass(60_400);
    const wait = (of?: number) => waitForLease(office.ports(), office.continues(of));
    await wait();
    await wait(token - 1);
    expect(office.sent).toEqual([]);
    await wait(token);
    // A second later than the last moment of the lease.
    expect(office.sent).toEqual([[office.continues(token), 841]]);
    office.pass(LEASE_MS);
    await wait(token);
    expect(office.sent).toHaveLength(1);
  });
});
