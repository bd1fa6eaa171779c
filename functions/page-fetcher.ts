import type { Context, SQSEvent } from 'aws-lambda';
import { callTimeOf } from '../lib/sync/call-time';
import { fetcherReserveMs } from '../lib/sync/budget';
import { ClientifyAccountApi } from '../lib/clientify/account';
import { COLLECTION } from '../lib/clientify/lists';
import { connectBoth, type BothSystems } from '../lib/runtime/connect-both';
import { connection } from '../lib/runtime/connection';
import { countryCode } from '../lib/runtime/countries';
import { allFacts } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { driveRun, type DrivePorts } from '../lib/run/drive-run';

const env = process.env;

/** What the function works with, made of its connections. */
export const portsOf = (both: BothSystems, autoSetup = env['AUTO_SETUP'] !== 'false') =>
  ({
    ...both,
    clientify: new ClientifyAccountApi(
      both.http,
      both.config.clientify.concurrency,
      both.filterProofs,
    ),
    indexParts: both.indexPartsWith(both.giav.apiKey),
    queue: both.workQueue,
    weather: both.gate,
    autoSetup,
    countryCode,
    recordUrl: (kind, id) => both.http.resourceUrl(`${COLLECTION[kind]}${id}/`),
    reserveMs: fetcherReserveMs(both.pacing.watchSeconds, both.giav.timeoutMs),
  }) satisfies Omit<DrivePorts, 'timeLeft'> & { meter: { flush: () => void } };

/** The function on other connections: the simulation's. */
export const handlerOn =
  (connect: () => Promise<ReturnType<typeof portsOf>>) =>
  async (event: SQSEvent, context: Context): Promise<void> => {
    const ports = await connect();
    const { http, giav, meter } = ports;
    const timeLeft = (): number => context.getRemainingTimeInMillis();
    for (const system of [http, giav]) system.within(callTimeOf(timeLeft));
    const measure = measuring(meter, {
      giav: () => giav,
      clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
    });
    for (const record of event.Records)
      await driveRun({ ...ports, timeLeft }, record.body, record.messageId);
    measure();
    meter.flush();
  };

/** Run queue → one step of a run. */
export const handler = handlerOn(
  connection(
    () => allFacts(env),
    (facts) => portsOf(connectBoth(env, facts)),
  ),
);
