import type { Context, SQSEvent } from 'aws-lambda';
import { COLLECTION } from '../lib/clientify/lists';
import { parseSyncConfig } from '../lib/config/environment';
import { connectClientify } from '../lib/runtime/connect';
import { once } from '../lib/runtime/once';
import { connectGiav } from '../lib/runtime/connect-giav';
import { countryCode } from '../lib/runtime/countries';
import { connectState } from '../lib/runtime/environment';
import { measuring } from '../lib/runtime/meter';
import { newRunId } from '../lib/runtime/run-id';
import { driveRun, type DrivePorts } from '../lib/use-cases/drive-run';

const connect = once(async () => {
  const env = process.env;
  const config = parseSyncConfig(env['SYNC_CONFIG_JSON']);
  const state = connectState(env);
  const [giav, { http }] = await Promise.all([connectGiav(env, config), connectClientify(env, state.gate)]);
  const leaseMs = state.pacing.watchSeconds * 1000;
  return {
    ...state,
    queue: state.workQueue,
    config,
    http,
    giav,
    autoSetup: env['AUTO_SETUP'] !== 'false',
    countryCode,
    recordUrl: (kind, id) => http.resourceUrl(`${COLLECTION[kind]}${id}/`),
    newRunId,
    reserveMs: Math.min(60_000, leaseMs / 5),
  } satisfies Omit<DrivePorts, 'timeLeft'> & { meter: { flush: () => void } };
});

/** Run queue → one step of a run. */
export async function handler(event: SQSEvent, context: Context): Promise<void> {
  const ports = await connect();
  const { http, giav, meter } = ports;
  const measure = measuring(meter, {
    giav: () => giav,
    clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
  });
  for (const record of event.Records)
    await driveRun({ ...ports, timeLeft: () => context.getRemainingTimeInMillis() }, record.body, record.messageId);
  measure();
  meter.flush();
}
