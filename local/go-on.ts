import type { SQSClient } from '@aws-sdk/client-sqs';
import { SqsRunQueue } from '../lib/queue/queues';
import type { Table } from '../lib/state/table';
import { keys } from '../lib/state/keys';
import { RUN } from '../lib/sync/budget';

/**
 * Queues live in memory here: whoever held a lease when this cloud was last stopped is gone. Its run goes on from its
 * checkpoint, and what was on the queue is found missing and read again.
 */
export async function goOn(table: Table, sqs: SQSClient, runQueueUrl: string): Promise<void> {
  const lease = await table.get(keys.lease());
  const runId = lease?.['runId'];
  if (typeof runId !== 'string') return;
  await table.update(keys.lease(), {
    expression: 'SET #u = :zero',
    names: { '#u': 'until' },
    values: { ':zero': 0 },
  });
  const run = await table.get(keys.run(runId));
  if (run?.['status'] !== 'running') return;
  // What this stop took off the queue says nothing of a record: it is read again, however often the run was stopped.
  await table.update(keys.run(runId), {
    expression: 'SET recovered = :no',
    values: { ':no': false },
  });
  const draining = run['phase'] === 'draining';
  await new SqsRunQueue(sqs, runQueueUrl).send(
    draining
      ? { v: 1, kind: 'check', runId, idleChecks: RUN.lostLooks }
      : { v: 1, kind: 'continue', runId },
  );
}
