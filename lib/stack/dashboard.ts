import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
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

const PERIOD = Duration.minutes(METRIC.periodMinutes);

const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left, width: 12, height: 6 });

/** What is wrong, at one look. */
const alarmRow = ({ alarms }: OnCallDashboardProps): cloudwatch.IWidget[] => [
  new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 }),
];

/** What is done, and how long ago what has to be done began. */
function progressRow({ agency, functions }: OnCallDashboardProps): cloudwatch.IWidget[] {
  const oldest = (name: Watched, label: string): cloudwatch.Metric =>
    productMetric(agency, name, { statistic: 'Maximum', period: PERIOD, label });
  return [
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
      oldest('WatermarkAge', 'watermark'),
      oldest('ChangeAge', 'oldest change'),
    ]),
  ];
}

/** What is stuck, and what is slow. */
function waitRow({ queues, functions }: OnCallDashboardProps): cloudwatch.IWidget[] {
  const waiting = (queue: sqs.IQueue, label: string): cloudwatch.Metric =>
    queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum', label });
  return [
    graph('Messages that wait', [
      waiting(queues.work, 'records'),
      waiting(queues.changes, 'changes of Clientify'),
      waiting(queues.deadLetter, 'dead letters'),
    ]),
    measured('Calls, and how long an answer takes (ms)', functions, [
      ['sum', 'Calls_giav'],
      ['sum', 'Calls_clientify'],
      ['avg', 'Latency_giav'],
      ['avg', 'Latency_clientify'],
    ]),
  ];
}

const errorRow = ({ functions }: OnCallDashboardProps): cloudwatch.IWidget[] => [
  graph(
    'Errors of functions',
    Object.entries(functions).map(([name, fn]) =>
      fn.metricErrors({ period: PERIOD, statistic: 'Sum', label: name }),
    ),
  ),
  measured('The way back', functions, [
    ...(['updated', 'created', 'skipped', 'failed'] as const).map(
      (outcome) => ['sum', `WrittenBack_${outcome}`] as const,
    ),
    ['sum', 'RunDuration_full'],
  ]),
];

/** What an on-call person needs: what is wrong, what is stuck, what is slow. */
export class OnCallDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OnCallDashboardProps) {
    super(scope, id);
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `giav-clientify-${props.agency}`,
      defaultInterval: Duration.days(METRIC.dashboardDays),
      widgets: [alarmRow(props), progressRow(props), waitRow(props), errorRow(props)],
    });
  }
}
