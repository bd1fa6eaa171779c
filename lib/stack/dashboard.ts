import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Watched } from '../ports/meter';
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

/** Numbers of the log (lib/runtime/meter.ts) by the hour: what no alarm looks at is no metric, which would cost by itself. */
const measured = (
  title: string,
  functions: Readonly<Record<string, lambda.Function>>,
  numbers: readonly (readonly ['sum' | 'avg', string])[],
): cloudwatch.LogQueryWidget => {
  const columns = numbers.map(([how, name]) => `${how}(measured.${name}) as ${name}`);
  return new cloudwatch.LogQueryWidget({
    title,
    width: 12,
    height: 6,
    view: cloudwatch.LogQueryVisualizationType.LINE,
    logGroupNames: Object.values(functions).map((fn) => fn.logGroup.logGroupName),
    queryLines: [`stats ${columns.join(', ')} by bin(1h)`],
  });
};

/** What an on-call person needs: what is wrong, what is stuck, what is slow. */
export class OnCallDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { agency, queues, functions, alarms }: OnCallDashboardProps,
  ) {
    super(scope, id);
    const period = Duration.minutes(METRIC.periodMinutes);
    const ours = (name: Watched, statistic: string, label: string): cloudwatch.Metric =>
      productMetric(agency, name, { statistic, period, label });
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
          measured(
            'Records worked on',
            functions,
            OUTCOMES.flatMap((outcome) =>
              (['client', 'expediente'] as const).map(
                (entity) => ['sum', `Processed_${outcome}_${entity}`] as const,
              ),
            ),
          ),
          graph('Age of the watermark, and of the oldest change (s)', [
            ours('WatermarkAge', 'Maximum', 'watermark'),
            ours('ChangeAge', 'Maximum', 'oldest change'),
          ]),
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
          measured('Calls, and how long an answer takes (ms)', functions, [
            ['sum', 'Calls_giav'],
            ['sum', 'Calls_clientify'],
            ['avg', 'Latency_giav'],
            ['avg', 'Latency_clientify'],
          ]),
        ],
        [
          graph(
            'Errors of functions',
            Object.entries(functions).map(([name, fn]) =>
              fn.metricErrors({ period, statistic: 'Sum', label: name }),
            ),
          ),
          measured('The way back', functions, [
            ...(['updated', 'created', 'skipped', 'failed'] as const).map(
              (outcome) => ['sum', `WrittenBack_${outcome}`] as const,
            ),
            ['sum', 'RunDuration_full'],
          ]),
        ],
      ],
    });
  }
}
