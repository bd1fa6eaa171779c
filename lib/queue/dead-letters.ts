import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { COMMAND } from '../sync/budget';
import { counts } from './queues';
import { namedSubject, type NamedSubject } from '../ports/messages';

/** A message of the dead-letter queue, in the hands of the caller until it is released or removed. */
export interface DeadLetter {
  readonly messageId: string;
  readonly sentAt: string;
  /** null: nobody can tell what it is about. */
  readonly record: NamedSubject | null;
  readonly receiptHandle: string;
}

/** Polls in a row that find nothing new although the queue counts messages: what is left hides behind its group. */
const EMPTY_POLLS = 3;

/** What an admin sees of the dead-letter queue, and takes out of it. */
export class DeadLetters {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
  ) {}

  /**
   * Takes every message that can be had into the hand, until the queue counts none that waits; those behind one of the
   * same group come once it is gone.
   */
  async take(): Promise<DeadLetter[]> {
    const taken = new Map<string, DeadLetter>();
    for (let empty = 0; empty < EMPTY_POLLS;) {
      const letters = await this.poll();
      const isNew = letters.some(({ messageId }) => !taken.has(messageId));
      // Also one that came again: only its newest receipt is good.
      for (const letter of letters) taken.set(letter.messageId, letter);
      empty = isNew ? 0 : empty + 1;
      if (empty > 0 && (await counts(this.sqs, this.url)).waiting === 0) break;
    }
    return [...taken.values()];
  }

  /** Messages that the queue counts beside those in the hand: nobody can say what they are about. */
  async unseen(inHand: number): Promise<number> {
    const { waiting, inFlight } = await counts(this.sqs, this.url);
    return Math.max(0, waiting + inFlight - inHand);
  }

  private async poll(): Promise<DeadLetter[]> {
    const { Messages: messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: COMMAND.letterPollSeconds,
        VisibilityTimeout: COMMAND.letterHeldSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return messages.map(toLetter);
  }

  async release(letters: readonly DeadLetter[]): Promise<void> {
    for (const { receiptHandle } of letters)
      await this.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: this.url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }),
      );
  }

  async remove(letter: DeadLetter): Promise<void> {
    await this.sqs.send(
      new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: letter.receiptHandle }),
    );
  }
}

function toLetter(message: Message): DeadLetter {
  let body: unknown = null;
  try {
    body = JSON.parse(message.Body ?? '');
  } catch {
    // Listed as unreadable.
  }
  return {
    messageId: message.MessageId ?? '',
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
    record: namedSubject(body),
    receiptHandle: message.ReceiptHandle ?? '',
  };
}
