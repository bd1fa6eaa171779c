import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { DeadLetters } from '../../lib/queue/dead-letters';

interface Letter {
  readonly id: string;
  readonly group: string;
  held: boolean;
}

/** A FIFO queue as SQS has it: a short poll may find nothing, a group with a message in flight gives no other. */
class Queue {
  letters: Letter[] = [];
  polls = 0;
  /** Polls that find nothing although something is there. */
  false = 0;

  readonly send = (command: unknown): Promise<unknown> => {
    if (command instanceof GetQueueAttributesCommand) return Promise.resolve(this.counts());
    if (command instanceof ReceiveMessageCommand)
      return Promise.resolve({ Messages: this.receive(command.input.WaitTimeSeconds ?? 0) });
    const { ReceiptHandle: id } = (command as DeleteMessageCommand).input;
    if (command instanceof DeleteMessageCommand)
      this.letters = this.letters.filter((one) => one.id !== id);
    else if (command instanceof ChangeMessageVisibilityCommand)
      for (const one of this.letters) if (one.id === id) one.held = false;
    return Promise.resolve({});
  };

  add(id: string, group = id): void {
    this.letters.push({ id, group, held: false });
  }

  private counts(): unknown {
    const held = this.letters.filter((one) => one.held).length;
    return {
      Attributes: {
        ApproximateNumberOfMessages: String(this.letters.length - held),
        ApproximateNumberOfMessagesNotVisible: String(held),
        ApproximateNumberOfMessagesDelayed: '0',
      },
    };
  }

  private receive(seconds: number): unknown[] {
    this.polls += 1;
    if (seconds === 0 || this.false-- > 0) return [];
    const free = this.letters.filter(
      ({ group, held }) => !held && !this.letters.some((one) => one.held && one.group === group),
    );
    const [next] = free;
    if (!next) return [];
    next.held = true;
    const Body = JSON.stringify({ entity: 'client', id: next.id });
    return [{ MessageId: next.id, ReceiptHandle: next.id, Body }];
  }
}

const looked = (): { queue: Queue; letters: DeadLetters } => {
  const queue = new Queue();
  return { queue, letters: new DeadLetters(queue as unknown as SQSClient, 'url') };
};

describe('the dead-letter queue', () => {
  it('is read with long polls until it counts nothing more, also when a poll falsely finds nothing', async () => {
    const { queue, letters } = looked();
    for (const id of ['1', '2', '3']) queue.add(id);
    queue.false = 2;
    expect((await letters.take()).map(({ messageId }) => messageId)).toEqual(['1', '2', '3']);
  });

  it('is empty after one look', async () => {
    const { queue, letters } = looked();
    expect(await letters.take()).toEqual([]);
    expect(queue.polls).toBe(1);
  });

  it('hides a message behind another of its group: counted as unseen, then had once that one is gone', async () => {
    const { queue, letters } = looked();
    queue.add('1', 'g');
    queue.add('2', 'g');
    const first = await letters.take();
    expect(first.map(({ messageId }) => messageId)).toEqual(['1']);
    expect(await letters.unseen(first.length)).toBe(1);
    for (const letter of first) await letters.remove(letter);
    expect((await letters.take()).map(({ messageId }) => messageId)).toEqual(['2']);
    expect(await letters.unseen(1)).toBe(0);
  });
});
