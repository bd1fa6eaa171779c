import { setTimeout as wait } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { deleteMessage } from '../../lib/admin/failed-records';
import { World, client } from '../harness/world';

/** What waits for an admin outlives a restart; how records fail: test/simulation/failures.test.ts. */
describe('failed records on the wire', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      timeScale: 1 / 100,
      config: { officePrefix: 'never' },
    });
    await world.setGiav('clients', [client(11)]);
  });
  afterAll(() => world.stop());

  const send = (QueueUrl: string, MessageBody: string, more: object = {}): Promise<unknown> =>
    world.wiring.cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

  it('messages that nobody can read and a record that was set aside are kept over a restart; re-driving takes the record, deleting the others', async () => {
    const { workQueueUrl, runQueueUrl } = world.wiring.cloud;
    const poison = { MessageGroupId: 'poison', MessageDeduplicationId: 'poison' };
    await send(workQueueUrl, 'not even JSON', poison);
    await send(runQueueUrl, '{"v":1,"kind":"dance"}');
    const gaveUp = JSON.stringify({ v: 2, runId: 'long-gone', entity: 'client', id: '11' });
    await world.admin.queue.bury(gaveUp, 'client-11', 'gave up');
    while ((await world.admin.queue.deadLetters()) < 3) await wait(50);
    await world.restart();

    const kept = await world.failures();
    const unreadable = kept.filter(({ entity }) => entity === null);
    expect(kept.filter(({ entity }) => entity !== null)).toMatchObject([
      {
        entity: 'client',
        id: '11',
        reason: 'DELIVERY_FAILED',
        messageId: expect.any(String) as string,
      },
    ]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      'UNREADABLE_MESSAGE',
      'UNREADABLE_MESSAGE',
    ]);
    const [redriven] = await world.redrive({ all: true });
    expect(redriven?.clients).toMatchObject({ created: 1 });
    expect(await world.failures()).toHaveLength(2);
    for (const { messageId = '' } of unreadable)
      expect(await deleteMessage(world.admin, messageId)).toBe(true);
    expect(await world.failures()).toEqual([]);
    expect(await world.admin.queue.deadLetters()).toBe(0);
  });
});
