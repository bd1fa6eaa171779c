import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { webhookBodies } from '../lib/clientify/webhook-payloads';
import { readWebhookSettings } from '../lib/config/environment';
import { SqsChangeQueue } from '../lib/queue/changes';
import { connection } from '../lib/runtime/connection';
import { log } from '../lib/runtime/log';
import { wait } from '../lib/runtime/wait';
import { webhookSecrets } from '../lib/runtime/secrets';
import { acceptWebhook, type WebhookPorts } from '../lib/way-back/accept-webhook';
import { answerOrSilence } from '../lib/way-back/answer-or-silence';

/** The function on other connections: the simulation's. */
export const handlerOn =
  (connect: () => Promise<Omit<WebhookPorts, 'log' | 'bodies'>>, to = log) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const headers = Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const request = {
      method: event.requestContext.http.method,
      headers,
      secrets: [event.pathParameters?.['secret'], event.queryStringParameters?.['secret']],
      body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    };
    const statusCode = await answerOrSilence(
      async () => acceptWebhook({ ...(await connect()), bodies: webhookBodies, log: to }, request),
      { log: to, now: Date.now, wait },
    );
    return { statusCode, body: '' };
  };

/** HTTP → change queue. 200 once the hint is on the queue; never a 5xx that Clientify would take for delivered (ADR 17). */
export const handler = handlerOn(
  connection(
    () => webhookSecrets(readWebhookSettings(process.env).WEBHOOK_SECRET_ID),
    (secrets) => {
      // Tries of its own are made by `answerOrSilence`, within the time for which Clientify listens.
      const sqs = new SQSClient({ useQueueUrlAsEndpoint: false, maxAttempts: 1 });
      return {
        changes: new SqsChangeQueue(sqs, readWebhookSettings(process.env).CHANGE_QUEUE_URL),
        secrets,
      };
    },
  ),
);
