import type { Context, SQSEvent } from 'aws-lambda';
import { COLLECTION } from '../lib/clientify/lists';
import { connectBoth } from '../lib/runtime/connect-both';
import { connection } from '../lib/runtime/connection';
import { countryCode } from '../lib/runtime/countries';
import { allFacts } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { newRunId } from '../lib/runtime/run-id';
import { driveRun, type DrivePorts } from '../lib/run/drive-run';

const env = process.env;
const connect = connection(
  () => allFacts(env),
  (facts) => {
    const ports = connectBoth(env, facts);
    return {
      ...ports,
      queue: ports.workQueue,
      autoSetup: env['AUTO_SETUP'] !== 'false',
      countryCode,
      recordUrl: (kind, id) => ports.http.resourceUrl(`${COLLECTION[kind]}${id}/`),
      newRunId,
      reserveMs: Math.min(60_000, (ports.pacing.watchSeconds * 1000) / 5),
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
    await driveRun(
      { ...ports, timeLeft: () => context.getRemainingTimeInMillis() },
      record.body,
      record.messageId,
    );
  measure();
  meter.flush();
}
