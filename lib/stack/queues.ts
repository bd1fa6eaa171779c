import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueName } from './rights';
import { CHANGE, QUEUE_LIMITS, SQS, type QueueLimits } from '../sync/budget';

/** The part of a queue's properties that limits its deliveries. */
const limited = ({ visibilitySeconds, maxReceiveCount }: QueueLimits, queue: sqs.Queue) => ({
  visibilityTimeout: Duration.seconds(visibilitySeconds),
  deadLetterQueue: { queue, maxReceiveCount },
});

/** The run queue drives the page-fetcher; the work queue carries records, one group per GIAV client. */
export class SyncQueues extends Construct {
  readonly runs: sqs.Queue;
  readonly work: sqs.Queue;
  readonly deadLetter: sqs.Queue;
  readonly changes: sqs.Queue;
  /** Only where changes of Clientify are searched for. */
  readonly reconcile?: sqs.Queue;
  /** Messages of `runs` and `reconcile` whose function broke three times. */
  readonly runsDeadLetter: sqs.Queue;

  constructor(scope: Construct, id: string, { reconciles }: { readonly reconciles: boolean }) {
    super(scope, id);
    const common = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;
    const byClient = {
      ...common,
      fifo: true,
      deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      retentionPeriod: Duration.days(SQS.keptDays),
    } as const;
    this.deadLetter = new sqs.Queue(this, 'DeadLetter', {
      ...common,
      fifo: true,
      retentionPeriod: Duration.days(SQS.keptDays),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.work = new sqs.Queue(this, 'Work', {
      ...byClient,
      ...limited(QUEUE_LIMITS.work, this.deadLetter),
    });
    this.changes = new sqs.Queue(this, 'Changes', {
      ...byClient,
      deliveryDelay: Duration.seconds(CHANGE.delaySeconds),
      ...limited(QUEUE_LIMITS.changes, this.deadLetter),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.runsDeadLetter = new sqs.Queue(this, 'RunsDeadLetter', {
      ...common,
      retentionPeriod: Duration.days(SQS.keptDays),
    });
    this.runs = new sqs.Queue(this, 'Runs', {
      ...common,
      ...limited(QUEUE_LIMITS.runs, this.runsDeadLetter),
    });
    if (reconciles)
      this.reconcile = new sqs.Queue(this, 'Reconcile', {
        ...common,
        ...limited(QUEUE_LIMITS.reconcile, this.runsDeadLetter),
      });
  }

  /** By the names of the queues. */
  get arns(): Readonly<Partial<Record<QueueName, string>>> {
    const { runs, work, changes, reconcile, deadLetter, runsDeadLetter } = this;
    return {
      runs: runs.queueArn,
      work: work.queueArn,
      changes: changes.queueArn,
      ...(reconcile && { reconcile: reconcile.queueArn }),
      deadLetter: deadLetter.queueArn,
      runsDeadLetter: runsDeadLetter.queueArn,
    };
  }
}
