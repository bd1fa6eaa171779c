import { Life, type LifeOptions, type Lived } from './life';

const HOUR = 1 / 24;

/** The life that ends an hour after the last of its first `count` steps. */
export function prefixOf(options: LifeOptions, count: number): LifeOptions {
  const steps = options.steps.slice(0, count);
  const last = steps.at(-1)?.at ?? 0;
  return { ...options, steps, days: Math.min(options.days, last / 86_400_000 + HOUR) };
}

/** The shortest prefix of a history that still breaks the rule, found by halving. */
export async function shrink(
  options: LifeOptions,
  invariant: string,
  live: (options: LifeOptions) => Promise<Lived> = (one) => Life.live(one),
): Promise<LifeOptions> {
  const breaks = async (count: number): Promise<boolean> =>
    (await live(prefixOf(options, count))).violations.some((one) => one.invariant === invariant);
  let [low, high] = [0, options.steps.length];
  if (!(await breaks(high))) return options;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await breaks(middle)) high = middle;
    else low = middle + 1;
  }
  return prefixOf(options, high);
}
