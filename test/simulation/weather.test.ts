import type { Fault } from '../../simulators/http';
import { VirtualWorld } from '../harness/virtual-world';
import { client, expediente, withId, type Fields } from '../harness/world';

type What = Omit<Fault, 'when' | 'match'>;

/** What the two systems do to a run: each fault through the real handlers. */
describe('weather', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = VirtualWorld.open({ config: { officePrefix: 'never' } });
    for (const one of [client(1), client(2), client(3, { Tipo: 'Empresa' })]) world.addClient(one);
    for (const one of [expediente(101, 1), expediente(103, 3)]) world.addExpediente(one);
    await world.sync();
    world.clearLog();
  });
  afterEach(() => world.close());

  const contactsOf = (id: number): Fields[] => withId(world.crm('contacts'), id);
  const onCreate = (...faults: What[]): void =>
    world.faults(
      'clientify',
      faults.map((one) => ({ when: 'before', match: 'POST /v1/contacts/', ...one })),
    );

  it.each<[string, What]>([
    ['a 500 after the create was applied', { kind: 'status', status: 500 }],
    ['a reset after the create was applied', { kind: 'reset' }],
    ['a cut answer after the create was applied', { kind: 'cut' }],
    ['an HTML 502 after the create was applied', { kind: 'html', status: 502 }],
  ])('%s makes no second contact, company or deal', async (_, fault) => {
    world.addClient(client(10));
    world.addClient(client(11, { Tipo: 'Empresa' }));
    world.addExpediente(expediente(510, 10));
    world.faults(
      'clientify',
      ['contacts', 'companies', 'deals'].map((name) => ({
        when: 'after',
        match: `POST /v1/${name}/`,
        ...fault,
      })),
    );
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
    expect(contactsOf(10)).toHaveLength(1);
    expect(withId(world.crm('companies'), 11)).toHaveLength(1);
    expect(withId(world.crm('deals'), 510, 'gesintur_expediente_id')).toHaveLength(1);
  });

  it('the look-up after a lost answer also works where the filter by custom field is not honoured', async () => {
    world.addClient(client(10));
    world.simulation.clientify.switches.cfFilter = false;
    world.faults('clientify', [{ when: 'after', match: 'POST /v1/contacts/', kind: 'reset' }]);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    expect(contactsOf(10)).toHaveLength(1);
  });

  it('429 with Retry-After and without it, and a single 401, are waited out', async () => {
    world.addClient(client(10));
    onCreate(
      { kind: 'status', status: 429, headers: { 'Retry-After': '1' } },
      { kind: 'status', status: 429 },
    );
    world.faults('clientify', [
      { when: 'before', match: 'GET /v1/companies/', kind: 'status', status: 401 },
    ]);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    expect(contactsOf(10)).toHaveLength(1);
    const refused = world.calls().filter(({ status }) => status >= 400);
    expect(refused.map(({ status }) => status).sort()).toEqual([401, 429, 429]);
  });

  it.each<[string, Partial<Fault> & What]>([
    ['an empty 200', { kind: 'empty', status: 200 }],
    ['an HTML page with 200', { kind: 'html', status: 200 }],
    ['a cut body', { kind: 'cut', when: 'after' }],
    ['a reset', { kind: 'reset' }],
    ['a 503', { kind: 'html', status: 503 }],
  ])('GIAV: %s is read again, never taken for an empty page', async (_, fault) => {
    world.faults('giav', [{ when: 'before', match: 'Cliente_SEARCH', ...fault }]);
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(report.clients['read']).toBe(3);
  });

  it('a record that Clientify refuses for an optional field is written without it, with a note', async () => {
    world.addClient(client(10));
    onCreate({
      kind: 'status',
      status: 400,
      message: '{"email":["Introduzca una dirección válida."]}',
    });
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    const notes: unknown[] = [];
    for await (const decision of world.kept.decisions.of('client', '10', new Date()))
      notes.push(...(decision.notes ?? []));
    expect(notes).toContainEqual({ field: 'email', note: 'refused by Clientify; left out' });
  });

  it('an error in one record never stops the rest; it is failed with its reason', async () => {
    world.addClient(client(10, { Nombre: 'Mala' }));
    world.addClient(client(11, { Tipo: 'Empresa' }));
    onCreate({ kind: 'status', status: 400, message: '{"first_name":["no"]}' });
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 1, failed: 1 });
    expect(report.reasons['CLIENTIFY_REFUSED']).toBe(1);
    expect(withId(world.crm('companies'), 11)).toHaveLength(1);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    expect(contactsOf(10)).toHaveLength(1);
  });

  it('PATCH refused with 405: PUT with the changed fields', async () => {
    world.simulation.clientify.switches.patch = false;
    world.editClient(1, { Nombre: 'Otra' });
    expect((await world.sync()).clients).toMatchObject({ updated: 1, failed: 0 });
    const [record] = contactsOf(1);
    expect(record).toMatchObject({ first_name: 'Otra' });
    const path = `/v1/contacts/${String(record?.['id'])}/`;
    const written = world.writes().filter((entry) => entry.path === path);
    expect(written.map(({ method, status }) => [method, status])).toEqual([
      ['PATCH', 405],
      ['PUT', 200],
    ]);
    // What did not change is not in it: a value that somebody typed meanwhile would be lost.
    expect(Object.keys(written[1]?.body as Fields)).toEqual(['first_name']);
  });

  it('an API that replaces custom fields on write loses none of the others', async () => {
    Object.assign(world.simulation.clientify.switches, {
      customFieldsOnWrite: 'replace',
      undefinedField: 'create',
    });
    const [record] = contactsOf(2);
    const preference = { field: 'Preferencias', value: 'playa' };
    world.clientify('PATCH', `/contacts/${String(record?.['id'])}/`, {
      custom_fields: [
        ...(record?.['custom_fields'] as Fields[]).map(({ field, value }) => ({ field, value })),
        preference,
      ],
    });
    world.editClient(2, { SedeFiscal: 'PT' });
    await world.sync();
    expect(contactsOf(2)[0]?.['custom_fields']).toEqual(
      expect.arrayContaining([
        expect.objectContaining(preference),
        expect.objectContaining({ field: 'gesintur_sede_fiscal', value: 'PT' }),
      ]),
    );
  });

  it.each(['offset', 'one'] as const)(
    'a wrong pageIndex dialect (%s) ends the run with a configuration error, not with half a sync',
    async (dialect) => {
      world.addClient(client(10));
      world.simulation.giav.pages.habits.dialect = dialect;
      const report = await world.sync();
      expect(report.run.status).toBe('failed');
      expect(report.error).toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('giav.pageIndex') as string,
      });
      expect(world.writes()).toEqual([]);
    },
  );

  it('a silent cap of the page size loses no record', async () => {
    for (let id = 10; id < 20; id++) world.addClient(client(id));
    world.simulation.giav.pages.habits.cap = 3;
    expect((await world.sync()).clients).toMatchObject({ read: 13, created: 10 });
  });

  it('a refused GIAV key ends the run with one clear error', async () => {
    world.faults('giav', [
      { when: 'before', match: 'EntityStages_GET', kind: 'status', status: 401 },
    ]);
    expect((await world.sync()).error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('GIAV_API_KEY') as string,
    });
  });
});
