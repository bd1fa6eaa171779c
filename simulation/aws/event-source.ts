import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Random } from '../time/random';
import type { Scheduler } from '../time/scheduler';
import type { End } from './environment';
import type { LambdaFunction } from './lambda';
import type { Message, Queue } from './queue';

export interface SourceSettings {
  readonly batchSize: number;
  readonly reportBatchItemFailures?: boolean;
  /** @default - as many as there are messages for */
  readonly maxConcurrency?: number;
}

const asEvent = (messages: readonly Message[]): SQSEvent =>
  ({
    Records: messages.map((message) => ({
      messageId: message.id,
      body: message.body,
      receiptHandle: message.receipt ?? '',
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAt),
        ...(message.group !== undefined && { MessageGroupId: message.group }),
      },
    })),
  }) as SQSEvent;

/** Hands a queue's messages to a function, batch by batch, and removes what it has done. */
export class EventSource {
  private readonly polls = new Set<number>();
  private held = false;

  constructor(
    private readonly queue: Queue,
    private readonly to: LambdaFunction,
    private readonly settings: SourceSettings,
    private readonly around: { readonly scheduler: Scheduler; readonly random: Random },
  ) {
    queue.onVisible = (at) => this.pollAt(at);
  }

  /** Disabled, it takes no more messages until it is enabled again. */
  set enabled(value: boolean) {
    this.held = !value;
    if (value) this.pollAt(this.around.scheduler.now);
  }

  /** A little later than the messages are there, by chance; never twice for one moment. */
  private pollAt(at: number): void {
    const { scheduler, random } = this.around;
    const moment = Math.max(at, scheduler.now);
    if (this.polls.has(moment)) return;
    this.polls.add(moment);
    scheduler.after(moment - scheduler.now + 5 + random.below(200), () => {
      this.polls.delete(moment);
      this.poll();
    });
  }

  private poll(): void {
    const { batchSize, maxConcurrency = Number.POSITIVE_INFINITY } = this.settings;
    while (!this.held && this.to.running < maxConcurrency) {
      const messages = this.queue.receive(batchSize);
      if (messages.length === 0) return;
      const receipts = new Map(messages.map(({ id, receipt }) => [id, receipt ?? '']));
      this.to.invoke(asEvent(messages), (end) => this.settle(receipts, end));
    }
  }

  /** What failed stays on the queue until its visibility time-out is over. */
  private settle(receipts: ReadonlyMap<string, string>, end: End): void {
    if ('answer' in end) {
      const { batchItemFailures: again = [] } = this.settings.reportBatchItemFailures
        ? (end.answer as SQSBatchResponse)
        : {};
      const kept = new Set(again.map(({ itemIdentifier }) => itemIdentifier));
      for (const [id, receipt] of receipts) if (!kept.has(id)) this.remove(receipt);
    }
    this.pollAt(this.around.scheduler.now);
    for (const receipt of receipts.values()) {
      const at = this.queue.visibleAgainAt(receipt);
      if (at !== null) this.pollAt(at);
    }
  }

  /** One that comes again because the function took longer than the queue hides a message is nobody's error. */
  private remove(receipt: string): void {
    try {
      this.queue.remove(receipt);
    } catch (error) {
      if ((error as Error).name !== 'InvalidParameterValue') throw error;
    }
  }
}
