import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { connectBoth } from '../lib/runtime/connect-both';
import { connectRecords } from '../lib/runtime/connect-records';
import { connection } from '../lib/runtime/connection';
import { countryCode } from '../lib/runtime/countries';
import { allFacts, withDocumentoKey } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { processChanges } from '../lib/way-back/process-changes';

const env = process.env;
const connect = connection(
  () => withDocumentoKey(allFacts(env), env),
  (facts) => {
    const ports = connectBoth(env, facts);
    return {
      ...ports,
      countryCode,
      claims: ports.claimsWith(facts.documentoKey),
      putSettings: facts.config.writeBack,
      clientify: connectRecords(ports.http, ports.parallel, ports),
    };
  },
);

/** Change queue → GIAV; only what must come again is reported back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const ports = await connect();
  const { giav, http, meter } = ports;
  const measure = measuring(meter, {
    giav: () => giav,
    clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
  });
  const timeLeft = (): number => context.getRemainingTimeInMillis();
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
}
