import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Deployment } from '../lib/admin/deployment';
import { SqsChangeQueue } from '../lib/queue/changes';
import { announce } from './attach';
import { stopChild } from './child';
import { Functions } from './functions';
import { openHttpApi, type LocalHttpApi } from './http-api';
import { openStores, type Stores } from './open-stores';
import type { ServicesGone } from './refusals';
import { Schedules } from './schedules';
import { SECRETS, documentoKeyOf } from './secrets';
import { logsIn, startServices, type Services } from './services';
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
    const stores = await openStores(settings, template, services.addresses);
    return await run(settings, { template, services, ...stores }, webhookSecrets.current);
  } catch (error) {
    await stopChild(services.child);
    throw error;
  }
}

interface Made extends Stores {
  readonly template: Template;
  readonly services: Services;
}

/** Where the functions log: a file, and who wants to be told. */
function logOf({ stateDirectory, onLog }: CloudSettings): PassThrough {
  const log = new PassThrough();
  log.pipe(createWriteStream(join(logsIn(stateDirectory), 'functions.log'), { flags: 'a' }));
  if (onLog) createInterface({ input: log }).on('line', onLog);
  // Every execution environment pipes into it.
  return log.setMaxListeners(0);
}

type Places = ReturnType<typeof placesOf> & {
  readonly webhookUrl: string;
  readonly webhookSecretId: string;
};

/** Lets other commands find a cloud that stays: others end before anybody could look. What it answers takes that back. */
const announced = (
  { schedules, stateDirectory, giavEndpoint, clientifyBaseUrl }: CloudSettings,
  { template, services: { addresses } }: Made,
  places: Places,
): (() => void) | undefined =>
  schedules
    ? announce(stateDirectory, {
        ...places,
        dynamodb: addresses.dynamodb,
        sqs: addresses.sqs,
        tableName: template.output('TableName'),
        giavEndpoint,
        clientifyBaseUrl,
      })
    : undefined;

/** What ends before the stores do. */
interface AtWork {
  readonly functions: Functions;
  readonly schedules: Schedules;
  /** @default - nothing listens */
  readonly api?: LocalHttpApi;
  readonly log: PassThrough;
}

async function takeDown(
  { functions, schedules, api, log }: AtWork,
  { services, sqs, deadLetters, disconnect }: Made,
  { changeQueueUrl }: Places,
  withinMs: number,
): Promise<void> {
  schedules.stop();
  await api?.stop();
  const working = {
    sources: functions.sources.map(([, source]) => source),
    wayBack: functions.sourcesOf('write-back'),
    environments: functions.environments.map(([, environment]) => environment),
    changes: api ? new SqsChangeQueue(sqs, changeQueueUrl) : null,
  };
  await windDown(working, withinMs - SERVICES_MS);
  // The failed list in the table names the records, too.
  await deadLetters.store().catch(() => undefined);
  log.end();
  disconnect();
  await stopChild(services.child);
}

/** The functions on their stores, with the webhook and the schedules. */
async function run(settings: CloudSettings, made: Made, webhookSecret: string): Promise<Cloud> {
  const { template, services, table, sqs, scale } = made;
  const log = logOf(settings);
  const { addresses } = services;
  const functions = new Functions(template, { ...settings, addresses, scale }, log);
  const webhook = settings.functions === false ? undefined : functions.webhook();
  const open = webhook && (await openHttpApi(template, webhook, settings.webhookPort ?? 0));
  const webhookUrl = open ? `${open.origin}/clientify` : '';
  if (settings.functions !== false) functions.connect(sqs);
  for (const [, source] of functions.sources) source.start();
  const schedules = new Schedules(template, sqs, (seconds) => scale(seconds, seconds));
  if (settings.schedules)
    schedules.start((what) => settings.onLog?.(JSON.stringify({ message: `due: ${what}` })));
  const places = { ...placesOf(template), webhookUrl, webhookSecretId: SECRETS.webhook };
  const withdraw = announced(settings, made, places);
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
    stop: async (withinMs = Infinity) => {
      withdraw?.();
      await takeDown({ functions, schedules, api: open?.api, log }, made, places, withinMs);
    },
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
