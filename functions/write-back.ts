import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { callTimeOf } from '../lib/sync/call-time';
import { connectBoth, type BothSystems } from '../lib/runtime/connect-both';
import { connectRecords } from '../lib/runtime/connect-records';
import { connection } from '../lib/runtime/connection';
import { countryCode } from '../lib/sync/country-code';
import { allFacts, withDocumentoKey } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { processChanges } from '../lib/way-back/process-changes';

const env = process.env;

/** What the function works with, made of its connections. */
export const portsOf = (both: BothSystems, documentoKey: string) => ({
  ...both,
  countryCode,
  claims: both.claimsWith(documentoKey),
  putSettings: both.config.writeBack,
  clientify: connectRecords(both.http, both.parallel, both),
});

/** The function on other connections: the simulation's. */
export const handlerOn =
  (connect: () => Promise<ReturnType<typeof portsOf>>) =>
  async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const ports = await connect();
    const { giav, http, meter } = ports;
    const measure = measuring(meter, {
      giav: () => giav,
      clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
    });
    const timeLeft = (): number => context.getRemainingTimeInMillis();
    for (const system of [http, giav]) system.within(callTimeOf(timeLeft));
    const claimant = { holder: context.awsRequestId, until: new Date(Date.now() + timeLeft()) };
    const again = await processChanges(
      { ...ports, timeLeft, claimant },
      event.Records.map(({ messageId, body, receiptHandle, attributes }) => ({
        messageId,
        body,
        receiptHandle,
        groupId: attributes.MessageGroupId ?? messageId,
        receiveCount: Number(attributes.ApproximateReceiveCount),
        sentAt: new Date(Number(attributes.SentTimestamp)),
      })),
    );
    measure();
    meter.flush();
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** Change queue → GIAV; only what must come again is reported back. */
export const handler = handlerOn(
  connection(
    () => withDocumentoKey(allFacts(env), env),
    (facts) => portsOf(connectBoth(env, facts), facts.documentoKey),
  ),
);
