import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Environment } from './environment';
import type { Message, Queue } from './queue';

type Ports = Pick<Environment, 'call'>;

const MAX_BYTES = 256 * 1024;

const asReceived = (message: Message) => ({
  MessageId: message.id,
  Body: message.body,
  ReceiptHandle: message.receipt ?? '',
  Attributes: { SentTimestamp: String(message.sentAt) },
});

/** The commands of the SDK that the product sends, on queues in memory; any other one is an error. */
export class SimulatedSqs {
  constructor(
    private readonly queues: ReadonlyMap<string, Queue>,
    private readonly ports: Ports,
  ) {}

  /** As the SDK's client, for those who ask for one. */
  get client(): SQSClient {
    return this as unknown as SQSClient;
  }

  send(command: { readonly input: object }): Promise<unknown> {
    const { QueueUrl = '' } = command.input as { QueueUrl?: string };
    const queue = this.queues.get(QueueUrl);
    if (queue === undefined) throw new Error(`no queue ${QueueUrl}`);
    return this.ports.call('sqs', `${command.constructor.name} ${queue.settings.name}`, () =>
      apply(queue, command),
    );
  }
}

function apply(queue: Queue, command: object): unknown {
  if (command instanceof SendMessageCommand) {
    const { MessageBody, MessageGroupId, MessageDeduplicationId, DelaySeconds } = command.input;
    const MessageId = queue.send({
      body: MessageBody ?? '',
      group: MessageGroupId,
      deduplication: MessageDeduplicationId,
      delaySeconds: DelaySeconds,
    });
    return { MessageId };
  }
  if (command instanceof SendMessageBatchCommand) return sendBatch(queue, command);
  if (command instanceof ChangeMessageVisibilityCommand) {
    queue.changeVisibility(command.input.ReceiptHandle ?? '', command.input.VisibilityTimeout ?? 0);
    return {};
  }
  if (command instanceof DeleteMessageCommand) {
    queue.remove(command.input.ReceiptHandle ?? '');
    return {};
  }
  if (command instanceof ReceiveMessageCommand) {
    const { MaxNumberOfMessages, VisibilityTimeout } = command.input;
    return { Messages: queue.receive(MaxNumberOfMessages ?? 1, VisibilityTimeout).map(asReceived) };
  }
  if (command instanceof GetQueueAttributesCommand)
    return { Attributes: { ApproximateNumberOfMessages: String(queue.depth) } };
  throw new Error(`the simulated SQS does not know ${command.constructor.name}`);
}

/** @throws for what SQS refuses as a whole: more than ten, or too large. */
function sendBatch(queue: Queue, { input: { Entries = [] } }: SendMessageBatchCommand): object {
  const bytes = Entries.reduce((sum, one) => sum + Buffer.byteLength(one.MessageBody ?? ''), 0);
  if (Entries.length === 0 || Entries.length > 10 || bytes > MAX_BYTES)
    throw Object.assign(new Error('the batch is not valid'), { name: 'BatchRequestTooLong' });
  for (const { MessageBody, MessageGroupId, MessageDeduplicationId } of Entries)
    queue.send({
      body: MessageBody ?? '',
      group: MessageGroupId,
      deduplication: MessageDeduplicationId,
    });
  return { Successful: Entries.map(({ Id }) => ({ Id })) };
}
