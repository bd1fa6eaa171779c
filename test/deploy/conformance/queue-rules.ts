import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import type { QueueEngine, Rule } from './engine';

const VISIBILITY = 1;
/** Longer than the visibility time-out. */
const PASSED = 1.5;
const LARGEST_BATCH = 10;
/** Of any message or batch; AWS took 256 KiB until 2025. */
const MIB = 1024 * 1024;

/** A queue of its own for one rule. */
class Probe {
  private constructor(
    private readonly engine: QueueEngine,
    private readonly fifo: boolean,
    private readonly url: string,
    private readonly deadLetters: string,
  ) {}

  private static made = 0;

  static async queue(engine: QueueEngine, fifo = true, maxReceiveCount?: number): Promise<Probe> {
    const { url, deadLetters } = await engine.create({
      name: `rule-${++Probe.made}`,
      fifo,
      visibilitySeconds: VISIBILITY,
      ...(maxReceiveCount === undefined ? {} : { maxReceiveCount }),
    });
    return new Probe(engine, fifo, url, deadLetters);
  }

  async send(body: string, group = 'a', deduplication = body): Promise<void> {
    const ids = { MessageGroupId: group, MessageDeduplicationId: deduplication };
    const input = { QueueUrl: this.url, MessageBody: body, ...(this.fifo ? ids : {}) };
    await this.engine.sqs.send(new SendMessageCommand(input));
  }

  async sendLater(body: string, seconds: number): Promise<void> {
    const input = { QueueUrl: this.url, MessageBody: body, DelaySeconds: seconds };
    await this.engine.sqs.send(new SendMessageCommand(input));
  }

  async sendBatch(bodies: readonly string[]): Promise<number> {
    const Entries = bodies.map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
      MessageGroupId: 'a',
      MessageDeduplicationId: String(index),
    }));
    const command = new SendMessageBatchCommand({ QueueUrl: this.url, Entries });
    return (await this.engine.sqs.send(command)).Successful?.length ?? 0;
  }

  async receive(max = LARGEST_BATCH): Promise<Message[]> {
    const input = { QueueUrl: this.url, MaxNumberOfMessages: max };
    return (await this.engine.sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
  }

  async bodies(max = LARGEST_BATCH): Promise<string> {
    return (await this.receive(max)).map(({ Body }) => Body).join(' ');
  }

  async delete(message: Message | undefined): Promise<void> {
    const input = { QueueUrl: this.url, ReceiptHandle: message?.ReceiptHandle };
    await this.engine.sqs.send(new DeleteMessageCommand(input));
  }

  async postpone(message: Message | undefined, seconds: number): Promise<void> {
    await this.engine.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.url,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  pass(): Promise<void> {
    return this.engine.pass(PASSED);
  }

  async depth(): Promise<number> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await this.engine.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }

  async deadBodies(): Promise<string> {
    const { Messages = [] } = await this.engine.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.deadLetters, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body }) => Body).join(' ');
  }
}

const refused = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    () => true,
  );

export const QUEUE_RULES: readonly Rule<QueueEngine>[] = [
  {
    name: 'FIFO: one group comes in the order of sending, several of it in one batch',
    reliedOnBy: 'a client before its expedientes',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      for (const body of ['1', '2', '3']) await queue.send(body);
      return (await queue.bodies()) === '1 2 3';
    },
  },
  {
    name: 'FIFO: while a message of a group is out, nobody gets more of that group; other groups go on',
    reliedOnBy: 'two workers never meet at one client',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      for (const [body, group] of [
        ['1', 'a'],
        ['2', 'a'],
        ['3', 'b'],
      ] as const)
        await queue.send(body, group);
      const first = await queue.bodies(1);
      return first === '1' && (await queue.bodies()) === '3';
    },
  },
  {
    name: 'FIFO: of a batch that was half done, the rest comes again, in order, before what is behind it',
    reliedOnBy: 'partial batch failures of the workers',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      for (const body of ['1', '2', '3', '4']) await queue.send(body);
      const [one] = await queue.receive(3);
      await queue.delete(one);
      const meanwhile = await queue.bodies();
      await queue.pass();
      return meanwhile === '' && (await queue.bodies()) === '2 3 4';
    },
  },
  {
    name: 'FIFO: a message that is let go (visibility 0) comes again at once, still before those behind it',
    reliedOnBy: 'a record that must wait a moment',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      for (const body of ['1', '2']) await queue.send(body);
      const [one] = await queue.receive(1);
      await queue.postpone(one, 0);
      return (await queue.bodies()) === '1 2';
    },
  },
  {
    name: 'A message that is postponed comes after the time given, not after the queue’s',
    reliedOnBy: 'waiting for an outage to end',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      await queue.send('1');
      const [one] = await queue.receive(1);
      await queue.postpone(one, 60);
      await queue.pass();
      return (await queue.bodies()) === '';
    },
  },
  {
    name: 'FIFO: a repeat within five minutes is taken and dropped, even when the first is worked on and gone',
    reliedOnBy: 'a page that is sent again after a crash',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      await queue.send('1', 'a', 'x');
      const [one] = await queue.receive(1);
      await queue.delete(one);
      await queue.send('1', 'a', 'x');
      return (await queue.bodies()) === '';
    },
  },
  {
    name: 'FIFO: repeats are told apart by group (DeduplicationScope messageGroup)',
    reliedOnBy: 'one id in two groups',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      await queue.send('1', 'a', 'x');
      await queue.send('2', 'b', 'x');
      return (await queue.bodies()).split(' ').sort().join(' ') === '1 2';
    },
  },
  {
    name: 'What was received maxReceiveCount times goes to the dead-letter queue instead of coming again, and frees its group',
    reliedOnBy: 're-drive; one record never stops the others',
    async shows(engine) {
      const queue = await Probe.queue(engine, true, 1);
      for (const body of ['1', '2']) await queue.send(body);
      await queue.receive(1);
      await queue.pass();
      const next = await queue.bodies();
      return next === '2' && (await queue.deadBodies()) === '1';
    },
  },
  {
    name: 'Messages that are out still count in the depth of the queue (ApproximateNumberOfMessagesNotVisible)',
    reliedOnBy: 'a run ends when nothing waits and nothing is worked on',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      for (const body of ['1', '2']) await queue.send(body);
      await queue.receive(1);
      return (await queue.depth()) === 2;
    },
  },
  {
    name: 'FIFO: after a delivery is over, its receipt neither deletes nor postpones the message',
    reliedOnBy: 'a worker that was too slow',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      await queue.send('1');
      const [late] = await queue.receive(1);
      await queue.pass();
      await queue.delete(late).catch(() => undefined);
      return (await queue.bodies()) === '1';
    },
  },
  {
    name: 'Standard: a message with a delay comes after it',
    reliedOnBy: 'checks of a run, hand-overs',
    async shows(engine) {
      const queue = await Probe.queue(engine, false);
      await queue.sendLater('1', 1);
      const early = await queue.bodies();
      await queue.pass();
      return early === '' && (await queue.bodies()) === '1';
    },
  },
  {
    name: 'FIFO: a message without a group is refused',
    reliedOnBy: 'nothing is sent out of order by mistake',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      return refused(queue.sendLater('1', 0));
    },
  },
  {
    name: 'A batch of eleven is refused as a whole, one of ten is taken',
    reliedOnBy: 'sending pages in tens',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      const many = Array.from({ length: LARGEST_BATCH + 1 }, (_, index) => String(index));
      const taken = await queue.sendBatch(many.slice(1));
      return taken === LARGEST_BATCH && (await refused(queue.sendBatch(many)));
    },
  },
  {
    name: 'A batch of more than 1 MiB is refused as a whole',
    reliedOnBy: 'batches are cut by their size',
    async shows(engine) {
      const queue = await Probe.queue(engine);
      const half = 'x'.repeat(MIB / 2 + 1);
      return refused(queue.sendBatch([half, half]));
    },
  },
];
