import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { SQS } from '../sync/budget';
import { RetryableError } from '../sync/errors';
import type { Asked, Desk } from '../ports/asked';
import { groupOf, messageBody, type RecordMessage, type RunMessage } from '../ports/messages';
import type { WorkQueue, RunQueue } from '../ports/queues';

const MAX_BATCH_BYTES = 240 * 1024;

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Messages of a queue that can be had now or later, and those in somebody's hand. Approximate, as SQS counts. */
export async function counts(
  sqs: SQSClient,
  url: string,
): Promise<{ readonly waiting: number; readonly inFlight: number }> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...COUNTS] }),
  );
  const [visible, inFlight, delayed] = COUNTS.map((name) => Number(Attributes[name] ?? 0));
  return { waiting: (visible ?? 0) + (delayed ?? 0), inFlight: inFlight ?? 0 };
}

/** Messages of a queue, those that wait or are worked on included. */
export async function depth(sqs: SQSClient, url: string): Promise<number> {
  const { waiting, inFlight } = await counts(sqs, url);
  return waiting + inFlight;
}

/** Lets a message wait before its next delivery. One that is gone by now needs no waiting. */
export async function postpone(
  sqs: SQSClient,
  url: string,
  receiptHandle: string,
  seconds: number,
): Promise<void> {
  const timeout = Math.min(SQS.visibilitySeconds, Math.max(0, Math.ceil(seconds)));
  try {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: timeout,
      }),
    );
  } catch (error) {
    if (
      !['ReceiptHandleIsInvalid', 'InvalidParameterValue', 'MessageNotInflight'].includes(
        (error as Error).name,
      )
    )
      throw error;
  }
}

/** The work queue: FIFO, in groups (see groupOf), so that a client goes before its expedientes. */
export class SqsWorkQueue implements WorkQueue {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
    private readonly deadLetterUrl: string,
  ) {}

  /**
   * Ten at a time, in order; a repeat within five minutes is dropped by the queue.
   * @param round tells the messages of a recovery from the lost ones.
   */
  async send(messages: readonly RecordMessage[], round = ''): Promise<void> {
    let batch: {
      Id: string;
      MessageBody: string;
      MessageGroupId: string;
      MessageDeduplicationId: string;
    }[] = [];
    let bytes = 0;
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      const { Failed } = await this.sqs.send(
        new SendMessageBatchCommand({ QueueUrl: this.url, Entries: batch }),
      );
      if (Failed && Failed.length > 0)
        throw new RetryableError(
          `SQS refused ${Failed.length} message(s): ${Failed[0]?.Code ?? ''}`,
        );
      batch = [];
      bytes = 0;
    };
    for (const message of messages) {
      const body = messageBody(message);
      const size = Buffer.byteLength(body);
      if (batch.length === 10 || bytes + size > MAX_BATCH_BYTES) await flush();
      batch.push({
        Id: String(batch.length),
        MessageBody: body,
        MessageGroupId: groupOf(message),
        MessageDeduplicationId: `${message.runId}-${message.entity}-${message.id}-${message.page}${round}`,
      });
      bytes += size;
    }
    await flush();
  }

  /** To the dead-letter queue, as it is; each record is a group of its own there, so that none hides another. */
  async bury(body: string, group: string, deduplication: string): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.deadLetterUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: deduplication,
      }),
    );
  }

  postpone(receiptHandle: string, seconds: number): Promise<void> {
    return postpone(this.sqs, this.url, receiptHandle, seconds);
  }

  async isEmpty(): Promise<boolean> {
    return (await depth(this.sqs, this.url)) === 0;
  }

  deadLetters(): Promise<number> {
    return depth(this.sqs, this.deadLetterUrl);
  }
}

/** The queue that drives the page-fetcher: starts, hand-overs, checks and re-drives; and what people ask for. */
export class SqsRunQueue implements RunQueue, Desk {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
  ) {}

  async send(message: RunMessage, delaySeconds = 0): Promise<void> {
    await this.post(message, Math.min(SQS.delaySeconds, Math.max(0, Math.round(delaySeconds))));
  }

  /** To the same function: it holds the keys of both systems. */
  ask(asked: Asked): Promise<void> {
    return this.post(asked, 0);
  }

  private async post(message: RunMessage | Asked, delaySeconds: number): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.url,
        MessageBody: messageBody(message),
        DelaySeconds: delaySeconds,
      }),
    );
  }
}
