import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { RUN } from '../lib/sync/budget';
import type { Deployment } from '../lib/admin/deployment';
import { keys, Table } from '../lib/state/table';
import { SqsChangeQueue } from '../lib/queue/changes';
import { SqsRunQueue } from '../lib/queue/queues';
import { RetryableError } from '../lib/sync/errors';
import { announce } from './attach';
import { startChild, stopChild } from './child';
import { StoredDeadLetters } from './dead-letters';
import { EventSource } from './event-source';
import { ExecutionEnvironment } from './lambda';
import { Schedules } from './schedules';
import { synthesise } from './synth';
import { LocalHttpApi } from './http-api';
import { QUIET_SDK } from './quiet-sdk';
import { ACCOUNT, REGION, createQueues, createTable, localClients } from './stores';
import { Template, type Resource } from './template';

export interface CloudSettings {
  readonly stateDirectory: string;
  readonly giavEndpoint: string;
  readonly giavBasicUser?: string;
  readonly clientifyBaseUrl: string;
  readonly secrets: {
    readonly giav: { apiKey: string; basicPassword?: string };
    readonly clientify: { token: string };
  };
  /** Secrets of the webhook; `previous` stays valid during a rotation. @default - a made-up one */
  readonly webhook?: { readonly current: string; readonly previous?: string };
  /** @default - any free one */
  readonly webhookPort?: number;
  /** Text of the mapping settings (JSON); empty = defaults. */
  readonly configText: string;
  /** Told each line that a function logs. */
  readonly onLog?: (line: string) => void;
  /** Runs the stack's schedules, too. @default false */
  readonly schedules?: boolean;
  /** Without them only the stores are there to be looked at. @default true */
  readonly functions?: boolean;
  /** Time limits and visibility of the stack are multiplied by it: tests of crashes cannot wait for minutes. @default - LOCAL_TIME_SCALE, or 1 */
  readonly timeScale?: number;
}

interface Addresses {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly secretsManager: string;
  readonly eventBridge: string;
  readonly ssm: string;
}

const CREDENTIALS = {
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
} as const;

export interface Cloud extends Deployment {
  readonly webhookSecret: string;
  /** Takes no more from outside, lets what is at work end, and keeps the rest for the next start. */
  readonly stop: () => Promise<void>;
  /** By the name of the function, as in `functions/`. */
  readonly kill: (name: string) => void;
  /** Enables or disables what feeds the function. */
  readonly enable: (name: string, enabled: boolean) => void;
}

const WEBHOOK_SECRET = 'giav-clientify/default/webhook';
const DOCUMENTO_SECRET = 'giav-clientify/default/documentos';

/** Which secret a resource of the template stands for: by what AWS would generate. */
const secretOf = ({ Properties }: Resource): string =>
  (Properties['GenerateSecretString'] as { GenerateStringKey?: string } | undefined)
    ?.GenerateStringKey === 'key'
    ? DOCUMENTO_SECRET
    : WEBHOOK_SECRET;

/** Made once for a state directory, as AWS does for a deployment. */
function documentoKeyOf(stateDirectory: string): string {
  const file = join(stateDirectory, 'documento-key');
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

const hasVariable = (properties: Record<string, unknown>, name: string): boolean =>
  name in ((properties['Environment'] as { Variables?: object } | undefined)?.Variables ?? {});

/** Longest wait for hints that have been accepted but not worked on. */
const DRAIN_MS = 15_000;

/** More looks at an empty queue than a run waits for: nothing of it can come any more. */
const ALL_LOST = 99;

const numberOf = (value: unknown, fallback: number): number =>
  value === undefined ? fallback : Number(value);

/** The local cloud: emulated services, and the synthesised stack's own bundles run on them. */
export async function startCloud(settings: CloudSettings): Promise<Cloud> {
  const logs = join(settings.stateDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const { directory, file } = synthesise(settings.configText);
  const template = new Template(directory, file);
  const webhookSecrets = settings.webhook ?? { current: randomUUID() };
  const { child, ready } = await startChild<Addresses & { readonly busy?: number }>(
    join(__dirname, 'emulators.ts'),
    [],
    {
      LOCAL_CLOUD: JSON.stringify({
        directory: settings.stateDirectory,
        secrets: {
          'giav-clientify/default/giav': JSON.stringify(settings.secrets.giav),
          'giav-clientify/default/clientify': JSON.stringify(settings.secrets.clientify),
          [WEBHOOK_SECRET]: JSON.stringify(webhookSecrets),
          [DOCUMENTO_SECRET]: JSON.stringify({ key: documentoKeyOf(settings.stateDirectory) }),
        },
        parameters: Object.fromEntries(
          template
            .ofType('AWS::SSM::Parameter')
            .map(([, { Properties }]) => [String(Properties['Name']), String(Properties['Value'])]),
        ),
      }),
    },
    join(logs, 'services.log'),
  );
  if (ready.busy !== undefined)
    throw new RetryableError(
      `Another process is working with ${settings.stateDirectory} (process ${ready.busy}). Wait for its end, or set STATE_DIR to another folder.`,
    );
  const { dynamodb, sqs } = localClients(ready);
  for (const [id, resource] of template.ofType('AWS::DynamoDB::Table'))
    await createTable(dynamodb, template, id, resource);
  const timeScale = settings.timeScale ?? numberOf(process.env['LOCAL_TIME_SCALE'], 1);
  const scale = (seconds: unknown, fallback: number): number =>
    Math.max(1, Math.ceil(numberOf(seconds, fallback) * timeScale));
  await createQueues(sqs, template, scale);
  for (const [id] of template.ofType('AWS::Events::EventBus'))
    template.physical.set(id, {
      ref: id,
      attributes: { Arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${id}` },
    });
  for (const [id, { Properties }] of template.ofType('AWS::SSM::Parameter'))
    template.physical.set(id, { ref: String(Properties['Name']), attributes: {} });
  for (const [id, resource] of template.ofType('AWS::SecretsManager::Secret'))
    template.physical.set(id, { ref: secretOf(resource), attributes: {} });
  const table = new Table(dynamodb, template.output('TableName'));
  const deadLetters = new StoredDeadLetters(
    sqs,
    template.output('DeadLetterQueueUrl'),
    join(settings.stateDirectory, 'dead-letters.json'),
  );
  await deadLetters.restore();
  if (settings.functions !== false) await goOn(table, sqs, template.output('RunQueueUrl'));

  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: ready.dynamodb,
    AWS_ENDPOINT_URL_SQS: ready.sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: ready.secretsManager,
    AWS_ENDPOINT_URL_EVENTBRIDGE: ready.eventBridge,
    AWS_ENDPOINT_URL_SSM: ready.ssm,
  };
  const log = new PassThrough();
  log.pipe(createWriteStream(join(logs, 'functions.log'), { flags: 'a' }));
  const { onLog } = settings;
  if (onLog) createInterface({ input: log }).on('line', onLog);
  // Every execution environment pipes into it.
  log.setMaxListeners(0);
  const sources: [string, EventSource][] = [];
  const environments: [string, ExecutionEnvironment][] = [];
  const environmentOf = (functionId: string): ExecutionEnvironment => {
    const resource = template.resources[functionId] as Resource;
    const variables = (
      template.resolve(resource.Properties['Environment']) as { Variables: Record<string, string> }
    ).Variables;
    const given = {
      CLIENTIFY_BASE_URL: settings.clientifyBaseUrl,
      LEASE_SECONDS: String(scale(variables['LEASE_SECONDS'], 900)),
      CHECK_SECONDS: String(scale(variables['CHECK_SECONDS'], RUN.checkSeconds)),
      GIAV_ENDPOINT: settings.giavEndpoint,
    };
    const environment = new ExecutionEnvironment(
      {
        name: functionId,
        directory: template.assetPath(resource),
        // Behind HTTP a caller waits in real time, and so does the function's silence (ADR 17).
        timeoutMs:
          1000 *
          ('WEBHOOK_SECRET_ID' in variables
            ? numberOf(resource.Properties['Timeout'], 3)
            : scale(resource.Properties['Timeout'], 3)),
        memoryMb: numberOf(resource.Properties['MemorySize'], 128),
        environment: {
          ...variables,
          ...QUIET_SDK,
          ...CREDENTIALS,
          ...endpoints,
          AWS_LAMBDA_FUNCTION_NAME: functionId,
          ...Object.fromEntries(Object.entries(given).filter(([name]) => name in variables)),
          ...('GIAV_ENDPOINT' in variables &&
            settings.giavBasicUser && { GIAV_BASIC_USER: settings.giavBasicUser }),
        },
      },
      log,
    );
    environments.push([functionId, environment]);
    return environment;
  };
  const mappings =
    settings.functions === false ? [] : template.ofType('AWS::Lambda::EventSourceMapping');
  for (const [, mapping] of mappings) {
    const properties = template.resolve(mapping.Properties) as Record<string, unknown>;
    const functionId = (mapping.Properties['FunctionName'] as { Ref: string }).Ref;
    const queueId = (mapping.Properties['EventSourceArn'] as { 'Fn::GetAtt': [string, string] })[
      'Fn::GetAtt'
    ][0];
    const concurrency = numberOf(
      (properties['ScalingConfig'] as { MaximumConcurrency?: number } | undefined)
        ?.MaximumConcurrency,
      1,
    );
    sources.push([
      functionId,
      new EventSource(
        sqs,
        {
          queueUrl: template.physical.get(queueId)?.ref ?? '',
          batchSize: numberOf(properties['BatchSize'], 10),
          reportsFailures:
            (properties['FunctionResponseTypes'] as string[] | undefined)?.includes(
              'ReportBatchItemFailures',
            ) ?? false,
        },
        Array.from({ length: concurrency }, () => environmentOf(functionId)),
        (message) => log.write(`${JSON.stringify({ function: functionId, error: message })}\n`),
      ),
    ]);
  }
  const webhookFunction = template
    .ofType('AWS::Lambda::Function')
    .find(([, { Properties }]) => hasVariable(Properties, 'WEBHOOK_SECRET_ID'))?.[0];
  const api =
    settings.functions === false || !webhookFunction
      ? null
      : new LocalHttpApi(template, environmentOf(webhookFunction));
  const webhookUrl = api ? `${await api.start(settings.webhookPort ?? 0)}/clientify` : '';
  for (const [, source] of sources) source.start();
  const schedules = new Schedules(template, sqs);
  if (settings.schedules)
    schedules.start((what) => onLog?.(JSON.stringify({ message: `due: ${what}` })));
  const isOf = (id: string, name: string): boolean =>
    id.toLowerCase().includes(name.replace(/-/g, ''));
  const addresses = {
    runQueueUrl: template.output('RunQueueUrl'),
    workQueueUrl: template.output('WorkQueueUrl'),
    deadLetterQueueUrl: template.output('DeadLetterQueueUrl'),
    runsDeadLetterQueueUrl: template.output('RunsDeadLetterQueueUrl'),
    changeQueueUrl: template.output('ChangeQueueUrl'),
    reconcileQueueUrl: template.output('ReconcileQueueUrl'),
    webhookUrl,
    webhookSecretId: WEBHOOK_SECRET,
  };
  // Only a cloud that stays: others end before anybody could look.
  const withdraw = settings.schedules
    ? announce(settings.stateDirectory, {
        ...addresses,
        dynamodb: ready.dynamodb,
        sqs: ready.sqs,
        tableName: template.output('TableName'),
        giavEndpoint: settings.giavEndpoint,
        clientifyBaseUrl: settings.clientifyBaseUrl,
      })
    : undefined;
  return {
    ...addresses,
    table,
    sqs,
    webhookSecret: webhookSecrets.current,
    kill: (name) => {
      for (const [id, environment] of environments) if (isOf(id, name)) environment.kill();
    },
    enable: (name, enabled) => {
      for (const [id, source] of sources) if (isOf(id, name)) source.enabled = enabled;
    },
    stop: async () => {
      withdraw?.();
      schedules.stop();
      await api?.stop();
      const changes = new SqsChangeQueue(sqs, template.output('ChangeQueueUrl'));
      // What waits for longer is on the list of pending changes: the reconciliation sends it again.
      for (
        const until = Date.now() + DRAIN_MS;
        api !== null && Date.now() < until && !(await changes.isEmpty());
      )
        await wait(50);
      await Promise.all(sources.map(([, source]) => source.stop()));
      await Promise.all(environments.map(([, environment]) => environment.stop()));
      await deadLetters.store();
      log.end();
      dynamodb.destroy();
      sqs.destroy();
      await stopChild(child);
    },
  };
}

/**
 * Queues live in memory here: whoever held a lease when this cloud was last stopped is gone. Its run goes on from its
 * checkpoint, and what was on the queue is found missing and read again.
 */
async function goOn(table: Table, sqs: SQSClient, runQueueUrl: string): Promise<void> {
  const lease = await table.get(keys.lease());
  const runId = lease?.['runId'];
  if (typeof runId !== 'string') return;
  await table.update(keys.lease(), {
    expression: 'SET #u = :zero',
    names: { '#u': 'until' },
    values: { ':zero': 0 },
  });
  const run = await table.get(keys.run(runId));
  if (run?.['status'] !== 'running') return;
  const queue = new SqsRunQueue(sqs, runQueueUrl);
  const draining = run['phase'] === 'draining';
  await queue.send(
    draining
      ? { v: 1, kind: 'check', runId, idleChecks: ALL_LOST }
      : { v: 1, kind: 'continue', runId },
  );
}
