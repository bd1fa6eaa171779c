import { caseOf } from '../../simulation/cases';
import { historyOf } from '../../simulation/history';
import { Life } from '../../simulation/life';
import { prefixOf, shrink } from '../../simulation/shrink';
import { Random } from '../../simulation/time/random';

const SMALL = { clients: 4, days: 0.08 };

describe('a seed', () => {
  it('repeats to the byte', async () => {
    const first = await Life.live({ ...caseOf(7, SMALL), trace: true });
    // Another one in between leaves nothing behind.
    await Life.live(caseOf(8, SMALL));
    const second = await Life.live({ ...caseOf(7, SMALL), trace: true });
    expect(first.trace.length).toBeGreaterThan(300);
    expect(second.trace.join('\n')).toBe(first.trace.join('\n'));
    expect(second.events).toBe(first.events);
  });

  it('differs from another one', async () => {
    const [one, other] = [
      await Life.live({ ...caseOf(7, SMALL), trace: true }),
      await Life.live({ ...caseOf(9, SMALL), trace: true }),
    ];
    expect(other.trace.join('\n')).not.toBe(one.trace.join('\n'));
  });

  it('leaves the clock, the timers and chance of the process as they were', async () => {
    const owners = [
      [globalThis, ['Date', 'setTimeout', 'clearTimeout']],
      [Math, ['random']],
      [AbortSignal, ['timeout']],
    ] as const;
    const now = () =>
      owners.flatMap(([owner, names]) =>
        names.map((name) => Object.getOwnPropertyDescriptor(owner, name)?.value as unknown),
      );
    const before = now();
    await Life.live(caseOf(7, { ...SMALL, calm: true, days: 0.01 }));
    expect(now().every((value, at) => value === before[at])).toBe(true);
  });
});

describe('shrinking', () => {
  it('finds the shortest prefix that breaks the rule', async () => {
    const steps = historyOf(new Random(3), { days: 1, deeds: 30, orders: 0, troubles: 0 });
    const options = { ...caseOf(3, SMALL), steps };
    let lives = 0;
    const live = (life: { steps: readonly unknown[] }) => {
      lives += 1;
      const broken = life.steps.length >= 13;
      const violations = broken ? [{ invariant: 'a rule', detail: '', at: 0 }] : [];
      return Promise.resolve({ violations, events: 0, calls: 0, trace: [] });
    };
    const short = await shrink(options, 'a rule', live);
    expect(short.steps).toEqual(steps.slice(0, 13));
    expect(lives).toBeLessThan(8);
    expect(short.days).toBeCloseTo(prefixOf(options, 13).days);
  });
});
