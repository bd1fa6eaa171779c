import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ClientifyRecords } from '../lib/clientify/client';
import { ClientifyHttp } from '../lib/clientify/http';
import { readWorkerSettings } from '../lib/config/environment';
import { connectState } from '../lib/runtime/environment';
import { clientifySecret } from '../lib/runtime/secrets';
import { RecordProcessor, type ProcessPorts } from '../lib/use-cases/process-records';

async function connect(): Promise<{ ports: ProcessPorts; http: ClientifyHttp }> {
  const env = process.env;
  const settings = readWorkerSettings(env);
  const http = new ClientifyHttp({
    baseUrl: settings.CLIENTIFY_BASE_URL,
    token: (await clientifySecret(env)).token,
    concurrency: settings.PARALLEL_CALLS,
  });
  const state = connectState(env);
  return {
    http,
    ports: {
      ...state,
      queue: state.workQueue,
      clientify: new ClientifyRecords(http, settings.PARALLEL_CALLS),
      // Twice the calls: one record's state is read and written while another's call is under way.
      parallel: 2 * settings.PARALLEL_CALLS,
      maxReceiveCount: settings.MAX_RECEIVE_COUNT,
    },
  };
}

let connection: ReturnType<typeof connect> | undefined;

/** Work queue → Clientify; only what must come again is reported back. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  connection ??= connect();
  const { ports, http } = await connection.catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  const before = { ...http.calls };
  const again = await new RecordProcessor(ports).process(
    event.Records.map((record) => ({
      messageId: record.messageId,
      body: record.body,
      receiptHandle: record.receiptHandle,
      receiveCount: Number(record.attributes.ApproximateReceiveCount),
      groupId: record.attributes.MessageGroupId ?? record.messageId,
    })),
  );
  await ports.runs.addCalls(runIdOf(event), {
    GET: http.calls.GET - before.GET,
    POST: http.calls.POST - before.POST,
    PUT: http.calls.PUT - before.PUT,
    PATCH: http.calls.PATCH - before.PATCH,
    DELETE: http.calls.DELETE - before.DELETE,
  });
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** A batch that spans two runs counts its calls on the first one. */
function runIdOf(event: SQSEvent): string {
  const match = /"runId":"([^"]+)"/.exec(event.Records[0]?.body ?? '');
  return match?.[1] ?? 'unknown';
}
