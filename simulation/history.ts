import { nif } from '../simulators/agency/documents';
import { CLIENTIFY_EDITS, GIAV_FIELDS, type Deed } from './agency/people';
import type { FunctionName } from './aws/account';
import type { ChanceFault, Port } from './aws/environment';
import type { Random } from './time/random';

/** What an admin does. */
export type Order =
  | { readonly do: 'full-run' }
  | { readonly do: 'redrive' }
  | { readonly do: 'resume' }
  | { readonly do: 'forget' }
  | { readonly do: 'settings'; readonly change: object };

/** What goes wrong: the next call that fits, or a share of all calls of a port for a while. */
export type Trouble =
  | {
      readonly do: 'strike';
      readonly function?: FunctionName;
      readonly port?: Port;
      /** So many calls that fit are left alone first. */
      readonly skip: number;
      readonly fault: ChanceFault;
    }
  | {
      readonly do: 'weather';
      readonly port: Port;
      readonly share: number;
      readonly minutes: number;
      readonly faults: readonly ChanceFault[];
    }
  /** A standard queue delivers a message twice. */
  | { readonly do: 'repeat'; readonly queue: 'runs' | 'reconcile' }
  /** All functions lose their warm environments. */
  | { readonly do: 'cool' };

/** One thing of a history, and when: milliseconds since its begin. `which` chooses a client. */
export type Step = { readonly at: number; readonly which: number } & (Deed | Order | Trouble);

const DAY_MS = 86_400_000;
const FAULTS: readonly ChanceFault[] = ['fail', 'lost', 'hang', 'throttle', 'die', 'dieAfter'];
const FUNCTIONS: readonly FunctionName[] = [
  'page-fetcher',
  'page-fetcher',
  'record-worker',
  'write-back',
  'reconcile',
  'webhook',
];
const PORTS: readonly Port[] = ['table', 'table', 'sqs', 'bus', 'facts', 'giav', 'clientify'];

function deed(random: Random): Deed {
  const kind = random.below(20);
  if (kind < 7)
    return {
      do: 'giav-edit',
      field: random.pick(Object.keys(GIAV_FIELDS) as (keyof typeof GIAV_FIELDS)[]),
      blank: random.chance(0.15),
    };
  if (kind < 8) return { do: 'giav-consent', to: random.pick(['Pending', 'Accepted', 'Denied']) };
  if (kind < 9) return random.chance(0.7) ? { do: 'giav-new' } : { do: 'giav-documento' };
  if (kind < 11) return { do: 'giav-stage', to: random.below(5) };
  if (kind < 12) return { do: 'clientify-new', documento: nif(70_000_000 + random.below(900_000)) };
  return { do: 'clientify-edit', what: random.pick(CLIENTIFY_EDITS) };
}

function order(random: Random): Order {
  const kind = random.below(10);
  if (kind < 3) return { do: 'full-run' };
  if (kind < 6) return { do: 'redrive' };
  if (kind < 7) return { do: 'forget' };
  if (kind < 8) return { do: 'resume' };
  return {
    do: 'settings',
    change: random.pick([
      { clientTypes: {} },
      { fullRun: { putBack: 'all' } },
      { fullRun: { putBack: 'giav-fields' } },
      { consents: { resubscribe: 'always' } },
    ]),
  };
}

function trouble(random: Random): Trouble {
  const kind = random.below(20);
  if (kind < 14)
    return {
      do: 'strike',
      ...(random.chance(0.7) && { function: random.pick(FUNCTIONS) }),
      ...(random.chance(0.4) && { port: random.pick(PORTS) }),
      skip: random.below(60),
      fault: random.pick(FAULTS),
    };
  if (kind < 17)
    return {
      do: 'weather',
      port: random.pick(PORTS),
      share: random.pick([0.05, 0.3, 1]),
      minutes: random.pick([2, 10, 40]),
      faults: [random.pick(FAULTS.filter((one) => !one.startsWith('die')))],
    };
  return kind < 19 ? { do: 'repeat', queue: random.pick(['runs', 'reconcile']) } : { do: 'cool' };
}

/** People work on one client at the same time, at either screen: while it is being written, too. */
function withEcho(step: Step, random: Random): Step[] {
  if (random.chance(0.5)) return [step];
  const { at, which } = step;
  const later = random.pick([3_000, 10_000, 60_000, 600_000]);
  return [step, ...withEcho({ at: at + random.below(later), which, ...deed(random) }, random)];
}

/** Something goes wrong while what was done is carried over. */
function withStrike(step: Step, random: Random, may: boolean): Step[] {
  if (!may || random.chance(0.7)) return [step];
  const by = random.pick(['write-back', 'write-back', 'record-worker', 'page-fetcher'] as const);
  const fault = random.pick(FAULTS);
  return [
    step,
    { at: step.at, which: 0, do: 'strike', function: by, skip: random.below(25), fault },
  ];
}

export interface HistoryOptions {
  readonly days: number;
  /** How many of each happen on a day. */
  readonly deeds: number;
  readonly orders: number;
  readonly troubles: number;
}

/** Everything that people and chance do, in the order of its moments. */
export function historyOf(random: Random, options: HistoryOptions): Step[] {
  const { days, deeds, orders, troubles } = options;
  const make = (count: number, one: (random: Random) => Deed | Order | Trouble): Step[] =>
    Array.from({ length: Math.round(count * days) }, () => ({
      at: Math.floor(random.next() * days * DAY_MS),
      which: random.below(1_000_000),
      ...one(random),
    }));
  const done = make(deeds, deed)
    .flatMap((one) => withEcho(one, random))
    .flatMap((one) => withStrike(one, random, troubles > 0));
  const steps = [...done, ...make(orders, order), ...make(troubles, trouble)];
  return steps.sort((a, b) => a.at - b.at);
}
