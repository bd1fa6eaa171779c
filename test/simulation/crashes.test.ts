import type { Call, Fault } from '../../simulation/aws/environment';
import { smallLife } from '../../simulation/every-call';
import { Life } from '../../simulation/life';

/** Decides on one call after the other, told how often each of its name came before. */
type Plan = (name: string, times: (name: string) => number) => Fault | undefined;

async function livedWith(plan: Plan, life = smallLife(1)) {
  const seen = new Map<string, number>();
  const struck: Fault[] = [];
  const nth = (call: Call): Fault | undefined => {
    const name = `${call.function} ${call.name}`;
    const fault = plan(name, (one) => seen.get(one) ?? 0);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    if (fault) struck.push(fault);
    return fault;
  };
  const { violations } = await Life.live({ ...life, nth });
  return { struck, violations };
}

const [CHECKPOINT, RENEWAL, LOOK] = ['update RUN', 'update LEASE', 'get RUN'].map(
  (name) => `page-fetcher ${name}`,
);

describe('the invocation that reads a run dies', () => {
  it('after all pages are read and before it looks at the run: the run ends all the same', async () => {
    const before: string[] = [];
    let looks = 0;
    const { struck, violations } = await livedWith((name) => {
      before.push(name);
      // The first look at a run follows its last checkpoint; the second run has nothing to do.
      const look = before.slice(-3).join() === [CHECKPOINT, RENEWAL, LOOK].join();
      return look && ++looks === 2 ? 'die' : undefined;
    });
    expect(struck).toEqual(['die']);
    expect(violations).toEqual([]);
  });

  it('with a lease that outlasts its message: the run goes on once the lease is over', async () => {
    const search = 'page-fetcher Expediente_SEARCH';
    const life = smallLife(1);
    const { struck, violations } = await livedWith(
      (name, times) => {
        // Two answers that do not come within a minute each: the lease is prolonged long after the invocation began.
        if (name === search && times(search) < 2) return 'hang';
        return name === search && times(search) === 3 ? 'die' : undefined;
      },
      // Nobody starts another run.
      { ...life, steps: life.steps.slice(0, 1) },
    );
    expect(struck).toEqual(['hang', 'hang', 'die']);
    expect(violations).toEqual([]);
  });
});
