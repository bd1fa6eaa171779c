import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ClientifyRecords } from '../lib/clientify/client';
import { ClientifyHttp, type Method } from '../lib/clientify/http';
import { readWorkerSettings } from '../lib/config/environment';
import { connectState } from '../lib/runtime/environment';
import { measureCalls } from '../lib/runtime/meter';
import { clientifySecret } from '../lib/runtime/secrets';
import { RecordProcessor } from '../lib/use-cases/process-records';

async function connect() {
  const env = process.env;
  const settings = readWorkerSettings(env);
  const state = connectState(env);
  const http = new ClientifyHttp({
    baseUrl: settings.CLIENTIFY_BASE_URL,
    token: (await clientifySecret(env)).token,
    concurrency: settings.PARALLEL_CALLS,
    timeoutMs: settings.CLIENTIFY_TIMEOUT_SECONDS * 1000,
    retryDelayMs: settings.CLIENTIFY_RETRY_SECONDS * 1000,
    gate: state.gate,
  });
  return {
    ...state,
    http,
    clientify: new ClientifyRecords(http, settings.PARALLEL_CALLS),
    deletedInClientify: settings.DELETED_IN_CLIENTIFY,
    // Twice the calls: one record's state is read and written while another's call is under way.
    parallel: 2 * settings.PARALLEL_CALLS,
  };
}

let connection: ReturnType<typeof connect> | undefined;

/** Work queue → Clientify; only what must come again is reported back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  connection ??= connect();
  const ports = await connection.catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  const { http, meter, runs } = ports;
  const before = { ...http.calls, elapsedMs: http.elapsedMs };
  const timeLeft = (): number => context.getRemainingTimeInMillis();
  const claimant = { holder: context.awsRequestId, until: new Date(Date.now() + timeLeft()) };
  const calls = (): Record<Method, number> => ({
    GET: http.calls.GET - before.GET,
    POST: http.calls.POST - before.POST,
    PUT: http.calls.PUT - before.PUT,
    PATCH: http.calls.PATCH - before.PATCH,
    DELETE: http.calls.DELETE - before.DELETE,
  });
  const countCalls = (): Promise<void> => runs.addCalls(runIdOf(event), calls());
  const again = await new RecordProcessor({ ...ports, timeLeft, claimant, countCalls }).process(
    event.Records.map((record) => ({
      messageId: record.messageId,
      body: record.body,
      receiptHandle: record.receiptHandle,
      groupId: record.attributes.MessageGroupId ?? record.messageId,
    })),
  );
  const made = Object.values(calls()).reduce((sum, count) => sum + count, 0);
  measureCalls(meter, 'clientify', made, http.elapsedMs - before.elapsedMs);
  meter.flush();
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** A batch that spans two runs counts its calls on the first one. */
function runIdOf(event: SQSEvent): string {
  const match = /"runId":"([^"]+)"/.exec(event.Records[0]?.body ?? '');
  return match?.[1] ?? 'unknown';
}
