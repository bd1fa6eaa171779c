import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Meter } from '../ports/meter';

const metrics = new Metrics({ namespace: 'giav-clientify', serviceName: 'giav-clientify' });
const agency = process.env['AGENCY'] ?? 'default';

/** CloudWatch metrics as log lines (EMF): one line for the plain ones of an invocation, one each for those with dimensions. */
export const meter: Meter & { flush: () => void } = {
  add: (name, unit, value, dimensions) => {
    if (!Number.isFinite(value) || (dimensions && value === 0)) return;
    if (!dimensions) {
      metrics.addMetric(name, unit, value);
      return;
    }
    const single = metrics.singleMetric();
    single.addDimensions({ agency, ...dimensions });
    single.addMetric(name, unit, value);
  },
  flush: () => {
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
