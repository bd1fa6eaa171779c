import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { handlerOn } from '../../../functions/letter';
import { dynamoClient, snsClient } from '../../../lib/runtime/aws';
import { connectLetter } from '../../../lib/runtime/connect-letter';
import { DynamoFailures } from '../../../lib/state/failures';
import { DynamoLinks } from '../../../lib/state/links';
import { DynamoPending } from '../../../lib/state/pending';
import { Table } from '../../../lib/state/table';
import { MemoryTable } from '../../ports/table';
import { actionOf, type Calls } from './calls';
import type { Deployed } from './deployed';
import { onTable } from './memory-dynamo';
import { onSdk } from './sdk';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The letter of a day on which something waits, with the environment that the template gives the function. */
export async function recordLetter(calls: Calls, deployed: Deployed): Promise<void> {
  const surroundings = deployed.environmentOf('letter');
  const topicArn = String(surroundings['LETTER_TOPIC_ARN']);
  const store = new MemoryTable();
  await new DynamoFailures(store).add('client', '7', {
    at: '2026-11-25T09:00:00.000Z',
    runId: 'r1',
    reason: 'CLIENTIFY_UNAVAILABLE',
    message: '',
  });
  await new DynamoLinks(store).put('client', {
    id: '8',
    status: 'refused',
    reason: 'LINK_BROKEN',
    at: '2026-11-25T09:00:00.000Z',
  });
  await new DynamoPending(store).add('client', '8');
  process.env['AWS_REGION'] ??= 'eu-west-1';
  const undo = onSdk([DynamoDBClient, SNSClient], (client, command) => {
    const { TopicArn } = (command as { input: { TopicArn?: string } }).input;
    const on = TopicArn === undefined ? 'table' : TopicArn === topicArn ? 'letter' : TopicArn;
    calls.add('letter', actionOf(client, command), on);
    return client === 'SNSClient' ? Promise.resolve({}) : onTable(store, command);
  });
  try {
    const table = new Table(dynamoClient(), String(surroundings['TABLE_NAME']));
    const clock = { now: () => new Date() };
    const ports = connectLetter({ table, sns: snsClient(), topicArn, clock });
    await handlerOn(() => ports, surroundings, quiet)();
  } finally {
    undo();
  }
}
