import { ClientifyHttp } from '../clientify/http';
import type { SyncConfig } from '../config/schema';
import { readGiavEndpoint, readClientifySettings } from '../config/environment';
import { GiavClientApi } from '../giav/client';
import type { Gate } from '../clientify/gate';
import { clientifySecret, giavSecret } from './secrets';

/** Adapters are made once per execution environment; a failed attempt is made again at the next invocation. */
export function once<T>(connect: () => Promise<T>): () => Promise<T> {
  let connection: Promise<T> | undefined;
  return () => {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  };
}

type Env = NodeJS.ProcessEnv;

/** @param parallel calls of one invocation at the same time. */
export async function connectClientify(env: Env, gate: Gate): Promise<{ http: ClientifyHttp; parallel: number }> {
  const settings = readClientifySettings(env);
  const http = new ClientifyHttp({
    baseUrl: settings.CLIENTIFY_BASE_URL,
    token: (await clientifySecret(env)).token,
    concurrency: settings.PARALLEL_CALLS,
    timeoutMs: settings.CLIENTIFY_TIMEOUT_SECONDS * 1000,
    retryDelayMs: settings.CLIENTIFY_RETRY_SECONDS * 1000,
    gate,
  });
  return { http, parallel: settings.PARALLEL_CALLS };
}

export async function connectGiav(env: Env, { giav }: SyncConfig): Promise<GiavClientApi> {
  const { GIAV_ENDPOINT, GIAV_BASIC_USER } = readGiavEndpoint(env);
  const { apiKey, basicPassword } = await giavSecret(env);
  return new GiavClientApi({
    endpoint: GIAV_ENDPOINT,
    apiKey,
    basic: GIAV_BASIC_USER && basicPassword ? { user: GIAV_BASIC_USER, password: basicPassword } : undefined,
    timeoutMs: giav.timeoutSeconds * 1000,
    retryDelayMs: giav.retrySeconds * 1000,
  });
}
