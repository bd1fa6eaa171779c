import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readResources } from '../config/environment';
import { EventBus } from '../queue/events';
import { RunQueue, WorkQueue } from '../queue/queues';
import { Decisions } from '../state/decisions';
import { Links } from '../state/links';
import { Runs } from '../state/runs';
import { Table } from '../state/table';

/** An invocation of the page-fetcher cannot outlive this, so neither can a lease that it did not release. */
export const LEASE_MS = 15 * 60_000;

const logger = new Logger({ serviceName: 'giav-clientify' });

/** State, queues, bus, clock and log from the environment: what every function needs. */
export function connectState(env: NodeJS.ProcessEnv) {
  const resources = readResources(env);
  const table = new Table(new DynamoDBClient({}), resources.TABLE_NAME);
  // A queue's URL only names it: requests go to the service's endpoint, which AWS_ENDPOINT_URL_SQS may move.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return {
    runs: new Runs(table, LEASE_MS),
    links: new Links(table),
    decisions: new Decisions(table),
    workQueue: new WorkQueue(sqs, resources.WORK_QUEUE_URL, resources.DEAD_LETTER_QUEUE_URL),
    runQueue: new RunQueue(sqs, resources.RUN_QUEUE_URL),
    events: new EventBus(new EventBridgeClient({}), resources.EVENT_BUS_NAME),
    clock: { now: () => new Date() },
    log: {
      info: (message: string, ids = {}) => {
        logger.info(message, ids);
      },
      warn: (message: string, ids = {}) => {
        logger.warn(message, ids);
      },
      error: (message: string, ids = {}) => {
        logger.error(message, ids);
      },
    },
  };
}
