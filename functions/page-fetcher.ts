import type { Context, SQSEvent } from 'aws-lambda';
import { COLLECTION } from '../lib/clientify/lists';
import { connectClientify } from '../lib/runtime/connect';
import { connection } from '../lib/runtime/connection';
import { connectGiav } from '../lib/runtime/connect-giav';
import { countryCode } from '../lib/runtime/countries';
import { connectState } from '../lib/runtime/environment';
import { allFacts } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { newRunId } from '../lib/runtime/run-id';
import { driveRun, type DrivePorts } from '../lib/use-cases/drive-run';

const env = process.env;
const connect = connection(
  () => allFacts(env),
  ({ config, ...secrets }) => {
    const state = connectState(env);
    const giav = connectGiav(env, config, secrets.giav);
    const { http } = connectClientify(env, state.gate, secrets.clientify);
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
  },
);

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
