import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionEnvironment } from './lambda';

export interface MappingSettings {
  readonly queueUrl: string;
  readonly batchSize: number;
  readonly reportsFailures: boolean;
}

const toRecord = (message: Message): unknown => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  eventSource: 'aws:sqs',
});

/** Between two questions to a queue that did not answer. */
const AGAIN_MS = 1000;

/** An SQS event source mapping: polls, invokes, deletes what succeeded. What failed waits for its visibility timeout. */
export class EventSource {
  private readonly stopping = new AbortController();
  private held = false;
  private readonly loops: Promise<void>[] = [];
  /** As many as may work at once: the one that was used last is taken first, so that those that nobody needs never start. */
  private readonly idle: ExecutionEnvironment[];

  constructor(
    private readonly sqs: SQSClient,
    private readonly settings: MappingSettings,
    environments: readonly ExecutionEnvironment[],
    private readonly onError: (message: string) => void,
  ) {
    this.idle = [...environments];
  }

  start(): void {
    for (let poller = 0; poller < this.idle.length; poller++) this.loops.push(this.poll());
  }

  /** Like a disabled mapping: polls no more until it is enabled again. */
  set enabled(value: boolean) {
    this.held = !value;
  }

  private isHeld(): boolean {
    return this.held;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Takes nothing more; resolves when what is at work has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private async poll(): Promise<void> {
    while (!this.isStopping()) {
      if (this.held) {
        await wait(20);
        continue;
      }
      const messages = await this.receive();
      try {
        if (this.isHeld() || this.isStopping()) await this.giveBack(messages);
        else if (messages.length > 0) await this.deliver(messages);
      } catch (error) {
        this.onError((error as Error).message);
      }
    }
  }

  /** Nothing, after a while, from a queue that does not answer: its service may be gone. */
  private async receive(): Promise<readonly Message[]> {
    try {
      const { Messages: messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.settings.queueUrl,
          MaxNumberOfMessages: this.settings.batchSize,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return messages;
    } catch (error) {
      this.onError((error as Error).message);
      await wait(AGAIN_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      return [];
    }
  }

  /** Disabled or stopped while it was polling. */
  private async giveBack(messages: readonly Message[]): Promise<void> {
    for (const { ReceiptHandle: handle } of messages)
      await this.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: this.settings.queueUrl,
          ReceiptHandle: handle,
          VisibilityTimeout: 0,
        }),
      );
  }

  private async invoke(event: unknown): Promise<unknown> {
    const environment = this.idle.pop();
    if (environment === undefined) throw new Error('More pollers than environments');
    try {
      return await environment.invoke(event);
    } finally {
      this.idle.push(environment);
    }
  }

  private async deliver(messages: readonly Message[]): Promise<void> {
    const answer = (await this.invoke({ Records: messages.map(toRecord) })) as
      { batchItemFailures?: { itemIdentifier: string }[] } | null | undefined;
    const failed = new Set(
      this.settings.reportsFailures
        ? (answer?.batchItemFailures ?? []).map((one) => one.itemIdentifier)
        : [],
    );
    const done = messages.filter((message) => !failed.has(message.MessageId ?? ''));
    if (done.length > 0)
      await this.sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: this.settings.queueUrl,
          Entries: done.map((message, at) => ({
            Id: String(at),
            ReceiptHandle: message.ReceiptHandle,
          })),
        }),
      );
  }
}
