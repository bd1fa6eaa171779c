import type { SyncConfig } from '../config/schema';
import { readGiavEndpoint } from '../config/environment';
import { GiavClientApi } from '../giav/api';
import type { giavSecret } from './secrets';

/** Apart from the other system: its SOAP library is half of a bundle. */
export function connectGiav(
  env: Readonly<Record<string, string | undefined>>,
  { giav }: SyncConfig,
  { apiKey, basicPassword }: Awaited<ReturnType<typeof giavSecret>>,
): GiavClientApi {
  const { GIAV_ENDPOINT, GIAV_BASIC_USER } = readGiavEndpoint(env);
  return new GiavClientApi({
    endpoint: GIAV_ENDPOINT,
    apiKey,
    basic:
      GIAV_BASIC_USER && basicPassword
        ? { user: GIAV_BASIC_USER, password: basicPassword }
        : undefined,
    timeoutMs: giav.timeoutSeconds * 1000,
    retryDelayMs: giav.retrySeconds * 1000,
  });
}
