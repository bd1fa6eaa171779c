import { ArnFormat, CfnCondition, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HOUR_SECONDS, METRIC } from '../sync/budget';
import type { SyncConfig } from '../config/schema';
import type { Watched } from '../ports/meter';
import { paths } from '../console/paths';
import { productMetric } from './metrics';
import type { SyncQueues } from './queues';

export interface AlarmsProps {
  readonly agency: string;
  readonly config: SyncConfig;
  readonly queues: SyncQueues;
  /** @default - there is no webhook */
  readonly api?: HttpApi;
  /** Address of the console, without a path. @default - there is none */
  readonly consoleOrigin?: string;
  /** Those whose breaking nobody would see, by their names as in `functions/`: not the console, whose reader does. */
  readonly functions: Readonly<Record<string, lambda.Function>>;
  /** Whose alarm there is only where somebody gets the letter. */
  readonly letter: { readonly fn: lambda.Function; readonly wanted: CfnCondition };
}

const PERIOD = Duration.minutes(METRIC.periodMinutes);

interface AlarmSpec {
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

/** Of full runs that come each week, or on some of its days: with a day to spare. */
const WEEKLY_HOURS = 8 * 24;

/**
 * Hours after which nobody has synced although somebody should have; 0 = nobody can tell: there is no schedule, or one that
 * is silent for longer than CloudWatch looks back.
 */
export function watermarkLimitHours({ modified, full }: SyncConfig): number {
  if (modified.everyMinutes > 0) return Math.max(2, Math.ceil((modified.everyMinutes * 6) / 60));
  const hours = fullRunLimitHours({ full });
  return hours > WEEKLY_HOURS ? 0 : hours;
}

/** The same for full runs, by how often their schedule comes; 0 = there is none. */
export function fullRunLimitHours({ full }: Pick<SyncConfig, 'full'>): number {
  if (full.cron === null) return 0;
  const [, , day, month, weekday] = full.cron.trim().split(/\s+/);
  if (day === '*' && month === '*') return weekday === '*' ? 26 : WEEKLY_HOURS;
  return month === '*' ? 32 * 24 : 367 * 24;
}

/**
 * A message that breaks its function comes again once its visibility time-out is over: every six minutes, to the page-fetcher
 * every sixteen. A call of a schedule that breaks its function is repeated after one minute and after two.
 */
const breaks = (name: string, fn: lambda.Function): AlarmSpec => ({
  name: `FunctionErrors-${name}`,
  page: 'FunctionErrors',
  description: `The function ${name} breaks: its log says why.`,
  metric: fn.metricErrors({ period: Duration.hours(METRIC.agePeriodHours), statistic: 'Sum' }),
  threshold: 2,
});

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

/** Where in the console one sees what the alarm is about, and puts it right. */
const PAGES: Readonly<Record<string, string>> = {
  DeadLetters: paths.waiting,
  RecordErrors: paths.waiting,
  ConsentStillActive: paths.waiting,
  ForeignRecord: paths.waiting,
  RunFailed: paths.runs,
  RunsDeadLetters: paths.runs,
  FullRunTooOld: paths.runs,
  ChangesWait: paths.connection,
  WebhookFails: paths.connection,
  WebhookRefuses: paths.connection,
};

const pageOf = ({ name }: AlarmSpec, { consoleOrigin }: AlarmsProps): string[] =>
  consoleOrigin === undefined ? [] : [`${consoleOrigin}${PAGES[name] ?? paths.today}`];

const runbookOf = ({ name, page = name }: AlarmSpec): string =>
  `docs/runbook.md#${page.toLowerCase()}`;

/** What must not go unnoticed, told to a topic; whoever gives an address gets it by e-mail. */
export class Alarms extends Construct {
  readonly topic: sns.Topic;
  readonly all: cloudwatch.Alarm[] = [];
  private readonly byName = new Map<string, cloudwatch.Alarm>();

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = this.makeTopic(props.agency);
    for (const spec of this.specs(props)) {
      const alarm = this.make(spec, props);
      this.all.push(alarm);
      this.byName.set(spec.name, alarm);
    }
    const ofLetter = this.make(breaks('letter', props.letter.fn), props).node.defaultChild;
    (ofLetter as cloudwatch.CfnAlarm).cfnOptions.condition = props.letter.wanted;
  }

  private make(spec: AlarmSpec, props: AlarmsProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, spec.name, {
      alarmName: `giav-clientify-${props.agency}-${spec.name}`,
      alarmDescription: [spec.description, ...pageOf(spec, props), runbookOf(spec)].join(' '),
      metric: spec.metric,
      threshold: spec.threshold,
      evaluationPeriods: spec.periods ?? 1,
      datapointsToAlarm: spec.periods ?? 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData:
        spec.silence === 'wrong'
          ? cloudwatch.TreatMissingData.BREACHING
          : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    return alarm;
  }

  /** The alarm of that name, without the name of the agency. */
  named(name: string): cloudwatch.Alarm {
    const found = this.byName.get(name);
    if (!found) throw new Error(`no alarm ${name}`);
    return found;
  }

  private makeTopic(agency: string): sns.Topic {
    // Not encrypted at rest: CloudWatch cannot use the key of AWS, one of our own costs more than all else of a small
    // agency, and what an alarm says is its name and a number.
    const topic = new sns.Topic(this, 'Topic', {
      displayName: `giav-clientify ${agency}`,
      enforceSSL: true,
    });
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `giav-clientify-${agency}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { ArnLike: { 'aws:SourceArn': alarms } },
      }),
    );
    const email = new CfnParameter(Stack.of(this), 'AlarmEmail', {
      type: 'String',
      default: '',
      description:
        'Who gets the alarms by e-mail (confirmed by a click in the first one); empty: nobody.',
      allowedPattern: '^$|^[^@ ]+@[^@ ]+$',
      constraintDescription: 'must be one e-mail address, or empty',
    });
    const wanted = new CfnCondition(Stack.of(this), 'AlarmEmailGiven', {
      expression: Fn.conditionNot(Fn.conditionEquals(email.valueAsString, '')),
    });
    const subscription = new sns.CfnSubscription(this, 'Email', {
      topicArn: topic.topicArn,
      protocol: 'email',
      endpoint: email.valueAsString,
    });
    subscription.cfnOptions.condition = wanted;
    return topic;
  }

  private specs({ agency, config, queues, api, functions }: AlarmsProps): AlarmSpec[] {
    const ours = (name: Watched, statistic = 'Sum'): cloudwatch.Metric =>
      productMetric(agency, name, { statistic, period: PERIOD });
    const hours = watermarkLimitHours(config);
    const fullHours = fullRunLimitHours(config);
    return [
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
      {
        name: 'RunFailed',
        description: 'A run could not be done: cli runs tells why in one sentence.',
        metric: ours('RunsFailed'),
        threshold: 1,
      },
      {
        name: 'RunHeld',
        description:
          'A run would change too much of what Clientify holds, and waits for a word: cli runs show <id>.',
        metric: ours('RunsHeld'),
        threshold: 1,
      },
      {
        name: 'RecordErrors',
        description:
          'Of the records of a run, one in twenty or more failed: cli failures groups them by reason.',
        metric: ours('FailedPercent', 'Maximum'),
        threshold: 5,
      },
      ...Object.entries(functions).flatMap(([name, fn]): AlarmSpec[] => [
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
      ]),
      {
        name: 'UnsafeWrite',
        description:
          'After a write, a GIAV client was not what it should be: cli explain client <id>.',
        metric: ours('UnsafeWrites'),
        threshold: 1,
      },
      ...(config.writeBack.mode === 'off'
        ? []
        : [
            {
              name: 'WriteBackHeld',
              description:
                'More clients than allowed were to be written to GIAV within an hour: cli write-back.',
              metric: ours('WriteBackHeld'),
              threshold: 1,
            },
          ]),
      {
        name: 'ConsentStillActive',
        description:
          'A consent withdrawn in GIAV is still active in Clientify, because the record may not be updated: cli runs, cli explain client <id>.',
        metric: ours('ConsentsStillActive', 'Maximum'),
        threshold: 1,
      },
      {
        name: 'ForeignRecord',
        description:
          "A create in Clientify came back with somebody else's record: cli failures, and look at that record.",
        metric: ours('ForeignRecords'),
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
      ...(api ? webhookSpecs(api) : []),
      ...(config.writeBack.mode === 'off' || config.writeBack.reconcileMinutes === 0
        ? []
        : [
            {
              name: 'ReconcileTooOld',
              description:
                'Changes in Clientify whose webhook was lost have not been searched for: the log of reconcile says why.',
              metric: ours('ReconcileAge', 'Minimum'),
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
  }
}
