import * as z from 'zod';
import { ENVIRONMENT, parseOrExplain } from './parse';
import { syncConfigSchema, type SyncConfig } from './schema';
import { ConfigurationError } from '../sync/errors';
import { alike } from '../sync/said';

const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });

const endpointsSchema = z.object({
  GIAV_ENDPOINT: url.transform((text) => text.replace(/\?wsdl$/i, '')),
  GIAV_BASIC_USER: z.string().optional(),
  CLIENTIFY_BASE_URL: url
    .transform((text) => text.replace(/\/+$/, ''))
    .refine((text) => text.endsWith('/v1'), 'must end in /v1'),
});
export type Endpoints = z.infer<typeof endpointsSchema>;
const giavEndpointSchema = endpointsSchema.omit({ CLIENTIFY_BASE_URL: true });

const resourcesSchema = z.object({
  TABLE_NAME: z.string().min(1),
  WORK_QUEUE_URL: url,
  DEAD_LETTER_QUEUE_URL: url,
  RUN_QUEUE_URL: url,
  CHANGE_QUEUE_URL: url,
  EVENT_BUS_NAME: z.string().min(1),
});
export type Resources = z.infer<typeof resourcesSchema>;

type Env = Record<string, string | undefined>;

export const readEndpoints = (env: Env): Endpoints =>
  parseOrExplain(endpointsSchema, env, ENVIRONMENT);

export const readGiavEndpoint = (env: Env): z.infer<typeof giavEndpointSchema> =>
  parseOrExplain(giavEndpointSchema, env, ENVIRONMENT);

export const readResources = (env: Env): Resources =>
  parseOrExplain(resourcesSchema, env, ENVIRONMENT);

/** The table and the queues, for who tells no events. */
export const readDeskPlaces = (env: Env): Omit<Resources, 'EVENT_BUS_NAME'> =>
  parseOrExplain(resourcesSchema.omit({ EVENT_BUS_NAME: true }), env, ENVIRONMENT);

/** Name of the state's table, for who needs nothing else. */
export const readTableName = (env: Env): string =>
  parseOrExplain(resourcesSchema.pick({ TABLE_NAME: true }), env, ENVIRONMENT).TABLE_NAME;

/** The mapping settings as JSON text; empty = all defaults. */
export function parseSyncConfig(text: string | undefined): SyncConfig {
  let value: unknown = {};
  if (text !== undefined && text.trim() !== '') {
    try {
      value = JSON.parse(text);
    } catch {
      throw new ConfigurationError({
        en: 'SYNC_CONFIG is not valid JSON. Check commas, quotes and brackets.',
        es: 'SYNC_CONFIG no es un JSON válido. Revise comas, comillas y corchetes.',
      });
    }
  }
  return parseOrExplain(syncConfigSchema, value, alike('SYNC_CONFIG'), { showValues: true });
}

export const CLIENTIFY_V2_BASE = 'https://api-plus.clientify.com/v2';
const v2Schema = z.object({
  CLIENTIFY_V2_BASE_URL: z.preprocess(
    (value) => (value === '' ? undefined : value),
    url.default(CLIENTIFY_V2_BASE),
  ),
  CLIENTIFY_TOKEN: z.string().min(1).optional(),
});

/** The v2 API, for webhook slots only (clientify.md, W5). Without a token of its own, that of a deployment counts. */
export function readV2Access(env: Env): { baseUrl: string; token: string | undefined } {
  const { CLIENTIFY_V2_BASE_URL, CLIENTIFY_TOKEN } = parseOrExplain(v2Schema, env, ENVIRONMENT);
  return { baseUrl: CLIENTIFY_V2_BASE_URL.replace(/\/+$/, ''), token: CLIENTIFY_TOKEN };
}

const truth = z.enum(['true', 'false']).transform((text) => text === 'true');
const unsetWhenEmpty = (value: unknown): unknown => (value === '' ? undefined : value);

const writeBackSchema = z.object({
  WRITE_BACK: z.preprocess(unsetWhenEmpty, z.enum(['off', 'dry-run', 'on']).optional()),
  WRITE_BACK_ACKNOWLEDGE_UNREADABLE: z.preprocess(unsetWhenEmpty, truth.optional()),
  WRITE_BACK_CREATE: z.preprocess(
    unsetWhenEmpty,
    z.enum(['never', 'clients', 'always']).optional(),
  ),
  WRITE_BACK_WINNER: z.preprocess(unsetWhenEmpty, z.enum(['giav', 'clientify']).optional()),
});

/** The settings of a deployment: the environment's word counts before the document's. */
export function withEnvironment(config: SyncConfig, env: Env): SyncConfig {
  const set = parseOrExplain(writeBackSchema, env, ENVIRONMENT);
  const { writeBack } = config;
  return {
    ...config,
    writeBack: {
      ...writeBack,
      mode: set.WRITE_BACK ?? writeBack.mode,
      acknowledgeUnreadable:
        set.WRITE_BACK_ACKNOWLEDGE_UNREADABLE ?? writeBack.acknowledgeUnreadable,
      create: set.WRITE_BACK_CREATE ?? writeBack.create,
      winner: set.WRITE_BACK_WINNER ?? writeBack.winner,
    },
  };
}

const pacingSchema = z.object({
  /** A lease cannot be needed for longer than the function that holds it may run. */
  LEASE_SECONDS: z.coerce.number().positive(),
  CHECK_SECONDS: z.coerce.number().min(0),
});
export const readPacing = (env: Env): z.infer<typeof pacingSchema> =>
  parseOrExplain(pacingSchema, env, ENVIRONMENT);

const clientifySchema = z.object({
  CLIENTIFY_BASE_URL: endpointsSchema.shape.CLIENTIFY_BASE_URL,
  /** Calls of one invocation at the same time. */
  PARALLEL_CALLS: z.coerce.number().int().min(1),
  CLIENTIFY_TIMEOUT_SECONDS: z.coerce.number().positive(),
  CLIENTIFY_RETRY_SECONDS: z.coerce.number().positive(),
});
export const readClientifySettings = (env: Env): z.infer<typeof clientifySchema> =>
  parseOrExplain(clientifySchema, env, ENVIRONMENT);

const webhookSchema = z.object({ CHANGE_QUEUE_URL: url, WEBHOOK_SECRET_ID: z.string().min(1) });
/** Address of the webhook, for who shows it; null where nothing listens. */
export const readWebhookUrl = (env: Env): string | null => env['WEBHOOK_URL'] ?? null;

const webhookTargetSchema = z.object({ WEBHOOK_URL: url, WEBHOOK_SECRET_ID: z.string().min(1) });
/** Where Clientify reaches the webhook, and its secret's name; null where nothing listens. */
export const readWebhookTarget = (env: Env): z.infer<typeof webhookTargetSchema> | null =>
  env['WEBHOOK_URL'] === undefined ? null : parseOrExplain(webhookTargetSchema, env, ENVIRONMENT);

export const readWebhookSettings = (env: Env): z.infer<typeof webhookSchema> =>
  parseOrExplain(webhookSchema, env, ENVIRONMENT);

const consoleSchema = z.object({
  /** Address of the console, without a path. */
  CONSOLE_ORIGIN: url,
  /** Address of the managed login. */
  CONSOLE_LOGIN_URL: url,
  CONSOLE_USER_POOL_ID: z.string().min(1),
  CONSOLE_CLIENT_ID: z.string().min(1),
});
export const readConsoleSettings = (env: Env): z.infer<typeof consoleSchema> =>
  parseOrExplain(consoleSchema, env, ENVIRONMENT);

const letterSchema = z
  .object({
    AGENCY: z.string().min(1),
    LETTER_TOPIC_ARN: z.string().min(1),
    LETTER_LANGUAGE: z.enum(['es', 'en']),
    LETTER_WEEKLY: truth,
    /** Address of the console, without a path; empty where there is none. */
    CONSOLE_ORIGIN: z.union([url, z.literal('')]),
  })
  .transform((env) => ({
    topicArn: env.LETTER_TOPIC_ARN,
    letter: {
      agency: env.AGENCY,
      language: env.LETTER_LANGUAGE,
      weekly: env.LETTER_WEEKLY,
      origin: env.CONSOLE_ORIGIN === '' ? null : env.CONSOLE_ORIGIN,
    },
  }));
/** What the daily letter needs to know of its deployment, and the topic that carries it. */
export const readLetterSettings = (env: Env): z.infer<typeof letterSchema> =>
  parseOrExplain(letterSchema, env, ENVIRONMENT);

const settingsSchema = z.object({ SYNC_CONFIG_PARAMETER: z.string().min(1) });
/** Name of the SSM parameter that holds the mapping settings of a deployment. */
export const readSettingsName = (env: Env): string =>
  parseOrExplain(settingsSchema, env, ENVIRONMENT).SYNC_CONFIG_PARAMETER;
