import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { CHANGE } from '../sync/budget';
import { messageBody, type ChangeMessage } from '../ports/messages';
import { depth, postpone } from './queues';
import type { ChangeQueue } from '../ports/queues';

/** Changes in Clientify: FIFO, one message group per record, so that no two of one record are worked on at once. */
export class SqsChangeQueue implements ChangeQueue {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async send(message: ChangeMessage): Promise<void> {
    const body = messageBody(message);
    const group = message.kind === 'change' ? `${message.of}-${message.id}` : 'samples';
    // A choice is no hint like another: it must not be taken for one of the same moment.
    const isHint = message.kind === 'change' && message.choices === undefined;
    const what = isHint ? group : createHash('sha256').update(body).digest('hex').slice(0, 40);
    const moment = Math.floor(this.now().getTime() / CHANGE.collapseMs);
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.url,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: message.kind === 'change' ? `${what}-${moment}` : what,
      }),
    );
  }

  depth(): Promise<number> {
    return depth(this.sqs, this.url);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.depth()) === 0;
  }

  postpone(receiptHandle: string, seconds: number): Promise<void> {
    return postpone(this.sqs, this.url, receiptHandle, seconds);
  }
}

/** Asks for a search of Clientify for changes whose webhook was lost. */
export class ReconcileQueue {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
  ) {}

  async send(): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.url,
        MessageBody: JSON.stringify({ v: 1, kind: 'reconcile' }),
      }),
    );
  }
}
