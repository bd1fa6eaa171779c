import { keys } from '../../lib/state/keys';
import type { VirtualWorld } from '../harness/virtual-world';
import { contactOf, openInStep } from '../harness/world-in-step';
import type { Fields } from '../harness/world';

/** What the table holds, and nobody can use. */
describe('damaged state', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = await openInStep();
  });
  afterEach(() => world.close());

  const contact = (id: number): Fields | undefined => contactOf(world, id);

  it('a damaged link is an error of that record: nothing is written, the rest goes on', async () => {
    const { table } = world.kept;
    const item = await table.get(keys.link('client', '2'));
    await table.put({ ...keys.link('client', '2'), v: 99, entity: 'client' });
    world.editClient(2, { Nombre: 'Nadie' });
    world.editClient(1, { Nombre: 'Sigue' });
    const report = await world.sync();
    expect(report.clients).toMatchObject({ updated: 1, failed: 1 });
    expect(await world.failures()).toMatchObject([
      {
        id: '2',
        reason: 'STATE_UNREADABLE',
        message: expect.stringContaining('LINK#client#2') as string,
      },
    ]);
    expect(world.writes()).toHaveLength(1);
    expect(contact(1)).toMatchObject({ first_name: 'Sigue' });
    await table.put(item as Fields & { pk: string; sk: string });
    await world.redrive({ all: true });
    expect(await world.failures()).toEqual([]);
    expect(contact(2)).toMatchObject({ first_name: 'Nadie' });
  });

  it.each([
    ['watermark', { pk: 'WATERMARK', sk: 'RUN' }],
    ['lease', { pk: 'LEASE', sk: 'RUN' }],
    ['pause', { pk: 'PAUSE', sk: 'clientify' }],
  ])('a damaged %s stops nothing', async (_, key) => {
    await world.kept.table.put({ ...key, until: 'soon', token: 'first', runId: 7, since: {} });
    expect((await world.sync('modified')).run.status).toBe('completed');
  });

  it('a clock that jumped into the future leaves a watermark and a lease that hold nobody up', async () => {
    const { table } = world.kept;
    const future = new Date(Date.now() + 1e10);
    const watermark = (await world.kept.watermarks.get()) as Fields | null;
    await table.put({ ...keys.watermark(), v: 1, ...watermark, since: future.toISOString() });
    await table.update(keys.lease(), {
      expression: 'SET #u = :u',
      names: { '#u': 'until' },
      values: { ':u': future.getTime() },
    });
    const report = await world.sync('modified');
    expect(report.run).toMatchObject({ mode: 'full', status: 'completed' });
    expect((await world.sync('modified')).run.mode).toBe('modified');
  });
});
