import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { NONE } from '../config/deployment';
import { Alarms } from './alarms';
import { Console } from './console';
import { DailyLetter } from './letter';
import { OnCallDashboard } from './dashboard';
import { DocumentoKey } from './documento-key';
import { SyncFunctions } from './functions';
import { SyncQueues } from './queues';
import { ReconcileAfterAlarm } from './reconcile-after-alarm';
import { SyncSchedules } from './schedules';
import { Settings } from './settings';
import type { SyncStackProps } from './sync-stack-props';
import { Webhook } from './webhook';

/** What is watched. */
interface Parts {
  readonly table: dynamodb.Table;
  readonly queues: SyncQueues;
  readonly functions: SyncFunctions;
  readonly webhook: Webhook | undefined;
  readonly pages: Console | undefined;
}

/** Everything of one agency: schedule → run queue → page-fetcher → work queue → record-worker, and their state. */
export class SyncStack extends Stack {
  constructor(scope: Construct, id: string, props: SyncStackProps) {
    super(scope, id, props);
    const { agency, config } = props;
    const table = this.table();
    const listens = config.writeBack.mode !== 'off' || props.webhook === 'always';
    const queues = new SyncQueues(this, 'Queues', { reconciles: listens });
    const bus = new events.EventBus(this, 'Events');
    const { parameter } = new Settings(this, 'Settings', { agency, config });
    const { secret: documentoKey } = new DocumentoKey(this, 'DocumentoKey', agency);
    const webhook = listens
      ? new Webhook(this, 'Webhook', { changes: queues.changes, agency })
      : undefined;
    const state = { table, queues, settings: parameter, documentoKey };
    const functions = new SyncFunctions(this, 'Functions', {
      ...props,
      ...state,
      bus,
      listener: webhook,
    });
    const pages =
      props.console === false
        ? undefined
        : new Console(this, 'Console', { agency, ...state, webhookUrl: webhook?.url });
    const alarms = this.watch(props, { table, queues, functions, webhook, pages });
    // Last: what fails to be deployed has begun nothing, and so has stored nothing that would have to be kept.
    const first = [functions, ...alarms.all, webhook, pages].filter((part) => part !== undefined);
    new SyncSchedules(this, 'Schedules', { config, queues }).node.addDependency(...first);
    this.tell({
      Agency: agency,
      TableName: table.tableName,
      ...queueUrls(queues),
      WebhookUrl: webhook?.url ?? NONE,
      WebhookSecretId: webhook?.secret.secretArn ?? NONE,
      EventBusName: bus.eventBusName,
      AlarmTopicArn: alarms.topic.topicArn,
      SettingsParameter: parameter.parameterName,
      GiavEndpoint: props.giavEndpoint,
      GiavBasicUser: props.giavBasicUser ?? NONE,
      ClientifyBaseUrl: props.clientifyBaseUrl,
    });
  }

  private table(): dynamodb.Table {
    return new dynamodb.Table(this, 'State', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      timeToLiveAttribute: 'expires',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** What tells people how it goes: the letter, the alarms, the dashboard. */
  private watch(
    { agency, config }: SyncStackProps,
    { table, queues, functions, webhook, pages }: Parts,
  ): Alarms {
    const unseen = { ...functions.all, ...(webhook && { webhook: webhook.fn }) };
    const all = { ...unseen, ...(pages && { console: pages.fn }) };
    const letter = new DailyLetter(this, 'Letter', {
      agency,
      config,
      table,
      consoleOrigin: pages?.origin,
    });
    const alarms = new Alarms(this, 'Alarms', {
      agency,
      config,
      queues,
      api: webhook?.api,
      functions: unseen,
      consoleOrigin: pages?.origin,
      letter,
    });
    if (config.writeBack.mode !== 'off' && queues.reconcile)
      new ReconcileAfterAlarm(this, 'WebhookIsBack', {
        alarm: alarms.named('WebhookFails'),
        queue: queues.reconcile,
      });
    new OnCallDashboard(this, 'OnCall', { agency, queues, functions: all, alarms: alarms.all });
    return alarms;
  }

  /** What programs read of a deployed stack. */
  private tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

const queueUrls = (queues: SyncQueues) => ({
  RunQueueUrl: queues.runs.queueUrl,
  WorkQueueUrl: queues.work.queueUrl,
  DeadLetterQueueUrl: queues.deadLetter.queueUrl,
  RunsDeadLetterQueueUrl: queues.runsDeadLetter.queueUrl,
  ChangeQueueUrl: queues.changes.queueUrl,
  ReconcileQueueUrl: queues.reconcile?.queueUrl ?? NONE,
});
