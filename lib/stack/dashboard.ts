import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { METRIC } from '../sync/budget';
import { productMetric } from './metrics';
import type { SyncQueues } from './queues';

export interface OnCallDashboardProps {
  readonly agency: string;
  readonly queues: SyncQueues;
  readonly functions: Readonly<Record<string, lambda.Function>>;
  readonly alarms: readonly cloudwatch.IAlarm[];
}

const OUTCOMES = ['created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'] as const;

/** What an on-call person needs: what is wrong, what is stuck, what is slow. */
export class OnCallDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { agency, queues, functions, alarms }: OnCallDashboardProps,
  ) {
    super(scope, id);
    const period = Duration.minutes(METRIC.periodMinutes);
    const ours = (
      name: string,
      statistic: string,
      label: string,
      dimensions: Record<string, string> = {},
    ): cloudwatch.Metric => productMetric(agency, name, { statistic, period, label, dimensions });
    const graph = (
      title: string,
      left: cloudwatch.IMetric[],
      more: Partial<cloudwatch.GraphWidgetProps> = {},
    ): cloudwatch.GraphWidget =>
      new cloudwatch.GraphWidget({ title, left, width: 12, height: 6, ...more });
    const waiting = { period, statistic: 'Maximum' } as const;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `giav-clientify-${agency}`,
      defaultInterval: Duration.days(METRIC.dashboardDays),
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Alarms',
            alarms: [...alarms],
            width: 24,
            height: 3,
          }),
        ],
        [
          graph(
            'Records worked on',
            OUTCOMES.flatMap((outcome) =>
              (['client', 'expediente'] as const).map((entity) =>
                ours(`Processed_${outcome}`, 'Sum', `${entity} ${outcome}`, { entity }),
              ),
            ),
            { stacked: true },
          ),
          graph('Age of the watermark (s)', [ours('WatermarkAge', 'Maximum', 'watermark')], {
            right: (['full', 'modified'] as const).map((mode) =>
              ours('RunDuration', 'Maximum', `${mode} run`, { mode }),
            ),
          }),
        ],
        [
          graph('Messages that wait', [
            queues.work.metricApproximateNumberOfMessagesVisible({ ...waiting, label: 'records' }),
            queues.changes.metricApproximateNumberOfMessagesVisible({
              ...waiting,
              label: 'changes of Clientify',
            }),
            queues.deadLetter.metricApproximateNumberOfMessagesVisible({
              ...waiting,
              label: 'dead letters',
            }),
          ]),
          graph(
            'Calls, and how long an answer takes (ms)',
            (['giav', 'clientify'] as const).map((system) =>
              ours('Calls', 'Sum', `${system} calls`, { system }),
            ),
            {
              right: (['giav', 'clientify'] as const).map((system) =>
                ours('Latency', 'Average', `${system} ms`, { system }),
              ),
            },
          ),
        ],
        [
          graph(
            'Errors of functions',
            Object.entries(functions).map(([name, fn]) =>
              fn.metricErrors({ period, statistic: 'Sum', label: name }),
            ),
          ),
          graph(
            'The way back',
            [
              ...(['updated', 'created', 'skipped', 'failed'] as const).map((outcome) =>
                ours(`WrittenBack_${outcome}`, 'Sum', outcome),
              ),
              ours('UnsafeWrites', 'Sum', 'unsafe writes'),
            ],
            {
              right: [ours('ChangeAge', 'Maximum', 'oldest change (s)')],
            },
          ),
        ],
      ],
    });
  }
}
