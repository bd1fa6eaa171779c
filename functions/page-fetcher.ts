import { randomUUID } from 'node:crypto';
import type { Context, SQSEvent } from 'aws-lambda';
import { ClientifyHttp } from '../lib/clientify/http';
import { COLLECTION } from '../lib/clientify/lists';
import { parseSyncConfig, readEndpoints } from '../lib/config/environment';
import { GiavClientApi } from '../lib/giav/client';
import { countryCode } from '../lib/runtime/countries';
import { connectState } from '../lib/runtime/environment';
import { measureCalls } from '../lib/runtime/meter';
import { clientifySecret, giavSecret } from '../lib/runtime/secrets';
import { driveRun, type DrivePorts } from '../lib/use-cases/drive-run';

async function connect() {
  const env = process.env;
  const endpoints = readEndpoints(env);
  const config = parseSyncConfig(env['SYNC_CONFIG_JSON']);
  const [giav, clientify] = await Promise.all([giavSecret(env), clientifySecret(env)]);
  const state = connectState(env);
  const http = new ClientifyHttp({
    baseUrl: endpoints.CLIENTIFY_BASE_URL,
    token: clientify.token,
    concurrency: config.clientify.concurrency,
    timeoutMs: config.clientify.timeoutSeconds * 1000,
    retryDelayMs: config.clientify.retrySeconds * 1000,
    gate: state.gate,
  });
  const basic =
    endpoints.GIAV_BASIC_USER && giav.basicPassword ? { user: endpoints.GIAV_BASIC_USER, password: giav.basicPassword } : undefined;
  const leaseMs = state.pacing.watchSeconds * 1000;
  return {
    ...state,
    queue: state.workQueue,
    config,
    http,
    autoSetup: env['AUTO_SETUP'] !== 'false',
    giav: new GiavClientApi({
      endpoint: endpoints.GIAV_ENDPOINT,
      apiKey: giav.apiKey,
      basic,
      timeoutMs: config.giav.timeoutSeconds * 1000,
      retryDelayMs: config.giav.retrySeconds * 1000,
    }),
    countryCode,
    recordUrl: (kind, id) => http.resourceUrl(`${COLLECTION[kind]}${id}/`),
    newRunId: (now) => `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomUUID().slice(0, 8)}`,
    reserveMs: Math.min(60_000, leaseMs / 5),
  } satisfies Omit<DrivePorts, 'timeLeft'> & { meter: { flush: () => void } };
}

let connection: ReturnType<typeof connect> | undefined;

/** Run queue → one step of a run. */
export async function handler(event: SQSEvent, context: Context): Promise<void> {
  connection ??= connect();
  const ports = await connection.catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  const { http, giav, meter } = ports;
  const before = { ...http.calls, giav: giav.calls, clientifyMs: http.elapsedMs, giavMs: giav.elapsedMs };
  for (const record of event.Records)
    await driveRun({ ...ports, timeLeft: () => context.getRemainingTimeInMillis() }, record.body, record.messageId);
  measureCalls(meter, 'giav', giav.calls - before.giav, giav.elapsedMs - before.giavMs);
  measureCalls(meter, 'clientify', http.calls.GET - before.GET, http.elapsedMs - before.clientifyMs);
  meter.flush();
}
