import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseOf } from './cases';
import { WAYS, callsOf, smallLife, tryCall } from './every-call';
import { Life, type LifeOptions, type Lived } from './life';
import { shrink } from './shrink';

const OPTIONS = {
  seeds: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  days: { type: 'string', default: '2' },
  clients: { type: 'string', default: '200' },
  calm: { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  'every-call': { type: 'boolean', default: false },
  'no-shrink': { type: 'boolean', default: false },
  /** No life is begun after so many seconds. */
  seconds: { type: 'string', default: 'Infinity' },
  processes: { type: 'string', default: String(availableParallelism()) },
  /** Of how many parts this process lives which one. */
  part: { type: 'string', default: '' },
} as const;

type Values = ReturnType<typeof read>;

const read = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;

interface Sum {
  /** Seconds that processors worked on it. */
  cpu: number;
  days: number;
  events: number;
  lives: number;
  broken: number;
}

const NONE: Sum = { cpu: 0, days: 0, events: 0, lives: 0, broken: 0 };
const sumOf = (a: Sum, b: Sum): Sum => ({
  cpu: a.cpu + b.cpu,
  days: a.days + b.days,
  events: a.events + b.events,
  lives: a.lives + b.lives,
  broken: a.broken + b.broken,
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run simulate`: 0 = every rule held, 1 = one did not. */
export async function run(argv: readonly string[]): Promise<void> {
  const values = read(argv);
  const begun = process.hrtime.bigint();
  const sum = values.part === '' ? await inProcesses(argv, values) : await livePart(values);
  if (values.part !== '') {
    process.send?.(sum);
    return;
  }
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  say(
    `${sum.lives} lives, ${Math.round(sum.days)} agency-days, ${sum.events} events: ${Math.round(sum.events / seconds)} events/s, ${(sum.days / seconds).toFixed(1)} agency-days/s (${(sum.days / sum.cpu).toFixed(1)} a second of one core), ${sum.broken} broken`,
  );
  process.exitCode = sum.broken > 0 ? 1 : 0;
}

/** A trace is of one process. */
async function inProcesses(argv: readonly string[], values: Values): Promise<Sum> {
  const count = values.trace ? 1 : Number(values.processes);
  if (count <= 1) return livePart({ ...values, part: '0/1' });
  const parts = Array.from({ length: count }, (_, at) => {
    const child = fork(join(__dirname, 'main.ts'), [...argv, '--part', `${at}/${count}`]);
    return new Promise<Sum>((resolve) => {
      let sum: Sum = { ...NONE, broken: 1 };
      child.on('message', (told) => void (sum = told as Sum));
      child.on('exit', () => resolve(sum));
    });
  });
  return (await Promise.all(parts)).reduce(sumOf, NONE);
}

async function livePart(values: Values): Promise<Sum> {
  const [part = 0, of = 1] = values.part.split('/').map(Number);
  const before = process.cpuUsage();
  const sum = await (values['every-call'] ? everyCall : everySeed)(values, part, of);
  const { user, system } = process.cpuUsage(before);
  return { ...sum, cpu: (user + system) / 1e6 };
}

/** Whether no other life is to be begun. */
const isOver = ({ seconds }: Values): boolean => process.uptime() > Number(seconds);

async function everySeed(values: Values, part: number, of: number): Promise<Sum> {
  let sum = NONE;
  const first = Number(values.seed);
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    if ((seed - first) % of !== part) continue;
    if (isOver(values)) break;
    const options: LifeOptions = {
      ...caseOf(seed, {
        clients: Number(values.clients),
        days: Number(values.days),
        calm: values.calm,
      }),
      trace: values.trace,
    };
    const lived = await Life.live(options);
    for (const line of lived.trace) say(line);
    sum = sumOf(sum, summed(options, lived));
    await report(seed, options, lived, !values['no-shrink'] && !values.trace);
  }
  return sum;
}

const summed = ({ days }: LifeOptions, { events, violations }: Lived): Sum => ({
  cpu: 0,
  days,
  events,
  lives: 1,
  broken: violations.length > 0 ? 1 : 0,
});

async function report(
  seed: number,
  options: LifeOptions,
  { violations }: Lived,
  shrinks: boolean,
): Promise<void> {
  for (const { invariant, detail, at } of violations.slice(0, 5))
    say(`seed ${seed}: ${invariant}: ${detail} (${new Date(at).toISOString()})`);
  const [worst] = violations;
  if (worst === undefined || !shrinks) return;
  const { steps } = await shrink(options, worst.invariant);
  say(`  shortest prefix: ${steps.length} of ${options.steps.length} steps, the last of them:`);
  for (const step of steps.slice(-4)) say(`    ${JSON.stringify(step)}`);
}

async function everyCall(values: Values, part: number, of: number): Promise<Sum> {
  const life = smallLife(Number(values.seed));
  const calls = await callsOf(life);
  let sum = NONE;
  for (const [at, name] of calls.entries())
    for (const way of WAYS) {
      if (at % of !== part) continue;
      if (isOver(values)) return sum;
      const { violations } = await tryCall(life, at + 1, way, name);
      sum = sumOf(sum, summed(life, { violations, events: 0, calls: 0, trace: [] }));
      for (const { invariant, detail } of violations)
        say(`call ${at + 1} (${name}) ${way}: ${invariant}: ${detail}`);
    }
  return sum;
}
