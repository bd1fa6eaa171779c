import { caseOf } from './cases';
import type { Call, Fault } from './aws/environment';
import { Life, type LifeOptions } from './life';
import type { Violation } from './invariants/watch';

/** What becomes of the one call. */
export const WAYS = ['fail', 'lost', 'hang', 'die', 'dieAfter'] as const satisfies readonly Fault[];

export interface Tried {
  readonly call: number;
  readonly way: Fault;
  /** Function, port and name of the call. */
  readonly name: string;
  readonly violations: readonly Violation[];
}

const MINUTE_MS = 60_000;
/** From the begin of a life: all of its steps, and what they lead to. */
const LOOKED_AT_MS = 29 * MINUTE_MS;

/** A first run of a few clients, an edit on either side, and what follows from them. */
export function smallLife(seed: number): LifeOptions {
  const life = caseOf(seed, { clients: 5, days: 1 / 24, calm: true });
  const settings = {
    ...(JSON.parse(life.settings) as object),
    writeBack: { mode: 'on', acknowledgeUnreadable: true, reconcileMinutes: 60 },
    // No run but those that somebody asks for: what is stuck is not helped by the next one.
    full: { cron: null },
    modified: { everyMinutes: 0 },
  };
  return {
    ...life,
    settings: JSON.stringify(settings),
    switches: { ...life.switches, hooks: 'once' },
    steps: [
      { at: MINUTE_MS, which: 0, do: 'full-run' },
      { at: 20 * MINUTE_MS, which: 1, do: 'clientify-edit', what: 'first_name' },
      { at: 21 * MINUTE_MS, which: 2, do: 'giav-edit', field: 'Movil', blank: false },
      { at: 22 * MINUTE_MS, which: 0, do: 'clientify-new', documento: '70000001R' },
      // Finds nothing to do: it is over as soon as it has read.
      { at: 26 * MINUTE_MS, which: 0, do: 'full-run' },
    ],
  };
}

/** The calls that this life makes while its steps are followed, when nothing goes wrong. */
export async function callsOf(life: LifeOptions): Promise<string[]> {
  const names: string[] = [];
  const until = Date.parse(life.start) + LOOKED_AT_MS;
  const nth = ({ function: by, port, name }: Call): undefined => {
    // By the clock of that life.
    if (Date.now() < until) names.push(`${by} ${port} ${name}`);
  };
  await Life.live({ ...life, nth });
  return names;
}

/** One life in which only the n-th call goes wrong. */
export async function tryCall(
  life: LifeOptions,
  call: number,
  way: Fault,
  name: string,
): Promise<Tried> {
  const nth = (_: unknown, n: number): Fault | undefined => (n === call ? way : undefined);
  const { violations } = await Life.live({ ...life, nth });
  return { call, way, name, violations };
}
