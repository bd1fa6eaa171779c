import type { SQSClient } from '@aws-sdk/client-sqs';
import { MAX_BATCH, MAX_FETCHERS, MAX_WRITERS, shareConcurrency } from '../../lib/stack/limits';
import { CHANGE, FUNCTION_SECONDS, QUEUE_LIMITS } from '../../lib/sync/budget';
import { MemoryTable } from '../../test/ports/table';
import type { Environment, Surroundings } from './environment';
import { EventSource, type SourceSettings } from './event-source';
import { LambdaFunction, type Handler } from './lambda';
import { Queue } from './queue';
import { SimulatedSqs } from './sqs';

export type FunctionName =
  'page-fetcher' | 'record-worker' | 'write-back' | 'reconcile' | 'webhook';
export type QueueName = 'runs' | 'work' | 'changes' | 'reconcile' | 'deadLetter' | 'runsDeadLetter';

export const queueUrl = (name: QueueName): string => `https://sqs.invalid/${name}`;

/** How each function is connected: what its module does on AWS, on the simulation's services. */
export type Connects = Readonly<Record<FunctionName, (environment: Environment) => Handler>>;

/** The deployment as the template declares it: table, queues, functions and what hands over between them. */
export class Account {
  readonly table = new MemoryTable();
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** What hands the messages of a queue to its function. */
  readonly sources: Readonly<Record<keyof typeof QUEUE_LIMITS, EventSource>>;

  constructor(
    connects: Connects,
    concurrency: number,
    private readonly around: Surroundings,
  ) {
    this.queues = this.makeQueues();
    const make = (name: FunctionName): LambdaFunction => {
      const timeoutSeconds = FUNCTION_SECONDS[name];
      return new LambdaFunction({ name, timeoutSeconds, connect: connects[name] }, around);
    };
    this.functions = {
      'page-fetcher': make('page-fetcher'),
      'record-worker': make('record-worker'),
      'write-back': make('write-back'),
      reconcile: make('reconcile'),
      webhook: make('webhook'),
    };
    const share = shareConcurrency(concurrency);
    const batches = { batchSize: MAX_BATCH, reportBatchItemFailures: true };
    const { invocations } = share;
    this.sources = {
      runs: this.drive('runs', 'page-fetcher', { batchSize: 1, maxConcurrency: MAX_FETCHERS }),
      work: this.drive('work', 'record-worker', { ...batches, maxConcurrency: invocations }),
      changes: this.drive('changes', 'write-back', { ...batches, maxConcurrency: MAX_WRITERS }),
      reconcile: this.drive('reconcile', 'reconcile', { batchSize: 1 }),
    };
  }

  /** The queues as one environment reaches them. */
  sqsOf(environment: Environment): SQSClient {
    const byUrl = Object.entries(this.queues).map(
      ([name, queue]) => [queueUrl(name as QueueName), queue] as const,
    );
    return new SimulatedSqs(new Map(byUrl), environment).client;
  }

  private makeQueues(): Record<QueueName, Queue> {
    const { scheduler } = this.around;
    const last = (name: QueueName, fifo: boolean): Queue =>
      new Queue({ name, fifo, visibilitySeconds: 30 }, scheduler);
    const deadLetter = last('deadLetter', true);
    const runsDeadLetter = last('runsDeadLetter', false);
    const make = (
      name: keyof typeof QUEUE_LIMITS,
      queue: Queue,
      more: { fifo: boolean; delaySeconds?: number },
    ): Queue => {
      const { visibilitySeconds, maxReceiveCount } = QUEUE_LIMITS[name];
      const settings = { name, visibilitySeconds, deadLetter: { queue, maxReceiveCount }, ...more };
      return new Queue(settings, scheduler);
    };
    return {
      deadLetter,
      runsDeadLetter,
      runs: make('runs', runsDeadLetter, { fifo: false }),
      reconcile: make('reconcile', runsDeadLetter, { fifo: false }),
      work: make('work', deadLetter, { fifo: true }),
      changes: make('changes', deadLetter, { fifo: true, delaySeconds: CHANGE.delaySeconds }),
    };
  }

  private drive(queue: QueueName, name: FunctionName, settings: SourceSettings): EventSource {
    return new EventSource(this.queues[queue], this.functions[name], settings, this.around);
  }
}
