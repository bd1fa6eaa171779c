import { deleteMessage } from '../../lib/admin/failed-records';
import type { Queue } from '../../simulation/aws/queue';
import type { VirtualWorld } from '../harness/virtual-world';
import { contactOf, openInStep } from '../harness/world-in-step';
import { client, withId, type Fields, type Report } from '../harness/world';

/** What queues hold besides what a run has just sent. */
describe('messages that come otherwise', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = await openInStep();
  });
  afterEach(() => world.close());

  const contact = (id: number): Fields | undefined => contactOf(world, id);
  let copies = 0;
  const send = (body: unknown, group: string): string =>
    world.simulation.account.queues.work.send({
      body: typeof body === 'string' ? body : JSON.stringify(body),
      group,
      deduplication: `copy-${++copies}`,
    });
  /** The report of the run that ended last, once everything is at rest. */
  const lastReport = async (): Promise<Report> => {
    await world.settled();
    for await (const { id } of world.kept.runs.recent()) return world.watch(id);
    throw new Error('There was no run');
  };
  /** The work queue once all of the run that has begun waits there; the worker is held. */
  const filled = async (): Promise<Queue> => {
    await world.until(async () => (await world.kept.runs.active())?.phase === 'draining');
    return world.simulation.account.queues.work;
  };

  it('the console way: a message that is moved back to the work queue is read from GIAV again, not believed', async () => {
    world.editClient(1, { Nombre: 'De hoy' });
    // As a dead-letter queue may hold it for weeks.
    send({ v: 2, runId: 'long-gone', entity: 'client', id: '1' }, 'client-1');
    await world.settled();
    expect(contact(1)).toMatchObject({ first_name: 'De hoy' });
  });

  it('a stale message never overwrites newer data', async () => {
    world.editClient(1, { Nombre: 'Vieja' });
    world.enable('record-worker', false);
    const run = world.sync();
    const [stale] = (await filled()).messages;
    world.enable('record-worker', true);
    await run;
    expect(contact(1)).toMatchObject({ first_name: 'Vieja' });
    world.editClient(1, { Nombre: 'Nueva' });
    await world.sync();
    world.clearLog();
    expect(stale?.body).toContain('Vieja');
    send(stale?.body, '1');
    expect(await lastReport()).toMatchObject({
      run: { mode: 'redrive' },
      clients: { read: 1, unchanged: 1 },
    });
    expect(world.writes()).toEqual([]);
    expect(contact(1)).toMatchObject({ first_name: 'Nueva' });
  });

  it('a message of an older version of the code is read from GIAV again', async () => {
    world.editClient(1, { Nombre: 'Versión' });
    send({ v: 1, runId: 'old', entity: 'client', id: '1', was: 'something else' }, '1');
    await world.settled();
    expect(contact(1)).toMatchObject({ first_name: 'Versión' });
  });

  it('a message that nobody can read is kept, listed and deletable, never looped; re-driving leaves it alone', async () => {
    send('not even JSON', 'poison');
    world.simulation.account.queues.runs.send({ body: '{"v":1,"kind":"dance"}' });
    const { deadLetter } = world.simulation.account.queues;
    await world.until(() => deadLetter.depth === 2);
    const poison = await world.failures();
    expect(poison.map(({ entity, reason }) => ({ entity, reason }))).toEqual([
      { entity: null, reason: 'UNREADABLE_MESSAGE' },
      { entity: null, reason: 'UNREADABLE_MESSAGE' },
    ]);
    expect(await world.redrive({ all: true })).toEqual([]);
    expect(await world.failures()).toHaveLength(2);
    for (const { messageId = '' } of poison)
      expect(await world.when(deleteMessage(world.admin, messageId))).toBe(true);
    expect(await world.failures()).toEqual([]);
  });

  it('lost messages of a run are read again, so that none of its records is forgotten', async () => {
    world.addClient(client(16));
    world.enable('record-worker', false);
    const run = world.sync();
    const work = await filled();
    const lost = work.receive(10);
    expect(lost).toHaveLength(1);
    for (const { receipt } of lost) work.remove(receipt ?? '');
    world.enable('record-worker', true);
    expect((await run).clients).toMatchObject({ created: 1, failed: 0 });
    expect(withId(world.crm('contacts'), 16)).toHaveLength(1);
  });
});
