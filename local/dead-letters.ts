import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';

const storedSchema = z.array(
  z.object({ body: z.string(), group: z.string(), deduplication: z.string() }),
);

/** Keeps the dead-letter queue over the end of the process: the emulated queues live in memory. */
export class StoredDeadLetters {
  constructor(
    private readonly sqs: SQSClient,
    private readonly url: string,
    private readonly file: string,
  ) {}

  async restore(): Promise<void> {
    if (!existsSync(this.file)) return;
    let text: unknown = null;
    try {
      text = JSON.parse(readFileSync(this.file, 'utf8'));
    } catch {
      // Cut off by a kill: the failed list in the table still names the records.
    }
    const stored = storedSchema.safeParse(text);
    for (const { body, group, deduplication } of stored.success ? stored.data : [])
      await this.sqs.send(
        new SendMessageCommand({
          QueueUrl: this.url,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: deduplication,
        }),
      );
  }

  async store(): Promise<void> {
    const stored: z.infer<typeof storedSchema> = [];
    for (;;) {
      const { Messages: messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (messages.length === 0) break;
      for (const { Body: body = '', Attributes: attributes, ReceiptHandle: handle } of messages) {
        stored.push({
          body,
          group: attributes?.MessageGroupId ?? '',
          deduplication: attributes?.MessageDeduplicationId ?? '',
        });
        await this.sqs.send(
          new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: handle }),
        );
      }
    }
    writeFileSync(this.file, JSON.stringify(stored));
  }
}
