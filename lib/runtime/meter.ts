import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Meter } from '../use-cases/ports';

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

/** Calls of an invocation to one of the two systems, and how long an answer took on average. */
export function measureCalls(to: Meter, system: 'giav' | 'clientify', calls: number, elapsedMs: number): void {
  if (calls === 0) return;
  to.add('Calls', 'Count', calls, { system });
  to.add('Latency', 'Milliseconds', elapsedMs / calls, { system });
}
