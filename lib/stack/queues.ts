import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CHANGE_DELAY_SECONDS } from '../ports/queues';

/**
 * Deliveries of a record before SQS itself moves it to the dead-letter queue. The worker counts the tries that went
 * wrong; this counts the waiting in throttling and outages too, so it only stops a record that kills every invocation.
 */
export const MAX_RECEIVE_COUNT = 100;
export const WORKER_TIMEOUT = Duration.minutes(5);
export const FETCHER_TIMEOUT = Duration.minutes(15);

/** The run queue drives the page-fetcher; the work queue carries records, one group per GIAV client. */
export class SyncQueues extends Construct {
  readonly runs: sqs.Queue;
  readonly work: sqs.Queue;
  readonly deadLetter: sqs.Queue;
  readonly changes: sqs.Queue;
  readonly reconcile: sqs.Queue;
  /** Messages of `runs` and `reconcile` whose function broke three times. */
  readonly runsDeadLetter: sqs.Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const common = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;
    this.deadLetter = new sqs.Queue(this, 'DeadLetter', {
      ...common,
      fifo: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.work = new sqs.Queue(this, 'Work', {
      ...common,
      fifo: true,
      deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetter, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    this.changes = new sqs.Queue(this, 'Changes', {
      ...common,
      fifo: true,
      deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deliveryDelay: Duration.seconds(CHANGE_DELAY_SECONDS),
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(14),
      // Changes give up by themselves after a day: this only stops one that kills every invocation.
      deadLetterQueue: { queue: this.deadLetter, maxReceiveCount: 1000 },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.runsDeadLetter = new sqs.Queue(this, 'RunsDeadLetter', {
      ...common,
      retentionPeriod: Duration.days(14),
    });
    this.runs = new sqs.Queue(this, 'Runs', {
      ...common,
      visibilityTimeout: Duration.minutes(16),
      deadLetterQueue: { queue: this.runsDeadLetter, maxReceiveCount: 3 },
    });
    this.reconcile = new sqs.Queue(this, 'Reconcile', {
      ...common,
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: this.runsDeadLetter, maxReceiveCount: 3 },
    });
  }
}
