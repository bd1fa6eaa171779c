import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { tellingWeather } from '../../lib/runtime/aws';
import { RetryableError } from '../../lib/sync/errors';

/** A client whose every request is answered in that way, without a socket. */
const settings = (answer: () => unknown) => ({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  maxAttempts: 1,
  requestHandler: { handle: () => Promise.resolve().then(answer), metadata: {} } as never,
});
const dynamo = (answer: () => unknown): DynamoDBClient =>
  tellingWeather(new DynamoDBClient(settings(answer)));

const refusal = (statusCode: number, type: string) => () => ({
  response: {
    statusCode,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-query-error': `${type};Sender`,
    },
    body: Buffer.from(JSON.stringify({ __type: `com.amazonaws#${type}`, message: 'words' })),
  },
});
const reset = () => {
  throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
};

const get = new GetItemCommand({ TableName: 't', Key: {} });
const send = new SendMessageCommand({ QueueUrl: 'https://queue.invalid/1/q', MessageBody: 'x' });

describe('what AWS cannot do at the moment is weather, and counts against no record', () => {
  it.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ThrottlingException', 400],
    ['RequestLimitExceeded', 400],
    ['InternalServerError', 500],
    ['ServiceUnavailable', 503],
  ])('%s of the table', async (type, status) => {
    await expect(dynamo(refusal(status, type)).send(get)).rejects.toMatchObject({
      name: 'RetryableError',
      scope: 'system',
      message: expect.stringContaining('GetItem') as string,
    });
  });
  it('throttling of a queue', async () => {
    const sqs = tellingWeather(
      new SQSClient({
        ...settings(refusal(403, 'RequestThrottled')),
        useQueueUrlAsEndpoint: false,
      }),
    );
    await expect(sqs.send(send)).rejects.toBeInstanceOf(RetryableError);
  });
  it('a lost connection, after which a write may have been done', async () => {
    const put = new PutItemCommand({ TableName: 't', Item: {} });
    await expect(dynamo(reset).send(put)).rejects.toMatchObject({
      name: 'RetryableError',
      maybeApplied: true,
    });
  });
  it.each(['AccessDeniedException', 'ConditionalCheckFailedException', 'ValidationException'])(
    '%s is no weather',
    async (type) => {
      await expect(dynamo(refusal(400, type)).send(get)).rejects.toMatchObject({ name: type });
    },
  );
});
