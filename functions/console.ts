import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readTableName } from '../lib/config/environment';
import { notNow } from '../lib/console/session/page';
import { dynamoClient, sqsClient } from '../lib/runtime/aws';
import { answerOf, requestOf } from '../lib/runtime/http-event';
import { connectConsole } from '../lib/runtime/connect-console';
import { connection } from '../lib/runtime/connection';
import { log } from '../lib/runtime/log';
import { documentoSecret } from '../lib/runtime/secrets';
import { deployedSettings, functionSettings } from '../lib/runtime/settings';
import { Table } from '../lib/state/table';

const env = process.env;

interface Pages {
  fetch(request: Request): Response | Promise<Response>;
}

/** The function on other connections: a test's. */
export const handlerOn =
  (connect: () => Promise<Pages>, to = log) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const app = await connect().catch((error: unknown): Pages => {
      to.error('the console cannot be connected', { problem: (error as Error).message });
      return { fetch: notNow };
    });
    return answerOf(await app.fetch(requestOf(event)));
  };

/** A browser → pages of the agency. */
export const handler = handlerOn(
  connection(
    () => documentoSecret(env),
    ({ key }) =>
      connectConsole(env, key, {
        table: new Table(dynamoClient(), readTableName(env)),
        sqs: sqsClient(),
        clock: { now: () => new Date() },
        log,
        config: connection(
          () => functionSettings(env),
          (config) => config,
        ),
        deployed: connection(
          () => deployedSettings(env),
          (config) => config,
        ),
      }),
  ),
);
