import type { Context, SQSEvent } from 'aws-lambda';
import { answer, type AskedPorts } from '../lib/admin/asked/answer';
import { askedIn } from '../lib/ports/asked';
import { callTimeOf } from '../lib/sync/call-time';
import { fetcherReserveMs } from '../lib/sync/budget';
import { ClientifyAccountApi } from '../lib/clientify/account';
import { COLLECTION } from '../lib/clientify/lists';
import { connectBoth, type BothSystems } from '../lib/runtime/connect-both';
import { connectDesk } from '../lib/runtime/connect-desk';
import { connection } from '../lib/runtime/connection';
import { countryCode } from '../lib/sync/country-code';
import { allFacts, withDocumentoKey } from '../lib/runtime/facts';
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
  (
    connect: () => Promise<ReturnType<typeof portsOf>>,
    desk: () => Promise<Omit<AskedPorts, 'timeLeft'>> = () =>
      Promise.reject(new Error('nobody answers here')),
  ) =>
  async (event: SQSEvent, context: Context): Promise<void> => {
    const asked = event.Records.flatMap(({ body }) => askedIn(body) ?? []);
    const timeLeft = (): number => context.getRemainingTimeInMillis();
    for (const one of asked) await answer({ ...(await desk()), timeLeft }, one);
    if (asked.length === event.Records.length) return;
    const ports = await connect();
    const { http, giav, meter } = ports;
    for (const system of [http, giav]) system.within(callTimeOf(timeLeft));
    const measure = measuring(meter, {
      giav: () => giav,
      clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
    });
    for (const { body, messageId } of event.Records)
      if (askedIn(body) === null) await driveRun({ ...ports, timeLeft }, body, messageId);
    measure();
    meter.flush();
  };

/** Run queue → one step of a run, or what somebody asked for. */
export const handler = handlerOn(
  connection(
    () => allFacts(env),
    (facts) => portsOf(connectBoth(env, facts)),
  ),
  connection(
    () => withDocumentoKey(allFacts(env), env),
    (facts) => connectDesk(env, facts),
  ),
);
