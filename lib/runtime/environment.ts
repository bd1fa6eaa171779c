import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SECOND_MS } from '../sync/budget';
import { ClientifyGate } from '../clientify/gate';
import { readPacing, readResources } from '../config/environment';
import { SqsChangeQueue } from '../queue/changes';
import { EventBridgeBus } from '../queue/events';
import { SqsRunQueue, SqsWorkQueue } from '../queue/queues';
import { DynamoAccount } from '../state/account';
import { Audits } from '../state/audits';
import { DynamoClaims } from '../state/claims';
import { DynamoDecisions } from '../state/decisions';
import { DynamoEmailClaims } from '../state/email-claims';
import { DynamoFailures } from '../state/failures';
import { DynamoFilterProofs } from '../state/filter-proofs';
import { DynamoHourlyWrites } from '../state/hourly-writes';
import { DynamoIncidents } from '../state/incidents';
import { DynamoIndexParts } from '../state/index-parts';
import { DynamoLinks } from '../state/links';
import { DynamoPauses } from '../state/pauses';
import { DynamoPending } from '../state/pending';
import { DynamoReconciliations } from '../state/reconciliations';
import { DynamoRuns } from '../state/runs';
import { DynamoSamples } from '../state/samples';
import { Table } from '../state/table';
import { DynamoUnverifiedWrites } from '../state/unverified-writes';
import { DynamoWayBackNotes } from '../state/way-back-notes';
import { DynamoWatermarks } from '../state/watermarks';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import { busClient, dynamoClient, sqsClient } from './aws';
import { ids } from './ids';
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
  table: new Table(dynamoClient(), readResources(env).TABLE_NAME),
  sqs: sqsClient(),
  bus: busClient(),
  meter,
  log,
});

/** State, queues, bus, clock and log from the environment: what every function needs. */
export function connectState(env: NodeJS.ProcessEnv, services = awsServices(env)) {
  const resources = readResources(env);
  const pacing = readPacing(env);
  const { table, sqs, bus, meter, log } = services;
  const links = new DynamoLinks(table);
  return {
    runs: new DynamoRuns(table, pacing.LEASE_SECONDS * SECOND_MS),
    pacing: { checkSeconds: pacing.CHECK_SECONDS, watchSeconds: pacing.LEASE_SECONDS },
    links,
    /** With the secret that Documentos are stored under. */
    claimsWith: (documentoKey: string) => new DynamoClaims(table, documentoKey),
    /** With the secret that they are encrypted under. */
    indexPartsWith: (secret: string) => new DynamoIndexParts(table, secret),
    unverified: new DynamoUnverifiedWrites(table, links),
    account: new DynamoAccount(table),
    filterProofs: new DynamoFilterProofs(table),
    emailClaims: new DynamoEmailClaims(table),
    audits: new Audits(table),
    decisions: new DynamoDecisions(table),
    failures: new DynamoFailures(table),
    pending: new DynamoPending(table),
    watermarks: new DynamoWatermarks(table),
    incidents: new DynamoIncidents(table),
    hourlyWrites: new DynamoHourlyWrites(table),
    reconciliations: new DynamoReconciliations(table),
    samples: new DynamoSamples(table),
    notes: new DynamoWayBackNotes(table),
    gate: new ClientifyGate(new DynamoPauses(table, 'clientify')),
    meter,
    workQueue: new SqsWorkQueue(sqs, resources.WORK_QUEUE_URL, resources.DEAD_LETTER_QUEUE_URL),
    runQueue: new SqsRunQueue(sqs, resources.RUN_QUEUE_URL),
    changes: new SqsChangeQueue(sqs, resources.CHANGE_QUEUE_URL),
    events: new EventBridgeBus(bus, resources.EVENT_BUS_NAME, (problem) => {
      log.warn('events were not delivered', { problem });
    }),
    clock: { now: () => new Date() },
    chance: () => Math.random(),
    ids,
    log,
  };
}
