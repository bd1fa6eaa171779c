import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { CLIENTIFY_V2_BASE } from '../config/environment';
import { FUNCTION_SECONDS, RUN } from '../sync/budget';
import { BundledFunction } from './bundled-function';
import { allow, drive, type Places } from './grants';
import {
  MAX_BATCH,
  MAX_FETCHERS,
  MAX_WRITERS,
  reconcileParallel,
  shareConcurrency,
} from './limits';
import type { SyncQueues } from './queues';
import { RIGHTS, type Rights } from './rights';
import type { SyncStackProps } from './sync-stack-props';
import type { Webhook } from './webhook';

const timeoutOf = (name: keyof typeof FUNCTION_SECONDS): Duration =>
  Duration.seconds(FUNCTION_SECONDS[name]);

export interface SyncFunctionsProps extends SyncStackProps {
  readonly table: dynamodb.Table;
  readonly queues: SyncQueues;
  readonly bus: events.EventBus;
  readonly settings: ssm.StringParameter;
  /** Key of the Documentos that the table stores. */
  readonly documentoKey: secrets.ISecret;
  /** What Clientify calls, where it is listened to: who does what people ask for registers it. */
  readonly listener: Pick<Webhook, 'url' | 'secret'> | undefined;
}

/** Functions that are part of a loop of queues, as all of it is: what is tried again, or looked at again, is no runaway. */
const LOOP = { recursiveLoop: lambda.RecursiveLoop.ALLOW } as const;

/** What is called of a webhook; nothing where there is none. */
function rightsOf(name: keyof typeof RIGHTS, listens: boolean): Rights {
  const { 'secret webhook': ofWebhook, ...others } = RIGHTS[name];
  return listens && ofWebhook ? { ...others, 'secret webhook': ofWebhook } : others;
}

/** The Lambdas of both directions, their bundles, their triggers and exactly the rights that each needs. */
export class SyncFunctions extends Construct {
  /** By their names in `functions/`. */
  readonly all: Readonly<Record<string, BundledFunction>>;

  constructor(scope: Construct, id: string, props: SyncFunctionsProps) {
    super(scope, id);
    const { table, queues, bus, listener } = props;
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
      source: Parameters<typeof drive>[2],
    ): BundledFunction => {
      drive(fn, queue, source);
      return fn;
    };

    const fetcher = driven(
      new BundledFunction(
        this,
        'page-fetcher',
        { timeout: timeoutOf('page-fetcher'), memorySize: 1024, ...LOOP },
        {
          ...state,
          ...clientify(concurrency),
          ...giav,
          ...claims,
          AUTO_SETUP: String(props.autoSetup ?? true),
          CLIENTIFY_V2_BASE_URL: CLIENTIFY_V2_BASE,
          ...(listener && {
            WEBHOOK_URL: listener.url,
            WEBHOOK_SECRET_ID: listener.secret.secretArn,
          }),
        },
      ),
      queues.runs,
      { batchSize: 1, maxConcurrency: MAX_FETCHERS },
    );
    const worker = driven(
      new BundledFunction(
        this,
        'record-worker',
        { timeout: timeoutOf('record-worker'), memorySize: 256, ...LOOP },
        { ...state, ...clientify(share.parallel), ...claims },
      ),
      queues.work,
      { batchSize: MAX_BATCH, reportBatchItemFailures: true, maxConcurrency: share.invocations },
    );
    // There while the way back is off, too: what was written before is still verified, and no run copies anything of a
    // client until it is.
    const writeBack = driven(
      new BundledFunction(
        this,
        'write-back',
        { timeout: timeoutOf('write-back'), memorySize: 512, ...LOOP },
        { ...state, ...clientify(1), ...giav, ...claims },
      ),
      queues.changes,
      { batchSize: MAX_BATCH, reportBatchItemFailures: true, maxConcurrency: MAX_WRITERS },
    );
    const reconcile =
      queues.reconcile &&
      driven(
        new BundledFunction(
          this,
          'reconcile',
          { timeout: timeoutOf('reconcile'), memorySize: 256 },
          { ...state, ...clientify(reconcileParallel(concurrency)) },
        ),
        queues.reconcile,
        { batchSize: 1 },
      );
    this.all = {
      'page-fetcher': fetcher,
      'record-worker': worker,
      'write-back': writeBack,
      ...(reconcile && { reconcile }),
    };
    const places: Places = {
      ...queues.arns,
      table: table.tableArn,
      bus: bus.eventBusArn,
      settings: props.settings.parameterArn,
      // Looked up by name: AWS adds six characters of its own to it.
      'secret giav': `${giavSecret.secretArn}-??????`,
      'secret clientify': `${clientifySecret.secretArn}-??????`,
      'secret documento': props.documentoKey.secretArn,
      ...(listener && { 'secret webhook': listener.secret.secretArn }),
    };
    for (const [name, fn] of Object.entries(this.all))
      allow(fn, rightsOf(name as keyof typeof RIGHTS, listener !== undefined), places);
  }
}
