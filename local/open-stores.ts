import { join } from 'node:path';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { Table } from '../lib/state/table';
import { StoredDeadLetters } from './dead-letters';
import { numberOf } from './functions';
import { goOn } from './go-on';
import { secretOf } from './secrets';
import type { Services } from './services';
import { ACCOUNT, REGION, createQueues, createTable, localClients } from './stores';
import type { Template } from './template';

interface StoreSettings {
  readonly stateDirectory: string;
  /** Times of the stack are multiplied by it. @default - LOCAL_TIME_SCALE, or 1 */
  readonly timeScale?: number;
  /** Without them what was begun stays as it is. @default true */
  readonly functions?: boolean;
}

export interface Stores {
  readonly table: Table;
  readonly sqs: SQSClient;
  readonly deadLetters: StoredDeadLetters;
  /** Closes the connections to the stores. */
  readonly disconnect: () => void;
  readonly scale: (seconds: unknown, fallback: number) => number;
}

/** What the template refers to, and what is no store: its bus, parameters and secrets. */
function nameOthers(template: Template): void {
  for (const [id] of template.ofType('AWS::Events::EventBus'))
    template.physical.set(id, {
      ref: id,
      attributes: { Arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${id}` },
    });
  for (const [id, { Properties }] of template.ofType('AWS::SSM::Parameter'))
    template.physical.set(id, { ref: String(Properties['Name']), attributes: {} });
  for (const [id, resource] of template.ofType('AWS::SecretsManager::Secret'))
    template.physical.set(id, { ref: secretOf(resource), attributes: {} });
}

/** Table and queues of the template, with what the last process on this state directory left. */
export async function openStores(
  settings: StoreSettings,
  template: Template,
  addresses: Services['addresses'],
): Promise<Stores> {
  const { dynamodb, sqs } = localClients(addresses);
  for (const [id, resource] of template.ofType('AWS::DynamoDB::Table'))
    await createTable(dynamodb, template, id, resource);
  const timeScale = settings.timeScale ?? numberOf(process.env['LOCAL_TIME_SCALE'], 1);
  const scale = (seconds: unknown, fallback: number): number =>
    Math.max(1, Math.ceil(numberOf(seconds, fallback) * timeScale));
  await createQueues(sqs, template, scale);
  nameOthers(template);
  const table = new Table(dynamodb, template.output('TableName'));
  const deadLetters = new StoredDeadLetters(
    sqs,
    template.output('DeadLetterQueueUrl'),
    join(settings.stateDirectory, 'dead-letters.json'),
  );
  await deadLetters.restore();
  if (settings.functions !== false) await goOn(table, sqs, template.output('RunQueueUrl'));
  const disconnect = (): void => {
    dynamodb.destroy();
    sqs.destroy();
  };
  return { table, sqs, deadLetters, disconnect, scale };
}
