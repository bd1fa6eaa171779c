import type { PageHabits } from '../../simulation/systems/giav-pages';
import { VirtualWorld } from '../harness/virtual-world';
import { client, expediente, withId, type Report } from '../harness/world';

const IDS = Array.from({ length: 350 }, (_, at) => at + 1);

/** GIAV has no sort and no total: records move between pages while they are read. */
describe('pages that move while they are read', () => {
  let world: VirtualWorld;
  const pages = (habits: Partial<PageHabits>): void => {
    Object.assign(world.simulation.giav.pages.habits, habits);
  };
  beforeAll(async () => {
    // All of them change at once here: the brake has tests of its own.
    const config = { officePrefix: 'never', giav: { concurrency: 1 }, brake: null };
    world = VirtualWorld.open({ config });
    for (const id of IDS) {
      world.addClient(client(id));
      await world.pass(60_000);
    }
    await world.sync();
  });
  afterAll(() => world.close());
  afterEach(() => pages({ order: 'stable', churn: 0, cap: 100, dialect: 'zero' }));

  const searches = (): number =>
    world.giavCalls().filter((operation) => operation === 'Cliente_SEARCH').length;
  const expectAll = (report: Report): void => {
    expect(report.run.status).toBe('completed');
    expect(report.clients['read']).toBe(IDS.length);
    const contacts = world.crm('contacts');
    expect(contacts).toHaveLength(IDS.length);
    for (const id of IDS) expect(withId(contacts, id)).toHaveLength(1);
  };

  it.each(['modified-asc', 'modified-desc'] as const)(
    '%s: records that moved to another page are still read, each once',
    async (order) => {
      pages({ order, churn: 3 });
      expectAll(await world.sync());
      expect(world.simulation.giav.pages.habits.churn).toBe(0);
    },
  );

  it('a list that stands still is read once: its pages, the empty one, and another look at the first', async () => {
    world.clearLog();
    expectAll(await world.sync());
    // Three small ones for the dialect.
    expect(searches() - 3).toBe(4 + 1 + 1);
  });

  it('a short page that is not the last one ends nothing', async () => {
    pages({ cap: 30 });
    expectAll(await world.sync());
  });

  it('a list that never stands still ends with a word, and the watermark stays where it was', async () => {
    const before = await world.kept.watermarks.get();
    pages({ order: 'shuffled' });
    const report = await world.sync();
    expect(report.reasons['PAGES_MOVED']).toBe(1);
    expect(await world.kept.watermarks.get()).toEqual(before);
  });

  it('a wrong pageIndex dialect in a modified run is a configuration error too', async () => {
    for (let id = 1; id <= 250; id++) world.addExpediente(expediente(id, 1));
    await world.sync('modified');
    pages({ dialect: 'offset' });
    for (const id of IDS) world.editClient(id, { Comentarios: 'x' });
    const report = await world.sync('modified');
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('giav.pageIndex') as string,
    });
  });
});
