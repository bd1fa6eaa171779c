import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { namedSubject, type NamedSubject } from '../ports/messages';

/** A message of the dead-letter queue, in the hands of the caller until it is released or removed. */
export interface DeadLetter {
  readonly messageId: string;
  readonly sentAt: string;
  /** null: nobody can tell what it is about. */
  readonly record: NamedSubject | null;
  readonly receiptHandle: string;
}

/** Seconds for which a message is held while it is looked at. */
const HOLD_SECONDS = 60;

/** What an admin sees of the dead-letter queue, and takes out of it. */
export class DeadLetters {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
  ) {}

  /** Takes every message that can be had into the hand; those behind one of the same group come once it is gone. */
  async take(): Promise<DeadLetter[]> {
    const taken = new Map<string, DeadLetter>();
    for (;;) {
      const { Messages: messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HOLD_SECONDS,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      const fresh = messages.map(toLetter).filter((letter) => !taken.has(letter.messageId));
      if (fresh.length === 0) return [...taken.values()];
      for (const letter of fresh) taken.set(letter.messageId, letter);
    }
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
