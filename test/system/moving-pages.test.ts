import { World, client, expediente, withId, type Fields, type Report } from '../harness/world';

/** GIAV has no sort and no total: records move between pages while they are read. */
describe('pages that move while they are read', () => {
  let world: World;
  const IDS = Array.from({ length: 350 }, (_, at) => at + 1);
  const minute = (at: number): string =>
    `2026-03-02T${String(8 + Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00.000`;
  beforeAll(async () => {
    // All of them change at once here: the brake has tests of its own.
    const config = { officePrefix: 'never', giav: { concurrency: 1 }, brake: null };
    world = await World.start({ config });
    await world.setGiav(
      'clients',
      IDS.map((id) => client(id, { FechaModificacion: minute(id) })),
    );
  });
  afterAll(() => world.stop());
  afterEach(() =>
    world.control('POST', 'giav/switches', { order: 'stable', churn: 0, pageCap: 100 }),
  );

  const searches = async (): Promise<number> =>
    (await world.control<Fields[]>('GET', 'giav/log')).filter(
      (entry) => entry['method'] === 'Cliente_SEARCH',
    ).length;
  const expectAll = async (report: Report): Promise<void> => {
    expect(report.run.status).toBe('completed');
    expect(report.clients['read']).toBe(IDS.length);
    const contacts = await world.crm('contacts');
    for (const id of IDS) expect(withId(contacts, id)).toHaveLength(1);
  };

  it.each([['modified-asc'], ['modified-desc']])(
    '%s: records that moved to another page are still read, each once',
    async (order) => {
      await world.control('POST', 'giav/switches', { order, churn: 3 });
      await expectAll(await world.sync());
    },
  );

  it('a list that stands still is read once: its pages, the empty one, and another look at the first', async () => {
    await world.control('DELETE', 'giav/log');
    await expectAll(await world.sync());
    // Three small ones for the dialect.
    expect((await searches()) - 3).toBe(4 + 1 + 1);
  });

  it('a short page that is not the last one ends nothing', async () => {
    await world.control('POST', 'giav/switches', { pageCap: 30 });
    await expectAll(await world.sync());
  });

  it('a list that never stands still ends with a word, and the watermark stays where it was', async () => {
    const before = await world.admin.watermarks.get();
    await world.control('POST', 'giav/switches', { order: 'shuffled' });
    const report = await world.sync();
    expect(report.reasons['PAGES_MOVED']).toBe(1);
    expect(await world.admin.watermarks.get()).toEqual(before);
  });

  it('a wrong pageIndex dialect in a modified run is a configuration error too', async () => {
    await world.setGiav(
      'expedientes',
      Array.from({ length: 250 }, (_, at) => expediente(at + 1, 1)),
    );
    await world.sync('modified');
    await world.control('POST', 'giav/switches', { dialect: 'offset' });
    for (const id of IDS) await world.editClient(id, { Comentarios: 'x' });
    const report = await world.sync('modified');
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('giav.pageIndex') as string,
    });
    await world.control('POST', 'giav/switches', { dialect: 'zero' });
  });
});
