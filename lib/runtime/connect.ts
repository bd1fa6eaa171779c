import { SECOND_MS } from '../sync/budget';
import { ClientifyHttp } from '../clientify/http';
import { readClientifySettings } from '../config/environment';
import type { SyncConfig } from '../config/schema';
import { secondHostOf } from '../config/clientify-settings';
import type { ClientifyGate } from '../clientify/gate';
import type { clientifySecret } from './secrets';

/**
 * `parallel`: calls of one invocation at the same time.
 * @param fetch in place of the network.
 */
export function connectClientify(
  env: NodeJS.ProcessEnv,
  gate: ClientifyGate,
  { token }: Awaited<ReturnType<typeof clientifySecret>>,
  config: Pick<SyncConfig, 'clientify'>,
  fetch?: typeof globalThis.fetch,
): { http: ClientifyHttp; parallel: number } {
  const settings = readClientifySettings(env);
  const http = new ClientifyHttp({
    baseUrl: settings.CLIENTIFY_BASE_URL,
    token,
    secondBaseUrl: secondHostOf(config, settings.CLIENTIFY_BASE_URL),
    concurrency: settings.PARALLEL_CALLS,
    timeoutMs: settings.CLIENTIFY_TIMEOUT_SECONDS * SECOND_MS,
    retryDelayMs: settings.CLIENTIFY_RETRY_SECONDS * SECOND_MS,
    gate,
    fetch,
  });
  return { http, parallel: settings.PARALLEL_CALLS };
}
