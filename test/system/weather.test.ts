import { World, client, expediente, withId } from '../harness/world';

/** Answers that only the wire can spoil; what else the weather does to a run: test/simulation/weather.test.ts. */
describe('weather on the wire', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ config: { officePrefix: 'never' } });
  });
  beforeEach(async () => {
    await world.setGiav('clients', [client(1), client(2, { Tipo: 'Empresa' })]);
    await world.setGiav('expedientes', [expediente(101, 1)]);
  });
  afterAll(() => world.stop());

  it('creates whose answers are cut, reset or a page of HTML, and readings of GIAV that are no SOAP: all is there once', async () => {
    const search = { when: 'before', match: 'Cliente_SEARCH' };
    await world.faults('giav', [
      { ...search, kind: 'empty', status: 200 },
      { ...search, kind: 'html', status: 200 },
      { ...search, kind: 'html', status: 503 },
      { when: 'before', match: 'Expediente_SEARCH', kind: 'reset' },
      { when: 'after', match: 'Expediente_SEARCH', kind: 'cut' },
    ]);
    await world.faults('clientify', [
      { when: 'after', match: 'POST /v1/contacts/', kind: 'cut' },
      { when: 'after', match: 'POST /v1/companies/', kind: 'reset' },
      { when: 'after', match: 'POST /v1/deals/', kind: 'html', status: 502 },
    ]);
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(report.clients).toMatchObject({ read: 2, created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ read: 1, created: 1, failed: 0 });
    expect(withId(await world.crm('contacts'), 1)).toHaveLength(1);
    expect(withId(await world.crm('companies'), 2)).toHaveLength(1);
    const deals = withId(await world.crm('deals'), 101, 'gesintur_expediente_id');
    expect(deals).toHaveLength(1);
    // Each of them was met.
    for (const system of ['giav', 'clientify'])
      expect(await world.control('GET', `${system}/faults`)).toBe(0);
  });

  it('an address where nobody listens fails the run at once, with a word on what to check', async () => {
    await world.withGiavAt('http://127.0.0.1:59999/webservices/api_2_05.asmx', async () => {
      const report = await world.sync();
      expect(report).toMatchObject({
        run: { status: 'failed' },
        error: { kind: 'unavailable', message: expect.stringContaining('GIAV_ENDPOINT') as string },
      });
    });
  });
});
