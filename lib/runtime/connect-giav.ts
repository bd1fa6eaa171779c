import { SECOND_MS } from '../sync/budget';
import { besidesWanted } from '../config/besides';
import type { SyncConfig } from '../config/schema';
import { readGiavEndpoint } from '../config/environment';
import { GiavApi } from '../giav/api';
import type { giavSecret } from './secrets';

/** Apart from the other system: its SOAP library is half of a bundle. */
export function connectGiav(
  env: Readonly<Record<string, string | undefined>>,
  config: SyncConfig,
  { apiKey, basicPassword }: Awaited<ReturnType<typeof giavSecret>>,
): GiavApi {
  const { GIAV_ENDPOINT, GIAV_BASIC_USER } = readGiavEndpoint(env);
  return new GiavApi({
    endpoint: GIAV_ENDPOINT,
    apiKey,
    basic:
      GIAV_BASIC_USER && basicPassword
        ? { user: GIAV_BASIC_USER, password: basicPassword }
        : undefined,
    timeoutMs: config.giav.timeoutSeconds * SECOND_MS,
    retryDelayMs: config.giav.retrySeconds * SECOND_MS,
    besides: besidesWanted(config),
  });
}
