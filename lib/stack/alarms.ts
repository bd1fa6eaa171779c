import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface WayBackAlarmsProps {
  readonly agency: string;
  readonly changes: sqs.Queue;
  readonly api: HttpApi;
}

/** What must not go unnoticed on the way back. */
export class WayBackAlarms extends Construct {
  constructor(scope: Construct, id: string, { agency, changes, api }: WayBackAlarmsProps) {
    super(scope, id);
    const alarm = (name: string, alarmDescription: string, metric: cloudwatch.IMetric, threshold: number): void => {
      new cloudwatch.Alarm(this, name, {
        alarmDescription,
        metric,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    };
    const period = Duration.minutes(5);
    const unsafe = new cloudwatch.Metric({
      namespace: 'giav-clientify',
      metricName: 'UnsafeWrites',
      dimensionsMap: { service: 'giav-clientify', agency },
      statistic: 'Sum',
      period,
    });
    alarm('UnsafeWrite', 'After a write, a GIAV client was not what it should be: cli explain client <id>', unsafe, 1);
    const age = changes.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' });
    alarm('ChangesWait', 'Changes of Clientify have waited for GIAV for 30 minutes: cli failures', age, 30 * 60);
    alarm(
      'WebhookFails',
      'The webhook answers 5xx: the log of the webhook function says why',
      api.metricServerError({ period, statistic: 'Sum' }),
      5,
    );
    alarm(
      'WebhookRefuses',
      'Many calls of the webhook are refused: check the secret',
      api.metricClientError({ period, statistic: 'Sum' }),
      100,
    );
  }
}
