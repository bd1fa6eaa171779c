import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { RetryableError } from '../sync/errors';
import type { RecordMessage, RunMessage } from './messages';

const MAX_BATCH_BYTES = 240 * 1024;

/** The work queue: FIFO, one message group per GIAV client, so that a client goes before its expedientes. */
export class WorkQueue {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
    private readonly deadLetterUrl: string,
  ) {}

  /** Ten at a time, in order; a repeat within five minutes is dropped by the queue. */
  async send(messages: readonly RecordMessage[]): Promise<void> {
    let batch: { Id: string; MessageBody: string; MessageGroupId: string; MessageDeduplicationId: string }[] = [];
    let bytes = 0;
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      const { Failed } = await this.sqs.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries: batch }));
      if (Failed && Failed.length > 0) throw new RetryableError(`SQS refused ${Failed.length} message(s): ${Failed[0]?.Code ?? ''}`);
      batch = [];
      bytes = 0;
    };
    for (const message of messages) {
      const body = JSON.stringify(message);
      const size = Buffer.byteLength(body);
      if (batch.length === 10 || bytes + size > MAX_BATCH_BYTES) await flush();
      batch.push({
        Id: String(batch.length),
        MessageBody: body,
        MessageGroupId: message.clientId,
        MessageDeduplicationId: `${message.runId}-${message.entity}-${message.id}`,
      });
      bytes += size;
    }
    await flush();
  }

  async bury(message: RecordMessage): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.deadLetterUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.clientId,
        MessageDeduplicationId: `${message.runId}-${message.entity}-${message.id}`,
      }),
    );
  }

  /** Lets a message wait before its next delivery. */
  async postpone(receiptHandle: string, seconds: number): Promise<void> {
    await this.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: this.url, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }),
    );
  }

  async isEmpty(): Promise<boolean> {
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
      }),
    );
    return Object.values(Attributes ?? {}).every((count) => Number(count) === 0);
  }
}

/** The queue that drives the page-fetcher: starts, hand-overs and checks. */
export class RunQueue {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
  ) {}

  async send(message: RunMessage, delaySeconds = 0): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds }));
  }
}
