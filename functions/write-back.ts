import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ClientifyRecords } from '../lib/clientify/client';
import { parseSyncConfig } from '../lib/config/environment';
import { connectClientify } from '../lib/runtime/connect';
import { once } from '../lib/runtime/once';
import { connectGiav } from '../lib/runtime/connect-giav';
import { countryCode } from '../lib/runtime/countries';
import { connectState } from '../lib/runtime/environment';
import { measuring } from '../lib/runtime/meter';
import { processChanges } from '../lib/use-cases/process-changes';

const connect = once(async () => {
  const env = process.env;
  const config = parseSyncConfig(env['SYNC_CONFIG_JSON']);
  const state = connectState(env);
  const [giav, { http, parallel }] = await Promise.all([connectGiav(env, config), connectClientify(env, state.gate)]);
  return { ...state, config, giav, http, countryCode, putSettings: config.writeBack, clientify: new ClientifyRecords(http, parallel) };
});

/** Change queue → GIAV; only what must come again is reported back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const ports = await connect();
  const { giav, http, meter } = ports;
  const measure = measuring(meter, { giav: () => giav, clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }) });
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
