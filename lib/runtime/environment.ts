import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Gate } from '../clientify/gate';
import { readPacing, readResources } from '../config/environment';
import { ChangeQueue } from '../queue/changes';
import { EventBus } from '../queue/events';
import { RunQueue, WorkQueue } from '../queue/queues';
import { Account } from '../state/account';
import { Claims } from '../state/claims';
import { Decisions } from '../state/decisions';
import { EmailClaimsTable } from '../state/email-claims';
import { Failures } from '../state/failures';
import { Incidents } from '../state/incidents';
import { Links } from '../state/links';
import { Pauses } from '../state/pauses';
import { Pending } from '../state/pending';
import { Reconciliations } from '../state/reconciliations';
import { Runs } from '../state/runs';
import { Samples } from '../state/samples';
import { Table } from '../state/table';
import { UnverifiedWrites } from '../state/unverified-writes';
import { Watermarks } from '../state/watermarks';
import type { Log, Meter } from '../use-cases/ports';
import { log } from './log';
import { meter } from './meter';

/** The services of AWS that the state and the queues are on, and what a function tells. */
export interface Services {
  readonly table: Table;
  readonly sqs: SQSClient;
  readonly bus: EventBridgeClient;
  readonly meter: Meter & { flush: () => void };
  readonly log: Log;
}

const awsServices = (env: NodeJS.ProcessEnv): Services => ({
  table: new Table(new DynamoDBClient({}), readResources(env).TABLE_NAME),
  // A queue's URL only names it: requests go to the service's endpoint, which AWS_ENDPOINT_URL_SQS may move.
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  bus: new EventBridgeClient({}),
  meter,
  log,
});

/** State, queues, bus, clock and log from the environment: what every function needs. */
export function connectState(env: NodeJS.ProcessEnv, services = awsServices(env)) {
  const resources = readResources(env);
  const pacing = readPacing(env);
  const { table, sqs, bus, meter, log } = services;
  const links = new Links(table);
  return {
    runs: new Runs(table, pacing.LEASE_SECONDS * 1000),
    pacing: { checkSeconds: pacing.CHECK_SECONDS, watchSeconds: pacing.LEASE_SECONDS },
    links,
    /** With the secret that Documentos are stored under. */
    claimsWith: (documentoKey: string) => new Claims(table, documentoKey),
    unverified: new UnverifiedWrites(table, links),
    account: new Account(table),
    emailClaims: new EmailClaimsTable(table),
    decisions: new Decisions(table),
    failures: new Failures(table),
    pending: new Pending(table),
    watermarks: new Watermarks(table),
    incidents: new Incidents(table),
    reconciliations: new Reconciliations(table),
    samples: new Samples(table),
    gate: new Gate(new Pauses(table, 'clientify')),
    meter,
    workQueue: new WorkQueue(sqs, resources.WORK_QUEUE_URL, resources.DEAD_LETTER_QUEUE_URL),
    runQueue: new RunQueue(sqs, resources.RUN_QUEUE_URL),
    changes: new ChangeQueue(sqs, resources.CHANGE_QUEUE_URL),
    events: new EventBus(bus, resources.EVENT_BUS_NAME, (problem) => {
      log.warn('events were not delivered', { problem });
    }),
    clock: { now: () => new Date() },
    log,
  };
}
