import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { SyncConfig } from '../config/schema';
import type { Watched } from '../ports/meter';
import { HOUR_SECONDS, METRIC } from '../sync/budget';
import { productMetric } from './metrics';
import type { SyncQueues } from './queues';
import { fullRunLimitHours, watermarkLimitHours } from './silence-limits';

/** What there is to be watched. */
export interface AlarmSources {
  readonly agency: string;
  readonly config: SyncConfig;
  readonly queues: SyncQueues;
  /** @default - there is no webhook */
  readonly api?: HttpApi;
  /** Those whose breaking nobody would see, by their names as in `functions/`: not the console, whose reader does. */
  readonly functions: Readonly<Record<string, lambda.Function>>;
}

export interface AlarmSpec {
  readonly name: string;
  /** Heading of docs/runbook.md under which stands what it means and what to do. @default - the name */
  readonly page?: string;
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** What no data at all means. @default - nothing wrong */
  readonly silence?: 'wrong';
}

const PERIOD = Duration.minutes(METRIC.periodMinutes);

const ours = (agency: string, name: Watched, statistic = 'Sum'): cloudwatch.Metric =>
  productMetric(agency, name, { statistic, period: PERIOD });

const queueSpecs = ({ queues }: AlarmSources): AlarmSpec[] => [
  {
    name: 'DeadLetters',
    description: 'Records or changes wait in the dead-letter queue: cli failures.',
    metric: queues.deadLetter.metricApproximateNumberOfMessagesVisible({
      period: PERIOD,
      statistic: 'Maximum',
    }),
    threshold: 1,
  },
  {
    name: 'RunsDeadLetters',
    description:
      'A run or a reconciliation broke its function three times: the log of the page-fetcher or of reconcile says why.',
    metric: queues.runsDeadLetter.metricApproximateNumberOfMessagesVisible({
      period: PERIOD,
      statistic: 'Maximum',
    }),
    threshold: 1,
  },
];

const runSpecs = ({ agency }: AlarmSources): AlarmSpec[] => [
  {
    name: 'RunFailed',
    description: 'A run could not be done: cli runs tells why in one sentence.',
    metric: ours(agency, 'RunsFailed'),
    threshold: 1,
  },
  {
    name: 'RunHeld',
    description:
      'A run would change too much of what Clientify holds, and waits for a word: cli runs show <id>.',
    metric: ours(agency, 'RunsHeld'),
    threshold: 1,
  },
  {
    name: 'RecordErrors',
    description:
      'Of the records of a run, one in twenty or more failed: cli failures groups them by reason.',
    metric: ours(agency, 'FailedPercent', 'Maximum'),
    threshold: 5,
  },
];

/**
 * A message that breaks its function comes again once its visibility time-out is over: every six minutes, to the page-fetcher
 * every sixteen. A call of a schedule that breaks its function is repeated after one minute and after two.
 */
export const breaks = (name: string, fn: lambda.Function): AlarmSpec => ({
  name: `FunctionErrors-${name}`,
  page: 'FunctionErrors',
  description: `The function ${name} breaks: its log says why.`,
  metric: fn.metricErrors({ period: Duration.hours(METRIC.agePeriodHours), statistic: 'Sum' }),
  threshold: 2,
});

const functionSpecs = ({ functions }: AlarmSources): AlarmSpec[] =>
  Object.entries(functions).flatMap(([name, fn]): AlarmSpec[] => [
    // Of the webhook, WebhookFails tells it at once.
    ...(name === 'webhook' ? [] : [breaks(name, fn)]),
    {
      name: `Throttles-${name}`,
      page: 'Throttles',
      description: `AWS holds the function ${name} back: the concurrency of the account is used up.`,
      metric: fn.metricThrottles({ period: PERIOD, statistic: 'Sum' }),
      threshold: 10,
      periods: 2,
    },
  ]);

/** What was written and should not have been, or was not and should. */
// eslint-disable-next-line max-lines-per-function -- One list: each entry is an alarm, as people get it.
const writeSpecs = ({ agency, config }: AlarmSources): AlarmSpec[] => [
  {
    name: 'UnsafeWrite',
    description: 'After a write, a GIAV client was not what it should be: cli explain client <id>.',
    metric: ours(agency, 'UnsafeWrites'),
    threshold: 1,
  },
  ...(config.writeBack.mode === 'off'
    ? []
    : [
        {
          name: 'WriteBackHeld',
          description:
            'More clients than allowed were to be written to GIAV within an hour: cli write-back.',
          metric: ours(agency, 'WriteBackHeld'),
          threshold: 1,
        },
      ]),
  {
    name: 'ConsentStillActive',
    description:
      'A consent withdrawn in GIAV is still active in Clientify, because the record may not be updated or Clientify ignores the change: cli runs, cli explain client <id>.',
    metric: ours(agency, 'ConsentsStillActive', 'Maximum'),
    threshold: 1,
  },
  {
    name: 'ForeignRecord',
    description:
      "A create in Clientify came back with somebody else's record: cli failures, and look at that record.",
    metric: ours(agency, 'ForeignRecords'),
    threshold: 1,
  },
  {
    name: 'ChangesWait',
    description: 'Changes of Clientify have waited for GIAV for 30 minutes: cli failures.',
    // Not AWS's age of the oldest message: it leaves out what comes again and again.
    metric: productMetric(agency, 'ChangeAge', {
      statistic: 'Maximum',
      period: Duration.minutes(METRIC.waitPeriodMinutes),
    }),
    threshold: 30 * 60,
  },
];

const webhookSpecs = (api: HttpApi): AlarmSpec[] => [
  {
    name: 'WebhookFails',
    description:
      'The webhook could not store what Clientify told: the log of the webhook function says why.',
    metric: api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    threshold: 1,
  },
  {
    name: 'WebhookRefuses',
    description: 'Many calls of the webhook are refused: check the secret.',
    metric: api.metricClientError({ period: PERIOD, statistic: 'Sum' }),
    threshold: 100,
  },
];

/** What should have come long ago. */
// eslint-disable-next-line max-lines-per-function -- One list: each entry is an alarm, as people get it.
const ageSpecs = ({ agency, config }: AlarmSources): AlarmSpec[] => {
  const hours = watermarkLimitHours(config);
  const fullHours = fullRunLimitHours(config);
  return [
    ...(config.writeBack.mode === 'off' || config.writeBack.reconcileMinutes === 0
      ? []
      : [
          {
            name: 'ReconcileTooOld',
            description:
              'Changes in Clientify whose webhook was lost have not been searched for: the log of reconcile says why.',
            metric: ours(agency, 'ReconcileAge', 'Minimum'),
            threshold: Math.max(HOUR_SECONDS, 6 * 60 * config.writeBack.reconcileMinutes),
          },
        ]),
    ...(fullHours === 0
      ? []
      : [
          {
            name: 'FullRunTooOld',
            description: `No full run has completed for ${fullHours} hours: cli runs.`,
            metric: productMetric(agency, 'FullRunAge', {
              statistic: 'Minimum',
              period: Duration.hours(METRIC.agePeriodHours),
            }),
            threshold: fullHours * HOUR_SECONDS,
          },
        ]),
    ...(hours === 0
      ? []
      : [
          {
            name: 'WatermarkTooOld',
            description: `No run has completed for ${hours} hours: cli status.`,
            metric: productMetric(agency, 'WatermarkAge', {
              statistic: 'Minimum',
              period: Duration.hours(METRIC.agePeriodHours),
            }),
            threshold: hours * HOUR_SECONDS,
            periods: Math.min(hours, METRIC.longestHours),
            silence: 'wrong' as const,
          },
        ]),
  ];
};

/** All alarms, but that of the letter. */
export const alarmSpecs = (sources: AlarmSources): AlarmSpec[] => [
  ...queueSpecs(sources),
  ...runSpecs(sources),
  ...functionSpecs(sources),
  ...writeSpecs(sources),
  ...(sources.api ? webhookSpecs(sources.api) : []),
  ...ageSpecs(sources),
];
