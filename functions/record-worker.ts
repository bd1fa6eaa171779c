import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Method } from '../lib/ports/clientify';
import { meetingOf } from '../lib/config/meeting';
import { connectClientify } from '../lib/runtime/connect';
import { connectRecords } from '../lib/runtime/connect-records';
import { ids } from '../lib/runtime/ids';
import { connection } from '../lib/runtime/connection';
import { connectState } from '../lib/runtime/environment';
import { clientifyFacts, withDocumentoKey } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { ForbiddenRow } from '../lib/record/forbidden-row';
import { RecordProcessor } from '../lib/record/process-records';

const env = process.env;
const connect = connection(
  () => withDocumentoKey(clientifyFacts(env), env),
  ({ config, clientify, documentoKey }) => {
    const state = connectState(env);
    const { http, parallel } = connectClientify(env, state.gate, clientify, config);
    return {
      ...state,
      http,
      claims: state.claimsWith(documentoKey),
      forbidden: new ForbiddenRow(),
      clientify: connectRecords(http, parallel, state),
      deletedInClientify: config.deletedInClientify,
      nearDocumento: config.nearDocumento,
      meeting: meetingOf(config),
      staysForgotten: config.forgotten === 'stay-away',
      // Twice the calls: one record's state is read and written while another's call is under way.
      parallel: 2 * parallel,
    };
  },
);

/** Work queue → Clientify; only what must come again is reported back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const ports = await connect();
  const { http, meter, runs } = ports;
  const measure = measuring(meter, {
    clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
  });
  const before = { ...http.calls };
  const timeLeft = (): number => context.getRemainingTimeInMillis();
  const claimant = { holder: context.awsRequestId, until: new Date(Date.now() + timeLeft()) };
  const countCalls = (): Promise<void> => {
    const made = Object.entries(http.calls).map(([method, count]) => [
      method,
      count - before[method as Method],
    ]);
    return runs.addCalls(runIdOf(event), Object.fromEntries(made) as Record<Method, number>);
  };
  const again = await new RecordProcessor({
    ...ports,
    ids,
    timeLeft,
    claimant,
    countCalls,
  }).process(
    event.Records.map((record) => ({
      messageId: record.messageId,
      body: record.body,
      receiptHandle: record.receiptHandle,
      groupId: record.attributes.MessageGroupId ?? record.messageId,
    })),
  );
  measure();
  meter.flush();
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** A batch that spans two runs counts its calls on the first one. */
function runIdOf(event: SQSEvent): string {
  const match = /"runId":"([^"]+)"/.exec(event.Records[0]?.body ?? '');
  return match?.[1] ?? 'unknown';
}
