import { client, expediente, World, withId } from '../harness/world';

/** Items as the first version of each feature wrote them: what later versions added is not there. */
const LINK_OF_ONE_WAY_SYNC = (id: string, clientifyId: string) => ({
  pk: `LINK#client#${id}`,
  sk: 'LINK',
  v: 1,
  entity: 'client',
  id,
  status: 'linked',
  kind: 'contact',
  clientifyId,
  fingerprint: 'of-an-older-mapping',
  modified: '2026-05-07T20:02:41.145210+02:00',
  accepted: {},
  written: { emails: [`c${id}@example.com`], phones: [], address: true },
  failed: true,
  at: '2026-05-07T18:02:41.000Z',
});
const LINK_OF_EXPEDIENTE = (id: string, clientifyId: string) => ({
  pk: `LINK#expediente#${id}`,
  sk: 'LINK',
  v: 1,
  entity: 'expediente',
  id,
  status: 'linked',
  kind: 'deal',
  clientifyId,
  fingerprint: 'of-an-older-mapping',
  modified: null,
  at: '2026-05-07T18:02:41.000Z',
});
const RUN = {
  pk: 'RUN#20260507T180000Z-0000abcd',
  sk: 'RUN',
  v: 1,
  id: '20260507T180000Z-0000abcd',
  mode: 'full',
  status: 'completed',
  phase: 'ended',
  nextPage: 0,
  clientPages: 1,
  expedientePages: 1,
  startedAt: '2026-05-07T18:00:00.000Z',
  finishedAt: '2026-05-07T18:05:00.000Z',
  token: 1,
};
const RUN_ENTRY = { pk: 'RUNS', sk: `${RUN.startedAt}#${RUN.id}`, v: 1, id: RUN.id, runId: RUN.id };
const WATERMARK = {
  pk: 'WATERMARK',
  sk: 'RUN',
  v: 1,
  since: '2026-05-07T18:00:00.000Z',
  settings: 'older',
  sweptAt: '2026-05-07T18:00:00.000Z',
  officePrefix: false,
};
const FAILURE = {
  pk: 'FAILED',
  sk: 'client#1',
  v: 1,
  entity: 'client',
  id: '1',
  firstAt: '2026-05-07T18:00:00.000Z',
  attempts: 1,
  history: [
    { at: '2026-05-07T18:00:00.000Z', runId: 'r', reason: 'CLIENTIFY_REFUSED', message: 'x' },
  ],
};

let world: World;

beforeAll(async () => {
  world = await World.start();
  await world.setGiav('clients', [client(1)]);
  await world.setGiav('expedientes', [expediente(100, 1)]);
  await world.sync();
  const [contact] = await world.crm('contacts');
  const [deal] = await world.crm('deals');
  const { table } = world.admin;
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  const older = [
    LINK_OF_ONE_WAY_SYNC('1', String(contact?.['id'])),
    LINK_OF_EXPEDIENTE('100', String(deal?.['id'])),
    RUN,
    RUN_ENTRY,
    WATERMARK,
    FAILURE,
  ];
  for (const item of older) await table.put(item);
});
afterAll(async () => {
  await world.stop();
});

describe('state that an earlier version wrote', () => {
  it('is shown: runs, the failed list, links', async () => {
    expect(await world.admin.runs.get(RUN.id)).toMatchObject({
      status: 'completed',
      calls_DELETE: 0,
      sweep: false,
    });
    expect(await world.failures()).toMatchObject([{ id: '1', reason: 'CLIENTIFY_REFUSED' }]);
    expect(await world.links.get('client', '1')).toMatchObject({ status: 'linked' });
  });
  it('is synced on from: the settings are not those of the watermark, so everything is read, and nothing is made twice', async () => {
    const report = await world.sync('modified');
    expect(report.run).toMatchObject({ mode: 'full', status: 'completed' });
    expect(report.clients).toMatchObject({ created: 0, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 0, failed: 0 });
    expect(withId(await world.crm('contacts'), 1)).toHaveLength(1);
    expect((await world.crm('deals')).length).toBe(1);
  });
  it('is completed on the way: what new code remembers more is there after the run', async () => {
    expect(await world.links.get('client', '1')).toMatchObject({
      snapshot: expect.anything() as unknown,
    });
    expect(await world.failures()).toEqual([]);
  });
  it('of a version that is not known yet is reported, never guessed', async () => {
    await world.admin.table.put({ ...LINK_OF_ONE_WAY_SYNC('1', '5'), v: 99 });
    const report = await world.sync();
    // The client, and the expediente that would belong to it.
    expect(report.reasons).toMatchObject({ STATE_UNREADABLE: 2 });
    expect(withId(await world.crm('contacts'), 1)).toHaveLength(1);
  });
});
