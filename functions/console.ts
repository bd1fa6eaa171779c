import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readTableName } from '../lib/config/environment';
import { front, whoAmI } from '../lib/console/session/front';
import { notNow } from '../lib/console/session/page';
import { CONSOLE_BASE } from '../lib/console/session/paths';
import { dynamoClient } from '../lib/runtime/aws';
import { answerOf, requestOf } from '../lib/runtime/http-event';
import { connectSessions } from '../lib/runtime/connect-sessions';
import { connection } from '../lib/runtime/connection';
import { log } from '../lib/runtime/log';
import { consoleSecret } from '../lib/runtime/secrets';
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
    () => consoleSecret(env),
    (secret) => {
      const table = new Table(dynamoClient(), readTableName(env));
      const clock = { now: () => new Date() };
      const sessions = connectSessions(env, secret, { table, clock, log });
      return front(sessions, CONSOLE_BASE, whoAmI(CONSOLE_BASE));
    },
  ),
);
