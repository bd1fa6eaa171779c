import { Metrics } from '@aws-lambda-powertools/metrics';
import { isWatched, type Meter } from '../ports/meter';

const metrics = new Metrics({ namespace: 'giav-clientify', serviceName: 'giav-clientify' });
const agency = process.env['AGENCY'] ?? 'default';

/** Numbers of this invocation that are no metrics, by name and what they are about. */
const measured = new Map<string, number>();

/**
 * What alarms look at are metrics of CloudWatch, told as a log line (EMF), and each costs by itself every month. All other
 * numbers are one more line of the log, for its queries: `{"measured":{"Processed_created_client":3}}`.
 */
export const meter: Meter & { flush: () => void } = {
  add: (name, unit, value, dimensions) => {
    if (!Number.isFinite(value)) return;
    if (!dimensions && isWatched(name)) {
      metrics.addMetric(name, unit, value);
      return;
    }
    const key = [name, ...Object.values(dimensions ?? {})].join('_');
    measured.set(key, (unit === 'Count' ? (measured.get(key) ?? 0) : 0) + value);
  },
  flush: () => {
    const numbers = [...measured].filter(([, value]) => value !== 0);
    measured.clear();
    if (numbers.length > 0)
      process.stdout.write(`${JSON.stringify({ measured: Object.fromEntries(numbers) })}\n`);
    if (!metrics.hasStoredMetrics()) return;
    metrics.addDimensions({ agency });
    metrics.publishStoredMetrics();
  },
};

interface Calls {
  readonly calls: number;
  readonly elapsedMs: number;
}

/** Measures an invocation's calls to each system: their number, and how long an answer took on average. */
export function measuring(to: Meter, systems: Readonly<Record<string, () => Calls>>): () => void {
  const before = Object.entries(systems).map(([system, read]) => ({ system, read, ...read() }));
  return () => {
    for (const { system, read, calls, elapsedMs } of before) {
      const after = read();
      if (after.calls === calls) continue;
      to.add('Calls', 'Count', after.calls - calls, { system });
      to.add('Latency', 'Milliseconds', (after.elapsedMs - elapsedMs) / (after.calls - calls), {
        system,
      });
    }
  };
}
