import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { callTimeOf } from '../lib/sync/call-time';
import { counting } from '../lib/ports/calls';
import { meetingOf } from '../lib/config/meeting';
import type { SyncConfig } from '../lib/config/schema';
import { connectClientify } from '../lib/runtime/connect';
import { connectRecords } from '../lib/runtime/connect-records';
import { connection } from '../lib/runtime/connection';
import { connectState } from '../lib/runtime/environment';
import { clientifyFacts, withDocumentoKey } from '../lib/runtime/facts';
import { measuring } from '../lib/runtime/meter';
import { ForbiddenRow } from '../lib/record/forbidden-row';
import { RecordProcessor } from '../lib/record/process-records';

const env = process.env;
type State = ReturnType<typeof connectState>;
type Clientify = ReturnType<typeof connectClientify>;

/** What the function works with, made of its connections. */
export const portsOf = (
  state: State,
  { http, parallel }: Clientify,
  { config, documentoKey }: { readonly config: SyncConfig; readonly documentoKey: string },
) => ({
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
});

/** The function on other connections: the simulation's. */
export const handlerOn =
  (connect: () => Promise<ReturnType<typeof portsOf>>) =>
  async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const ports = await connect();
    const { http, meter, runs } = ports;
    const measure = measuring(meter, {
      clientify: () => ({ calls: http.totalCalls, elapsedMs: http.elapsedMs }),
    });
    const calls = counting(() => ({ ...http.calls, clientifyMs: Math.round(http.elapsedMs) }));
    const timeLeft = (): number => context.getRemainingTimeInMillis();
    http.within(callTimeOf(timeLeft));
    const claimant = { holder: context.awsRequestId, until: new Date(Date.now() + timeLeft()) };
    const countCalls = (): Promise<void> => runs.addCalls(runIdOf(event), calls());
    const again = await new RecordProcessor({ ...ports, timeLeft, claimant, countCalls }).process(
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
  };

/** Work queue → Clientify; only what must come again is reported back. */
export const handler = handlerOn(
  connection(
    () => withDocumentoKey(clientifyFacts(env), env),
    (facts) => {
      const state = connectState(env);
      const clientify = connectClientify(env, state.gate, facts.clientify, facts.config);
      return portsOf(state, clientify, facts);
    },
  ),
);

/** A batch that spans two runs counts its calls on the first one. */
function runIdOf(event: SQSEvent): string {
  const match = /"runId":"([^"]+)"/.exec(event.Records[0]?.body ?? '');
  return match?.[1] ?? 'unknown';
}
