import { Queue } from '../../simulation/aws/queue';
import { Scheduler } from '../../simulation/time/scheduler';

const SECOND = 1000;

function queues(fifo: boolean, maxReceiveCount = 3) {
  const scheduler = new Scheduler(0);
  const last = new Queue({ name: 'last', fifo, visibilitySeconds: 30 }, scheduler);
  const queue = new Queue(
    { name: 'q', fifo, visibilitySeconds: 60, deadLetter: { queue: last, maxReceiveCount } },
    scheduler,
  );
  return { scheduler, queue, last };
}

const bodies = (messages: readonly { readonly body: string }[]): string[] =>
  messages.map(({ body }) => body);

describe('a FIFO queue', () => {
  it('gives nothing more of a group while one of its messages is out, and goes on in order', () => {
    const { queue } = queues(true);
    for (const [body, group] of ['a1', 'a2', 'b1'].map((one) => [one, one.slice(0, 1)] as const))
      queue.send({ body, group, deduplication: body });
    const [a1] = queue.receive(1);
    expect(bodies(queue.receive(10))).toEqual(['b1']);
    queue.remove(a1?.receipt ?? '');
    expect(bodies(queue.receive(10))).toEqual(['a2']);
  });

  it('drops a repeat for five minutes, per group, also when the message is gone', async () => {
    const { scheduler, queue } = queues(true);
    const send = (group: string) => queue.send({ body: group, group, deduplication: 'same' });
    send('a');
    queue.remove(queue.receive(1)[0]?.receipt ?? '');
    send('a');
    send('b');
    expect(bodies(queue.receive(10))).toEqual(['b']);
    await scheduler.runUntil(300 * SECOND);
    send('a');
    expect(bodies(queue.receive(10))).toContain('a');
  });
});

describe('a queue', () => {
  it('gives a message again after its visibility time-out, and sets it aside after so many times', async () => {
    const { scheduler, queue, last } = queues(false, 2);
    queue.send({ body: 'x' });
    expect(queue.receive(1)).toHaveLength(1);
    expect(queue.receive(1)).toHaveLength(0);
    await scheduler.runUntil(60 * SECOND);
    expect(queue.receive(1)[0]?.receiveCount).toBe(2);
    await scheduler.runUntil(120 * SECOND);
    expect(queue.receive(1)).toHaveLength(0);
    expect(bodies(last.messages)).toEqual(['x']);
  });

  it('does not take the word of a delivery that is over', async () => {
    const { scheduler, queue } = queues(false);
    queue.send({ body: 'x' });
    const old = queue.receive(1)[0]?.receipt ?? '';
    await scheduler.runUntil(60 * SECOND);
    expect(() => queue.changeVisibility(old, 0)).toThrow('the delivery is over');
    queue.receive(1);
    queue.remove(old);
    expect(queue.depth).toBe(1);
  });

  it('waits as long as it was asked to, and may come twice', async () => {
    const { scheduler, queue } = queues(false);
    queue.repeats = 1;
    queue.send({ body: 'x', delaySeconds: 30 });
    expect(queue.receive(1)).toHaveLength(0);
    await scheduler.runUntil(30 * SECOND);
    queue.remove(queue.receive(1)[0]?.receipt ?? '');
    await scheduler.runUntil(90 * SECOND);
    queue.remove(queue.receive(1)[0]?.receipt ?? '');
    expect(queue.depth).toBe(0);
  });
});
