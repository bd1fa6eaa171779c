import { CfnOutput, Duration, RemovalPolicy, Stack, TimeZone, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import type { SyncConfig } from '../config/schema';
import { SyncFunctions } from './functions';
import { WayBackAlarms } from './alarms';
import { SyncQueues } from './queues';
import { Webhook } from './webhook';

export interface SyncStackProps extends StackProps {
  /** Name of the agency: one stack each, no shared state. */
  readonly agency: string;
  readonly giavEndpoint: string;
  /** @default - no HTTP Basic */
  readonly giavBasicUser?: string;
  readonly clientifyBaseUrl: string;
  readonly config: SyncConfig;
  /** Create missing custom fields. @default true */
  readonly autoSetup?: boolean;
  /** Hour of the daily full run, Europe/Madrid. @default 3 */
  readonly fullRunHour?: number;
}

/** Everything of one agency: schedule → run queue → page-fetcher → work queue → record-worker, and their state. */
export class SyncStack extends Stack {
  constructor(scope: Construct, id: string, props: SyncStackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'State', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      timeToLiveAttribute: 'expires',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const queues = new SyncQueues(this, 'Queues');
    const bus = new events.EventBus(this, 'Events');
    new SyncFunctions(this, 'Functions', { ...props, table, queues, bus });
    new scheduler.Schedule(this, 'FullRun', {
      description: 'Daily full run',
      schedule: scheduler.ScheduleExpression.cron({ minute: '0', hour: String(props.fullRunHour ?? 3), timeZone: TimeZone.EUROPE_MADRID }),
      target: new SqsSendMessage(queues.runs, {
        input: scheduler.ScheduleTargetInput.fromObject({ v: 1, kind: 'start', mode: 'full' }),
        maxEventAge: Duration.hours(1),
      }),
    });
    const { everyMinutes } = props.config.modified;
    if (everyMinutes > 0)
      new scheduler.Schedule(this, 'ModifiedRun', {
        description: 'Modified run',
        schedule: scheduler.ScheduleExpression.rate(Duration.minutes(everyMinutes)),
        target: new SqsSendMessage(queues.runs, {
          input: scheduler.ScheduleTargetInput.fromObject({ v: 1, kind: 'start', mode: 'modified' }),
          maxEventAge: Duration.minutes(Math.max(1, everyMinutes)),
        }),
      });
    const { mode, reconcileMinutes } = props.config.writeBack;
    if (mode !== 'off' && reconcileMinutes > 0)
      new scheduler.Schedule(this, 'Reconcile', {
        description: 'Search of Clientify for changes whose webhook was lost',
        schedule: scheduler.ScheduleExpression.rate(Duration.minutes(reconcileMinutes)),
        target: new SqsSendMessage(queues.reconcile, {
          input: scheduler.ScheduleTargetInput.fromObject({ v: 1, kind: 'reconcile' }),
          maxEventAge: Duration.minutes(reconcileMinutes),
        }),
      });
    const webhook = new Webhook(this, 'Webhook', { changes: queues.changes, agency: props.agency });
    new WayBackAlarms(this, 'Alarms', { agency: props.agency, changes: queues.changes, api: webhook.api });
    for (const [name, value] of Object.entries({
      TableName: table.tableName,
      RunQueueUrl: queues.runs.queueUrl,
      WorkQueueUrl: queues.work.queueUrl,
      DeadLetterQueueUrl: queues.deadLetter.queueUrl,
      ChangeQueueUrl: queues.changes.queueUrl,
      ReconcileQueueUrl: queues.reconcile.queueUrl,
      WebhookUrl: webhook.url,
      WebhookSecretId: webhook.secret.secretArn,
      EventBusName: bus.eventBusName,
    }))
      new CfnOutput(this, name, { value });
  }
}
