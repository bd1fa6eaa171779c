import { parseArgs } from 'node:util';
import { caseOf } from './cases';
import { Life } from './life';

export async function run(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: '2' },
      clients: { type: 'string', default: '200' },
      calm: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
    },
  });
  const begun = process.hrtime.bigint();
  let events = 0;
  let days = 0;
  for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.seeds); seed++) {
    const options = caseOf(seed, {
      clients: Number(values.clients),
      days: Number(values.days),
      calm: values.calm,
    });
    const lived = await Life.live({ ...options, trace: values.trace });
    events += lived.events;
    days += options.days;
    if (values.trace) for (const line of lived.trace) console.log(line);
    for (const { invariant, detail, at } of lived.violations)
      console.log(`seed ${seed}: ${invariant}: ${detail} (${new Date(at).toISOString()})`);
  }
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  console.log(
    `${days} days, ${events} events, ${Math.round(events / seconds)} events/s, ${(days / seconds).toFixed(1)} days/s`,
  );
}
