import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readWebhookSettings } from '../lib/config/environment';
import { ChangeQueue } from '../lib/queue/changes';
import { connection } from '../lib/runtime/connection';
import { log } from '../lib/runtime/log';
import { webhookSecrets } from '../lib/runtime/secrets';
import { acceptWebhook } from '../lib/use-cases/accept-webhook';

const connect = connection(
  () => webhookSecrets(readWebhookSettings(process.env).WEBHOOK_SECRET_ID),
  (secrets) => {
    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    return { changes: new ChangeQueue(sqs, readWebhookSettings(process.env).CHANGE_QUEUE_URL), secrets };
  },
);

/** HTTP → change queue. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { changes, secrets } = await connect();
  const headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const statusCode = await acceptWebhook(
    { changes, log, secrets },
    {
      method: event.requestContext.http.method,
      headers,
      secrets: [event.pathParameters?.['secret'], event.queryStringParameters?.['secret']],
      body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    },
  );
  return { statusCode, body: '' };
}
