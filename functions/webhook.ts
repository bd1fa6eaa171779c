import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readWebhookSettings } from '../lib/config/environment';
import { ChangeQueue } from '../lib/queue/changes';
import { once } from '../lib/runtime/once';
import { log } from '../lib/runtime/log';
import { webhookSecrets } from '../lib/runtime/secrets';
import { acceptWebhook } from '../lib/use-cases/accept-webhook';

const connect = once(() => {
  const { CHANGE_QUEUE_URL, WEBHOOK_SECRET_ID } = readWebhookSettings(process.env);
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return Promise.resolve({ changes: new ChangeQueue(sqs, CHANGE_QUEUE_URL), secretId: WEBHOOK_SECRET_ID });
});

/** HTTP → change queue. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { changes, secretId } = await connect();
  const headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const statusCode = await acceptWebhook(
    { changes, log, secrets: await webhookSecrets(secretId) },
    {
      method: event.requestContext.http.method,
      headers,
      secrets: [event.pathParameters?.['secret'], event.queryStringParameters?.['secret']],
      body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    },
  );
  return { statusCode, body: '' };
}
