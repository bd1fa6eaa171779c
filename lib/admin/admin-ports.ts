import type { SQSClient } from '@aws-sdk/client-sqs';
import { SqsChangeQueue, ReconcileQueue } from '../queue/changes';
import { DeadLetters } from '../queue/dead-letters';
import { SqsRunQueue, SqsWorkQueue } from '../queue/queues';
import { DynamoAccount } from '../state/account';
import { DynamoAnswers } from '../state/answers';
import { Audits } from '../state/audits';
import { DynamoDays } from '../state/days';
import { DynamoDecisions } from '../state/decisions';
import { DynamoFailures } from '../state/failures';
import { DynamoFilterProofs } from '../state/filter-proofs';
import { DynamoIncidents } from '../state/incidents';
import { DynamoLinks } from '../state/links';
import { DynamoPauses } from '../state/pauses';
import { DynamoPending } from '../state/pending';
import { DynamoReconciliations } from '../state/reconciliations';
import { DynamoRuns } from '../state/runs';
import { DynamoSettingsVersions } from '../state/settings-versions';
import type { Table } from '../state/table';
import { DynamoUnverifiedWrites } from '../state/unverified-writes';
import { DynamoWatermarks } from '../state/watermarks';
import { DynamoWayBackNotes } from '../state/way-back-notes';
import { RefusedError } from '../sync/refusal';

/** Where a deployment keeps its things: the outputs of its stack. */
export interface Deployment {
  readonly table: Table;
  readonly sqs: SQSClient;
  readonly runQueueUrl: string;
  readonly workQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly runsDeadLetterQueueUrl: string;
  readonly changeQueueUrl: string;
  /** This and the two that follow: null where nothing listens to Clientify (`writeBack.mode` is off). */
  readonly reconcileQueueUrl: string | null;
  /** Address that Clientify calls, without its secret. */
  readonly webhookUrl: string | null;
  /** Name of the secret that holds the webhook's secrets. */
  readonly webhookSecretId: string | null;
}

/** What is needed of a deployment by whoever works in it, the function that does what people ask for included. */
export type Places = Pick<
  Deployment,
  'table' | 'sqs' | 'runQueueUrl' | 'workQueueUrl' | 'deadLetterQueueUrl' | 'changeQueueUrl'
>;

/** What the use cases of commands and console work with. Leases are taken by the functions only. */
export const deskPorts = ({ table, sqs, ...urls }: Places) => ({
  table,
  account: new DynamoAccount(table),
  answers: new DynamoAnswers(table),
  days: new DynamoDays(table),
  settingsVersions: new DynamoSettingsVersions(table),
  filterProofs: new DynamoFilterProofs(table),
  audits: new Audits(table),
  runs: new DynamoRuns(table, 0),
  links: new DynamoLinks(table),
  decisions: new DynamoDecisions(table),
  failures: new DynamoFailures(table),
  pending: new DynamoPending(table),
  pauses: new DynamoPauses(table, 'clientify'),
  watermarks: new DynamoWatermarks(table),
  deadLetters: new DeadLetters(sqs, urls.deadLetterQueueUrl),
  queue: new SqsWorkQueue(sqs, urls.workQueueUrl, urls.deadLetterQueueUrl),
  runQueue: new SqsRunQueue(sqs, urls.runQueueUrl),
  changes: new SqsChangeQueue(sqs, urls.changeQueueUrl),
  reconciliations: new DynamoReconciliations(table),
  incidents: new DynamoIncidents(table),
  notes: new DynamoWayBackNotes(table),
  unverified: new DynamoUnverifiedWrites(table, new DynamoLinks(table)),
});
export type DeskPorts = ReturnType<typeof deskPorts>;

/** What a command says that needs what listens to Clientify. */
export const nobodyListens = (): RefusedError => new RefusedError('nobody-listens');

/** Where a search of Clientify is asked for that nobody would make. */
const NOBODY: Pick<ReconcileQueue, 'send'> = { send: () => Promise.reject(nobodyListens()) };

/** What the commands of an admin work with. */
export const adminPorts = (deployment: Deployment) => ({
  ...deskPorts(deployment),
  reconcileQueue:
    deployment.reconcileQueueUrl === null
      ? NOBODY
      : new ReconcileQueue(deployment.sqs, deployment.reconcileQueueUrl),
});
export type AdminPorts = ReturnType<typeof adminPorts>;
