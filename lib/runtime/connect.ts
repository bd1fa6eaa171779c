import { ClientifyHttp } from '../clientify/http';
import { readClientifySettings } from '../config/environment';
import type { Gate } from '../clientify/gate';
import { clientifySecret } from './secrets';

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
