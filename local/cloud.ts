import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from '../lib/admin/deployment';
import { SqsChangeQueue } from '../lib/queue/changes';
import { Table } from '../lib/state/table';
import { announce } from './attach';
import { stopChild } from './child';
import { StoredDeadLetters } from './dead-letters';
import { Functions, numberOf } from './functions';
import { goOn } from './go-on';
import { LocalHttpApi } from './http-api';
import type { ServicesGone } from './refusals';
import { Schedules } from './schedules';
import { SECRETS, documentoKeyOf, secretOf } from './secrets';
import { logsIn, startServices, type Services } from './services';
import { ACCOUNT, REGION, createQueues, createTable, localClients } from './stores';
import { synthesise } from './synth';
import { Template } from './template';
import { windDown } from './wind-down';

export interface CloudSettings {
  readonly stateDirectory: string;
  readonly giavEndpoint: string;
  readonly giavBasicUser?: string;
  readonly clientifyBaseUrl: string;
  /** @default - beside v1, as the simulator has it */
  readonly clientifyV2BaseUrl?: string;
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
  /** Times of the stack are multiplied by it: tests of crashes cannot wait for minutes. @default - LOCAL_TIME_SCALE, or 1 */
  readonly timeScale?: number;
}

export interface Cloud extends Deployment {
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** Resolves when the emulated services end, asked or not. */
  readonly gone: Promise<ServicesGone>;
  /**
   * Takes no more from outside, lets what is at work end, and keeps the rest for the next start.
   * @param withinMs what has not ended by then is handed over or cut off; the next start finds it. @default - no limit
   */
  readonly stop: (withinMs?: number) => Promise<void>;
  /** By the name of the function, as in `functions/`. @returns how many of its environments were at work */
  readonly kill: (name: string) => number;
  /** From now on nothing falls due any more. */
  readonly endSchedules: () => void;
  /** Enables or disables what feeds the function. */
  readonly enable: (name: string, enabled: boolean) => void;
}

/** Of a limited time, what the services need to end. */
const SERVICES_MS = 1500;

/**
 * The local cloud: emulated services, and the synthesised stack's own bundles run on them. What was started is taken
 * down again when the rest cannot be.
 * @throws FolderInUse, PortInUse
 */
export async function startCloud(settings: CloudSettings): Promise<Cloud> {
  const { directory, file } = synthesise(settings.configText);
  const template = new Template(directory, file);
  const webhookSecrets = settings.webhook ?? { current: randomUUID() };
  const services = await startServices({
    directory: settings.stateDirectory,
    secrets: {
      [SECRETS.giav]: JSON.stringify(settings.secrets.giav),
      [SECRETS.clientify]: JSON.stringify(settings.secrets.clientify),
      [SECRETS.webhook]: JSON.stringify(webhookSecrets),
      [SECRETS.documentos]: JSON.stringify({ key: documentoKeyOf(settings.stateDirectory) }),
    },
    parameters: Object.fromEntries(
      template
        .ofType('AWS::SSM::Parameter')
        .map(([, { Properties }]) => [String(Properties['Name']), String(Properties['Value'])]),
    ),
  });
  try {
    const stores = await makeStores(settings, template, services);
    return await run(settings, { template, services, ...stores }, webhookSecrets.current);
  } catch (error) {
    await stopChild(services.child);
    throw error;
  }
}

interface Made {
  readonly template: Template;
  readonly services: Services;
  readonly table: Table;
  readonly sqs: SQSClient;
  readonly deadLetters: StoredDeadLetters;
  /** Closes the connections to the stores. */
  readonly disconnect: () => void;
  readonly scale: (seconds: unknown, fallback: number) => number;
}

/** Table and queues of the template, with what the last process on this state directory left. */
async function makeStores(
  settings: CloudSettings,
  template: Template,
  { addresses }: Services,
): Promise<Omit<Made, 'template' | 'services'>> {
  const { dynamodb, sqs } = localClients(addresses);
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
  const disconnect = (): void => {
    dynamodb.destroy();
    sqs.destroy();
  };
  return { table, sqs, deadLetters, disconnect, scale };
}

/** Where the functions log: a file, and who wants to be told. */
function logOf({ stateDirectory, onLog }: CloudSettings): PassThrough {
  const log = new PassThrough();
  log.pipe(createWriteStream(join(logsIn(stateDirectory), 'functions.log'), { flags: 'a' }));
  if (onLog) createInterface({ input: log }).on('line', onLog);
  // Every execution environment pipes into it.
  return log.setMaxListeners(0);
}

/** What the template calls the address of an HTTP API. */
function nameApis(template: Template, origin: string): void {
  for (const [id] of template.ofType('AWS::ApiGatewayV2::Api'))
    template.physical.set(id, { ref: id, attributes: { ApiEndpoint: origin } });
}

/** The functions on their stores, with the webhook and the schedules. */
async function run(settings: CloudSettings, made: Made, webhookSecret: string): Promise<Cloud> {
  const { template, services, table, sqs, scale } = made;
  const log = logOf(settings);
  const { addresses } = services;
  const functions = new Functions(template, { ...settings, addresses, scale }, log);
  const webhook = settings.functions === false ? undefined : functions.webhook();
  const api = webhook && new LocalHttpApi(template, webhook);
  const origin = api && (await api.start(settings.webhookPort ?? 0));
  const webhookUrl = origin === undefined ? '' : `${origin}/clientify`;
  if (origin !== undefined) nameApis(template, origin);
  if (settings.functions !== false) functions.connect(sqs);
  for (const [, source] of functions.sources) source.start();
  const schedules = new Schedules(template, sqs, (seconds) => scale(seconds, seconds));
  if (settings.schedules)
    schedules.start((what) => settings.onLog?.(JSON.stringify({ message: `due: ${what}` })));
  const places = { ...placesOf(template), webhookUrl, webhookSecretId: SECRETS.webhook };
  // Only a cloud that stays: others end before anybody could look.
  const withdraw = settings.schedules
    ? announce(settings.stateDirectory, {
        ...places,
        dynamodb: addresses.dynamodb,
        sqs: addresses.sqs,
        tableName: template.output('TableName'),
        giavEndpoint: settings.giavEndpoint,
        clientifyBaseUrl: settings.clientifyBaseUrl,
      })
    : undefined;
  const stop = async (withinMs = Infinity): Promise<void> => {
    withdraw?.();
    schedules.stop();
    await api?.stop();
    const working = {
      sources: functions.sources.map(([, source]) => source),
      wayBack: functions.sourcesOf('write-back'),
      environments: functions.environments.map(([, environment]) => environment),
      changes: api ? new SqsChangeQueue(sqs, places.changeQueueUrl) : null,
    };
    await windDown(working, withinMs - SERVICES_MS);
    // The failed list in the table names the records, too.
    await made.deadLetters.store().catch(() => undefined);
    log.end();
    made.disconnect();
    await stopChild(services.child);
  };
  return {
    ...places,
    table,
    sqs,
    webhookSecret,
    gone: services.gone,
    kill: (name) =>
      functions.environmentsOf(name).filter((environment) => environment.kill()).length,
    enable: (name, enabled) => {
      for (const source of functions.sourcesOf(name)) source.enabled = enabled;
    },
    endSchedules: () => {
      schedules.stop();
    },
    stop,
  };
}

const placesOf = (template: Template) => ({
  runQueueUrl: template.output('RunQueueUrl'),
  workQueueUrl: template.output('WorkQueueUrl'),
  deadLetterQueueUrl: template.output('DeadLetterQueueUrl'),
  runsDeadLetterQueueUrl: template.output('RunsDeadLetterQueueUrl'),
  changeQueueUrl: template.output('ChangeQueueUrl'),
  reconcileQueueUrl: template.output('ReconcileQueueUrl'),
});
