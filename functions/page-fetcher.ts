import { randomUUID } from 'node:crypto';
import type { Context, SQSEvent } from 'aws-lambda';
import { ClientifyHttp } from '../lib/clientify/http';
import { COLLECTION } from '../lib/clientify/lists';
import { parseSyncConfig, readEndpoints } from '../lib/config/environment';
import { GiavClientApi } from '../lib/giav/client';
import { countryCode } from '../lib/runtime/countries';
import { connectState } from '../lib/runtime/environment';
import { clientifySecret, giavSecret } from '../lib/runtime/secrets';
import { driveRun, type DrivePorts } from '../lib/use-cases/drive-run';

async function connect(): Promise<Omit<DrivePorts, 'timeLeft'>> {
  const env = process.env;
  const endpoints = readEndpoints(env);
  const config = parseSyncConfig(env['SYNC_CONFIG_JSON']);
  const [giav, clientify] = await Promise.all([giavSecret(env), clientifySecret(env)]);
  const http = new ClientifyHttp({
    baseUrl: endpoints.CLIENTIFY_BASE_URL,
    token: clientify.token,
    concurrency: config.clientify.concurrency,
  });
  const basic =
    endpoints.GIAV_BASIC_USER && giav.basicPassword ? { user: endpoints.GIAV_BASIC_USER, password: giav.basicPassword } : undefined;
  const state = connectState(env);
  return {
    ...state,
    queue: state.workQueue,
    config,
    http,
    autoSetup: env['AUTO_SETUP'] !== 'false',
    giav: new GiavClientApi({ endpoint: endpoints.GIAV_ENDPOINT, apiKey: giav.apiKey, basic }),
    countryCode,
    recordUrl: (kind, id) => http.resourceUrl(`${COLLECTION[kind]}${id}/`),
    newRunId: (now) => `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomUUID().slice(0, 8)}`,
  };
}

let connection: ReturnType<typeof connect> | undefined;

/** Run queue → one step of a run. */
export async function handler(event: SQSEvent, context: Context): Promise<void> {
  connection ??= connect();
  const ports = await connection.catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  for (const record of event.Records)
    await driveRun({ ...ports, timeLeft: () => context.getRemainingTimeInMillis() }, JSON.parse(record.body));
}
