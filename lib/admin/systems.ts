import { SECOND_MS } from '../sync/budget';
import { ClientifyHttp } from '../clientify/http';
import type { SyncConfig } from '../config/schema';
import { secondHostOf } from '../config/clientify-settings';
import type { GiavApi } from '../giav/api';
import { connectGiav } from '../runtime/connect-giav';

/** Both systems, for commands that talk to them without a run. */
export interface Systems {
  readonly giav: GiavApi;
  readonly clientify: ClientifyHttp;
  readonly clientifyV2?: ClientifyHttp;
  /** v1 on its second host, where there is one. */
  readonly clientifySecond?: ClientifyHttp;
  /** Headers of Clientify's answers so far, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface SystemSettings {
  readonly giavEndpoint: string;
  readonly giavBasicUser?: string;
  readonly clientifyBaseUrl: string;
  readonly clientifyV2BaseUrl?: string;
  readonly secrets: {
    readonly giav: { apiKey: string; basicPassword?: string };
    readonly clientify: { token: string };
  };
}

export function connectSystems(settings: SystemSettings, config: SyncConfig): Systems {
  const headers = new Map<string, string>();
  const { token } = settings.secrets.clientify;
  const http = (baseUrl: string): ClientifyHttp =>
    new ClientifyHttp({
      baseUrl,
      token,
      secondBaseUrl: secondHostOf(config, baseUrl),
      concurrency: config.clientify.concurrency,
      timeoutMs: config.clientify.timeoutSeconds * SECOND_MS,
      retryDelayMs: config.clientify.retrySeconds * SECOND_MS,
      onHeaders: (answer) => {
        for (const [name, value] of answer) headers.set(name.toLowerCase(), value);
      },
    });
  const secondUrl = secondHostOf(config, settings.clientifyBaseUrl);
  return {
    giav: connectGiav(
      { GIAV_ENDPOINT: settings.giavEndpoint, GIAV_BASIC_USER: settings.giavBasicUser },
      config,
      settings.secrets.giav,
    ),
    clientify: http(settings.clientifyBaseUrl),
    clientifyV2:
      settings.clientifyV2BaseUrl === undefined ? undefined : http(settings.clientifyV2BaseUrl),
    clientifySecond: secondUrl === undefined ? undefined : http(secondUrl),
    headers,
  };
}
