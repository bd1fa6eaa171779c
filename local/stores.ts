import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { AttributeDefinition, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Resource, Template } from './template';

export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';

/** Clients of the emulated services. */
export function localClients(endpoints: { readonly dynamodb: string; readonly sqs: string }): {
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
} {
  const common = {
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  return {
    dynamodb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb }),
    sqs: new SQSClient({ ...common, endpoint: endpoints.sqs }),
  };
}

/** As the template describes it. */
export async function createTable(
  dynamodb: DynamoDBClient,
  template: Template,
  id: string,
  resource: Resource,
): Promise<void> {
  template.physical.set(id, {
    ref: id,
    attributes: { Arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${id}` },
  });
  try {
    await dynamodb.send(new DescribeTableCommand({ TableName: id }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await dynamodb.send(
      new CreateTableCommand({
        TableName: id,
        KeySchema: resource.Properties['KeySchema'] as KeySchemaElement[],
        AttributeDefinitions: resource.Properties['AttributeDefinitions'] as AttributeDefinition[],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
}

/** Properties of a queue that the emulator knows by the same names. */
const QUEUE_ATTRIBUTES = [
  'FifoQueue',
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'RedrivePolicy',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'ContentBasedDeduplication',
  'DelaySeconds',
];

const attributesOf = (properties: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    QUEUE_ATTRIBUTES.filter((key) => properties[key] !== undefined).map((key) => [
      key,
      typeof properties[key] === 'object'
        ? JSON.stringify(properties[key])
        : String(properties[key]),
    ]),
  );

/** As the template describes them. */
export async function createQueues(
  sqs: SQSClient,
  template: Template,
  scale: (seconds: unknown, fallback: number) => number,
): Promise<void> {
  const queues = template.ofType('AWS::SQS::Queue');
  // Dead-letter queues first: the others name them.
  queues.sort(
    ([, a], [, b]) =>
      Number('RedrivePolicy' in a.Properties) - Number('RedrivePolicy' in b.Properties),
  );
  for (const [id, resource] of queues) {
    const properties = template.resolve(resource.Properties) as Record<string, unknown>;
    const name = properties['FifoQueue'] === true ? `${id}.fifo` : id;
    const attributes = attributesOf(properties);
    attributes['VisibilityTimeout'] = String(scale(properties['VisibilityTimeout'], 30));
    const { QueueUrl: url = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    );
    template.physical.set(id, {
      ref: url,
      attributes: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`, QueueName: name },
    });
  }
}
