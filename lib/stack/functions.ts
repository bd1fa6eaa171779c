import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
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

type Environment = Record<string, string>;

/** Keys of the two systems, which a person stores by hand. */
interface SystemSecrets {
  readonly giav: secrets.ISecret;
  readonly clientify: secrets.ISecret;
}

/** What functions are told of their surroundings, each part for those that need it. */
interface Environments {
  readonly state: Environment;
  /** @param parallel calls of one invocation at a time */
  readonly clientify: (parallel: number) => Environment;
  readonly giav: Environment;
  /** Only who creates records claims Documentos. */
  readonly claims: Environment;
  readonly setup: Environment;
}

const stateOf = ({ table, queues, bus, agency, settings }: SyncFunctionsProps): Environment => ({
  TABLE_NAME: table.tableName,
  WORK_QUEUE_URL: queues.work.queueUrl,
  DEAD_LETTER_QUEUE_URL: queues.deadLetter.queueUrl,
  RUN_QUEUE_URL: queues.runs.queueUrl,
  CHANGE_QUEUE_URL: queues.changes.queueUrl,
  EVENT_BUS_NAME: bus.eventBusName,
  AGENCY: agency,
  LEASE_SECONDS: String(RUN.leaseSeconds),
  CHECK_SECONDS: String(RUN.checkSeconds),
  SYNC_CONFIG_PARAMETER: settings.parameterName,
});

function environmentsOf(props: SyncFunctionsProps, keys: SystemSecrets): Environments {
  const { timeoutSeconds, retrySeconds } = props.config.clientify;
  const { listener } = props;
  return {
    state: stateOf(props),
    clientify: (parallel) => ({
      CLIENTIFY_BASE_URL: props.clientifyBaseUrl,
      CLIENTIFY_SECRET_ID: keys.clientify.secretName,
      PARALLEL_CALLS: String(parallel),
      CLIENTIFY_TIMEOUT_SECONDS: String(timeoutSeconds),
      CLIENTIFY_RETRY_SECONDS: String(retrySeconds),
    }),
    giav: {
      GIAV_ENDPOINT: props.giavEndpoint,
      ...(props.giavBasicUser && { GIAV_BASIC_USER: props.giavBasicUser }),
      GIAV_SECRET_ID: keys.giav.secretName,
    },
    claims: { DOCUMENTO_SECRET_ID: props.documentoKey.secretArn },
    setup: {
      AUTO_SETUP: String(props.autoSetup ?? true),
      CLIENTIFY_V2_BASE_URL: CLIENTIFY_V2_BASE,
      ...(listener && {
        WEBHOOK_URL: listener.url,
        WEBHOOK_SECRET_ID: listener.secret.secretArn,
      }),
    },
  };
}

function placesOf(
  { table, queues, bus, settings, documentoKey, listener }: SyncFunctionsProps,
  keys: SystemSecrets,
): Places {
  return {
    ...queues.arns,
    table: table.tableArn,
    bus: bus.eventBusArn,
    settings: settings.parameterArn,
    // Looked up by name: AWS adds six characters of its own to it.
    'secret giav': `${keys.giav.secretArn}-??????`,
    'secret clientify': `${keys.clientify.secretArn}-??????`,
    'secret documento': documentoKey.secretArn,
    ...(listener && { 'secret webhook': listener.secret.secretArn }),
  };
}

/** The Lambdas of both directions, their bundles, their triggers and exactly the rights that each needs. */
export class SyncFunctions extends Construct {
  /** By their names in `functions/`. */
  readonly all: Readonly<Record<string, BundledFunction>>;

  constructor(scope: Construct, id: string, props: SyncFunctionsProps) {
    super(scope, id);
    const named = (construct: string, system: keyof SystemSecrets): secrets.ISecret =>
      secrets.Secret.fromSecretNameV2(this, construct, `giav-clientify/${props.agency}/${system}`);
    const keys = {
      giav: named('GiavSecret', 'giav'),
      clientify: named('ClientifySecret', 'clientify'),
    };
    const environments = environmentsOf(props, keys);
    const always = {
      'page-fetcher': this.pageFetcher(props, environments),
      'record-worker': this.recordWorker(props, environments),
      'write-back': this.writeBack(props, environments),
    };
    const reconcile = this.reconcile(props, environments);
    this.all = { ...always, ...(reconcile && { reconcile }) };
    const places = placesOf(props, keys);
    for (const [name, fn] of Object.entries(this.all))
      allow(fn, rightsOf(name as keyof typeof RIGHTS, props.listener !== undefined), places);
  }

  private pageFetcher(
    { config, queues }: SyncFunctionsProps,
    { state, clientify, giav, claims, setup }: Environments,
  ): BundledFunction {
    const fn = new BundledFunction(
      this,
      'page-fetcher',
      { timeout: timeoutOf('page-fetcher'), memorySize: 1024, ...LOOP },
      { ...state, ...clientify(config.clientify.concurrency), ...giav, ...claims, ...setup },
    );
    drive(fn, queues.runs, { batchSize: 1, maxConcurrency: MAX_FETCHERS });
    return fn;
  }

  private recordWorker(
    { config, queues }: SyncFunctionsProps,
    { state, clientify, claims }: Environments,
  ): BundledFunction {
    const share = shareConcurrency(config.clientify.concurrency);
    const fn = new BundledFunction(
      this,
      'record-worker',
      { timeout: timeoutOf('record-worker'), memorySize: 256, ...LOOP },
      { ...state, ...clientify(share.parallel), ...claims },
    );
    drive(fn, queues.work, {
      batchSize: MAX_BATCH,
      reportBatchItemFailures: true,
      maxConcurrency: share.invocations,
    });
    return fn;
  }

  /**
   * There while the way back is off, too: what was written before is still verified, and no run copies anything of a client
   * until it is.
   */
  private writeBack(
    { queues }: SyncFunctionsProps,
    { state, clientify, giav, claims }: Environments,
  ): BundledFunction {
    const fn = new BundledFunction(
      this,
      'write-back',
      { timeout: timeoutOf('write-back'), memorySize: 512, ...LOOP },
      { ...state, ...clientify(1), ...giav, ...claims },
    );
    drive(fn, queues.changes, {
      batchSize: MAX_BATCH,
      reportBatchItemFailures: true,
      maxConcurrency: MAX_WRITERS,
    });
    return fn;
  }

  /** Only where changes of Clientify are searched for. */
  private reconcile(
    { config, queues }: SyncFunctionsProps,
    { state, clientify }: Environments,
  ): BundledFunction | undefined {
    if (!queues.reconcile) return undefined;
    const fn = new BundledFunction(
      this,
      'reconcile',
      { timeout: timeoutOf('reconcile'), memorySize: 256 },
      { ...state, ...clientify(reconcileParallel(config.clientify.concurrency)) },
    );
    drive(fn, queues.reconcile, { batchSize: 1 });
    return fn;
  }
}
