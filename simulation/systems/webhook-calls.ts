import type { ClientifySimulator } from '../../simulators/clientify/server';
import type { LambdaFunction } from '../aws/lambda';

const HOOK_URL = 'https://hook.invalid/clientify';

/** What API Gateway hands to the function. */
const asEvent = (secret: string, body: string) => ({
  headers: { 'content-type': 'application/json' },
  pathParameters: { secret },
  requestContext: { http: { method: 'POST' } },
  body,
  isBase64Encoded: false,
});

/** One call of the webhook, and the status that answers it. */
export const hintTo = (webhook: LambdaFunction, secret: string, body: string): Promise<number> =>
  new Promise((resolve) => {
    // An invocation that breaks is answered by the gateway, which Clientify takes for delivered.
    webhook.invoke(asEvent(secret, body), (end) =>
      resolve('answer' in end ? (end.answer as { statusCode: number }).statusCode : 500),
    );
  });

/** Clientify's webhook slots are set, and what they call is the deployed function. */
export function deliverTo(
  webhook: LambdaFunction,
  clientify: ClientifySimulator,
  secret: string,
): void {
  for (const entity of ['contacts', 'companies'] as const)
    Object.assign(clientify.webhooks.slots[entity], { target: HOOK_URL, active: true });
  clientify.webhooks.send = (_target, { body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no answer in time')), timeoutMs);
      void hintTo(webhook, secret, body).then((status) => {
        clearTimeout(late);
        resolve(status);
      });
    });
}
