import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { FUNCTION_SECONDS, RUN } from '../sync/budget';
import { BundledFunction } from './bundled-function';
import { MAX_BATCH, MAX_WRITERS, reconcileParallel, shareConcurrency } from './limits';
import type { SyncQueues } from './queues';
import type { SyncStackProps } from './sync-stack-props';

const timeoutOf = (name: keyof typeof FUNCTION_SECONDS): Duration =>
  Duration.seconds(FUNCTION_SECONDS[name]);

export interface SyncFunctionsProps extends SyncStackProps {
  readonly table: dynamodb.Table;
  readonly queues: SyncQueues;
  readonly bus: events.EventBus;
  readonly settings: ssm.StringParameter;
  /** Key of the Documentos that the table stores. */
  readonly documentoKey: secrets.ISecret;
}

/** What lib/state/table.ts does, and no more. */
const TABLE_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
] as const;

/** The Lambdas of both directions, their bundles, their triggers and exactly the rights that each needs. */
export class SyncFunctions extends Construct {
  readonly all: Readonly<
    Record<'page-fetcher' | 'record-worker' | 'write-back' | 'reconcile', BundledFunction>
  >;

  constructor(scope: Construct, id: string, props: SyncFunctionsProps) {
    super(scope, id);
    const { table, queues, bus } = props;
    const giavSecret = secrets.Secret.fromSecretNameV2(
      this,
      'GiavSecret',
      `giav-clientify/${props.agency}/giav`,
    );
    const clientifySecret = secrets.Secret.fromSecretNameV2(
      this,
      'ClientifySecret',
      `giav-clientify/${props.agency}/clientify`,
    );
    const { concurrency, timeoutSeconds, retrySeconds } = props.config.clientify;
    const share = shareConcurrency(concurrency);
    const state = {
      TABLE_NAME: table.tableName,
      WORK_QUEUE_URL: queues.work.queueUrl,
      DEAD_LETTER_QUEUE_URL: queues.deadLetter.queueUrl,
      RUN_QUEUE_URL: queues.runs.queueUrl,
      CHANGE_QUEUE_URL: queues.changes.queueUrl,
      EVENT_BUS_NAME: bus.eventBusName,
      AGENCY: props.agency,
      LEASE_SECONDS: String(RUN.leaseSeconds),
      CHECK_SECONDS: String(RUN.checkSeconds),
      SYNC_CONFIG_PARAMETER: props.settings.parameterName,
    };
    const clientify = (parallel: number): Record<string, string> => ({
      CLIENTIFY_BASE_URL: props.clientifyBaseUrl,
      CLIENTIFY_SECRET_ID: clientifySecret.secretName,
      PARALLEL_CALLS: String(parallel),
      CLIENTIFY_TIMEOUT_SECONDS: String(timeoutSeconds),
      CLIENTIFY_RETRY_SECONDS: String(retrySeconds),
    });
    const giav = {
      GIAV_ENDPOINT: props.giavEndpoint,
      ...(props.giavBasicUser && { GIAV_BASIC_USER: props.giavBasicUser }),
      GIAV_SECRET_ID: giavSecret.secretName,
    };
    // Only who creates records claims Documentos.
    const claims = { DOCUMENTO_SECRET_ID: props.documentoKey.secretArn };
    const driven = (
      fn: BundledFunction,
      queue: sqs.Queue,
      source: ConstructorParameters<typeof SqsEventSource>[1],
    ): BundledFunction => {
      fn.addEventSource(new SqsEventSource(queue, source));
      return fn;
    };

    const fetcher = driven(
      new BundledFunction(
        this,
        'page-fetcher',
        {
          timeout: timeoutOf('page-fetcher'),
          memorySize: 1024,
          recursiveLoop: lambda.RecursiveLoop.ALLOW,
        },
        {
          ...state,
          ...clientify(concurrency),
          ...giav,
          AUTO_SETUP: String(props.autoSetup ?? true),
        },
      ),
      queues.runs,
      { batchSize: 1 },
    );
    const worker = driven(
      new BundledFunction(
        this,
        'record-worker',
        {
          timeout: timeoutOf('record-worker'),
          memorySize: 256,
          recursiveLoop: lambda.RecursiveLoop.ALLOW,
        },
        { ...state, ...clientify(share.parallel), ...claims },
      ),
      queues.work,
      { batchSize: MAX_BATCH, reportBatchItemFailures: true, maxConcurrency: share.invocations },
    );
    const writeBack = driven(
      new BundledFunction(
        this,
        'write-back',
        { timeout: timeoutOf('write-back'), memorySize: 512 },
        { ...state, ...clientify(1), ...giav, ...claims },
      ),
      queues.changes,
      { batchSize: MAX_BATCH, reportBatchItemFailures: true, maxConcurrency: MAX_WRITERS },
    );
    const reconcile = driven(
      new BundledFunction(
        this,
        'reconcile',
        { timeout: timeoutOf('reconcile'), memorySize: 256 },
        { ...state, ...clientify(reconcileParallel(concurrency)) },
      ),
      queues.reconcile,
      { batchSize: 1 },
    );

    const sends: [BundledFunction, sqs.Queue[]][] = [
      [fetcher, [queues.runs, queues.work, queues.deadLetter, queues.changes]],
      [worker, [queues.runs, queues.changes, queues.deadLetter]],
      [writeBack, [queues.runs, queues.deadLetter]],
      [reconcile, [queues.changes]],
    ];
    for (const [fn, targets] of sends) for (const queue of targets) queue.grantSendMessages(fn);
    // It re-drives what people ask for, and takes the messages of those records away.
    queues.deadLetter.grantConsumeMessages(fetcher);
    for (const fn of [fetcher, writeBack]) giavSecret.grantRead(fn);
    for (const fn of [worker, writeBack]) props.documentoKey.grantRead(fn);
    for (const fn of [fetcher, worker, writeBack]) bus.grantPutEventsTo(fn);
    for (const fn of [fetcher, worker, writeBack, reconcile]) {
      table.grant(fn, ...TABLE_ACTIONS);
      clientifySecret.grantRead(fn);
      iam.Grant.addToPrincipal({
        grantee: fn,
        actions: ['ssm:GetParameter'],
        resourceArns: [props.settings.parameterArn],
      });
    }
    this.all = {
      'page-fetcher': fetcher,
      'record-worker': worker,
      'write-back': writeBack,
      reconcile,
    };
  }
}
