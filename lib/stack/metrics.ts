import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Watched } from '../ports/meter';

export const NAMESPACE = 'giav-clientify';

export interface ProductMetricOptions {
  readonly statistic: string;
  readonly period: Duration;
  readonly label?: string;
}

/** A metric that the functions emit (docs/events.md), of one agency. */
export const productMetric = (
  agency: string,
  metricName: Watched,
  options: ProductMetricOptions,
): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: NAMESPACE, agency },
    statistic: options.statistic,
    period: options.period,
    label: options.label,
  });
