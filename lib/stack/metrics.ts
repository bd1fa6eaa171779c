import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

export const NAMESPACE = 'giav-clientify';

export interface ProductMetricOptions {
  readonly statistic: string;
  readonly period: Duration;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly label?: string;
}

/** A metric that the functions emit (docs/events.md), of one agency. */
export const productMetric = (
  agency: string,
  metricName: string,
  options: ProductMetricOptions,
): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: NAMESPACE, agency, ...options.dimensions },
    statistic: options.statistic,
    period: options.period,
    label: options.label,
  });
