import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { parseSyncConfig, readEndpoints, readV2Access } from '../lib/config/environment';
import { ENVIRONMENT, parseOrExplain } from '../lib/config/parse';
import type { SyncConfig } from '../lib/config/schema';
import { ConfigurationError } from '../lib/sync/errors';
import { startChild } from './child';
import type { CloudSettings } from './cloud';
import { ROOT } from './synth';

const NAMES = ['GIAV_ENDPOINT', 'GIAV_API_KEY', 'CLIENTIFY_BASE_URL', 'CLIENTIFY_TOKEN'] as const;
const keysSchema = z.object({
  GIAV_API_KEY: z.string().min(1),
  GIAV_BASIC_PASSWORD: z.string().optional(),
  CLIENTIFY_TOKEN: z.string().min(1),
});

const webhookSchema = z.object({
  WEBHOOK_SECRET: z.string().min(1).optional(),
  /** Still valid during a rotation. */
  WEBHOOK_SECRET_PREVIOUS: z.string().min(1).optional(),
  WEBHOOK_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
});

/** How the webhook is reached on this machine. */
function readWebhook(env: NodeJS.ProcessEnv): Pick<CloudSettings, 'webhook' | 'webhookPort'> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const {
    WEBHOOK_SECRET: current,
    WEBHOOK_SECRET_PREVIOUS: previous,
    WEBHOOK_PORT,
  } = parseOrExplain(webhookSchema, given, ENVIRONMENT);
  return {
    webhook: current === undefined ? undefined : { current, previous },
    webhookPort: WEBHOOK_PORT,
  };
}

/** Keys of the bundled simulators. */
export const SIMULATED = {
  giav: { apiKey: 'SIMULATED-GIAV-KEY' },
  clientify: { token: 'simulated-clientify-token' },
} as const;

export const stateDirectory = (env: NodeJS.ProcessEnv): string =>
  env['STATE_DIR'] ?? join(ROOT, '.state');

/** Text of the mapping settings, checked. */
export function readConfigFile(env: NodeJS.ProcessEnv): { text: string; config: SyncConfig } {
  const path = env['SYNC_CONFIG'];
  if (path === undefined || path === '') return { text: '', config: parseSyncConfig(undefined) };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError({
      en: `SYNC_CONFIG names a file that cannot be read: ${path}`,
      es: `SYNC_CONFIG nombra un archivo que no se puede leer: ${path}`,
    });
  }
  return { text, config: parseSyncConfig(text) };
}

/** Whether no real endpoint is named. */
export const usesSimulators = (env: NodeJS.ProcessEnv): boolean =>
  NAMES.every((name) => (env[name] ?? '') === '');

type Common = Pick<CloudSettings, 'stateDirectory' | 'configText'>;

function realSystems(env: NodeJS.ProcessEnv, common: Common): CloudSettings {
  const endpoints = readEndpoints(env);
  const secret = parseOrExplain(keysSchema, env, ENVIRONMENT);
  return {
    ...readWebhook(env),
    ...common,
    giavEndpoint: endpoints.GIAV_ENDPOINT,
    giavBasicUser: endpoints.GIAV_BASIC_USER,
    clientifyBaseUrl: endpoints.CLIENTIFY_BASE_URL,
    clientifyV2BaseUrl: readV2Access(env).baseUrl,
    secrets: {
      giav: { apiKey: secret.GIAV_API_KEY, basicPassword: secret.GIAV_BASIC_PASSWORD },
      clientify: { token: secret.CLIENTIFY_TOKEN },
    },
  };
}

interface Endpoints {
  readonly settings: CloudSettings;
  /** The process that simulates both systems. */
  readonly simulators: ChildProcess | null;
  /** Address at which it takes orders. */
  readonly control?: string;
}

async function simulatedSystems(
  env: NodeJS.ProcessEnv,
  common: Common,
  logFile: string,
): Promise<Endpoints> {
  const { child, ready } = await startChild<{ giav: string; clientify: string; control: string }>(
    join(ROOT, 'simulators', 'main.ts'),
    ['--journal', join(common.stateDirectory, 'simulated-clientify.jsonl')],
    {},
    logFile,
  );
  return {
    simulators: child,
    control: ready.control,
    settings: {
      ...readWebhook(env),
      ...common,
      giavEndpoint: ready.giav,
      clientifyBaseUrl: ready.clientify,
      secrets: SIMULATED,
    },
  };
}

/** Real endpoints when all four variables are set; the bundled simulators when none is; else an error that names the missing ones. */
export async function connectEndpoints(
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<Endpoints> {
  const { text: configText } = readConfigFile(env);
  const missing = NAMES.filter((name) => (env[name] ?? '') === '');
  const common = { stateDirectory: stateDirectory(env), configText };
  if (missing.length === 0) return { simulators: null, settings: realSystems(env, common) };
  if (missing.length < NAMES.length)
    throw new ConfigurationError({
      en: `These environment variables are missing: ${missing.join(', ')}. Set all four for real endpoints, or none to use the bundled simulators.`,
      es: `Faltan estas variables de entorno: ${missing.join(', ')}. Ponga las cuatro para los sistemas reales, o ninguna para usar los simuladores incluidos.`,
    });
  return simulatedSystems(env, common, logFile);
}

/** For commands that only look at the stored state. */
export const stateOnly = (env: NodeJS.ProcessEnv): CloudSettings => ({
  stateDirectory: stateDirectory(env),
  giavEndpoint: '',
  clientifyBaseUrl: '',
  secrets: { giav: { apiKey: '' }, clientify: { token: '' } },
  configText: readConfigFile(env).text,
});
