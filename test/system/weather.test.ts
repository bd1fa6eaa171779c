import { World, client, expediente, withId, type Fields } from '../harness/world';

/** What the two systems do to a run: each fault through the real handlers. */
describe('weather', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ config: { officePrefix: 'never' } });
    await world.setGiav('clients', [client(1), client(2), client(3, { Tipo: 'Empresa' })]);
    await world.setGiav('expedientes', [expediente(101, 1), expediente(103, 3)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  let next = 10;
  const addClient = async (fields: Fields = {}): Promise<number> => {
    const id = next++;
    const clients = await world.control<Fields[]>('GET', 'giav/data/clients');
    await world.setGiav('clients', [...clients, client(id, fields)]);
    return id;
  };
  const faults = (system: 'giav' | 'clientify', list: Fields[]): Promise<unknown> =>
    world.control('POST', `${system}/faults`, list);
  const contactsOf = async (id: number): Promise<Fields[]> =>
    withId(await world.crm('contacts'), id);

  const LOST: [string, Fields][] = [
    ['a 500 after the create was applied', { kind: 'status', status: 500 }],
    ['a reset after the create was applied', { kind: 'reset' }],
    ['a cut answer after the create was applied', { kind: 'cut' }],
    ['an HTML 502 after the create was applied', { kind: 'html', status: 502 }],
  ];
  it.each(LOST)('%s makes no second contact, company or deal', async (_, fault) => {
    const id = await addClient();
    const company = await addClient({ Tipo: 'Empresa' });
    const expedientes = await world.control<Fields[]>('GET', 'giav/data/expedientes');
    await world.setGiav('expedientes', [...expedientes, expediente(id + 500, id)]);
    await faults('clientify', [
      { when: 'after', match: 'POST /v1/contacts/', ...fault },
      { when: 'after', match: 'POST /v1/companies/', ...fault },
      { when: 'after', match: 'POST /v1/deals/', ...fault },
    ]);
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
    expect(await contactsOf(id)).toHaveLength(1);
    expect(withId(await world.crm('companies'), company)).toHaveLength(1);
    expect(withId(await world.crm('deals'), id + 500, 'gesintur_expediente_id')).toHaveLength(1);
  });

  it('the look-up after a lost answer also works where the filter by custom field is not honoured', async () => {
    const id = await addClient();
    await world.control('POST', 'clientify/switches', { cfFilter: false });
    await faults('clientify', [{ when: 'after', match: 'POST /v1/contacts/', kind: 'reset' }]);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    expect(await contactsOf(id)).toHaveLength(1);
    await world.control('POST', 'clientify/switches', { cfFilter: true });
  });

  it('429 with Retry-After and without it, and a single 401, are waited out', async () => {
    const id = await addClient();
    await faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '1' },
      },
      { when: 'before', match: 'POST /v1/contacts/', kind: 'status', status: 429 },
      { when: 'before', match: 'GET /v1/companies/', kind: 'status', status: 401 },
    ]);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    expect(await contactsOf(id)).toHaveLength(1);
  });

  it.each([
    ['an empty 200', { kind: 'empty', status: 200 }],
    ['an HTML page with 200', { kind: 'html', status: 200 }],
    ['a cut body', { kind: 'cut', when: 'after' }],
    ['a reset', { kind: 'reset' }],
    ['a 503', { kind: 'html', status: 503 }],
  ] as [string, Fields][])(
    'GIAV: %s is read again, never taken for an empty page',
    async (_, fault) => {
      await faults('giav', [{ when: 'before', match: 'Cliente_SEARCH', ...fault }]);
      const clients = await world.control<Fields[]>('GET', 'giav/data/clients');
      const report = await world.sync();
      expect(report.run.status).toBe('completed');
      expect(report.clients['read']).toBe(clients.length);
    },
  );

  it('a record that Clientify refuses for an optional field is written without it, with a note', async () => {
    const id = await addClient();
    await faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 400,
        message: '{"email":["Introduzca una dirección válida."]}',
      },
    ]);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    for await (const decision of world.decisions.of('client', String(id), new Date()))
      expect(decision.notes).toContainEqual({
        field: 'email',
        note: 'refused by Clientify; left out',
      });
  });

  it('an error in one record never stops the rest; it is failed with its reason', async () => {
    const bad = await addClient({ Nombre: 'Mala' });
    await faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 400,
        message: '{"first_name":["no"]}',
      },
    ]);
    const good = await addClient({ Tipo: 'Empresa' });
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 1, failed: 1 });
    expect(report.reasons['CLIENTIFY_REFUSED']).toBe(1);
    expect(withId(await world.crm('companies'), good)).toHaveLength(1);
    expect((await world.sync()).clients).toMatchObject({ created: 1, failed: 0 });
    expect(await contactsOf(bad)).toHaveLength(1);
  });

  it('PATCH refused with 405: PUT with the changed fields', async () => {
    await world.control('POST', 'clientify/switches', { patch: false });
    await world.editClient(1, { Nombre: 'Otra' });
    await world.clearLog();
    expect((await world.sync()).clients).toMatchObject({ updated: 1, failed: 0 });
    const [record] = await contactsOf(1);
    expect(record).toMatchObject({ first_name: 'Otra' });
    const path = `/v1/contacts/${String(record?.['id'])}/`;
    const written = (await world.writes()).filter((entry) => entry.path === path);
    expect(written.map(({ method, status }) => [method, status])).toEqual([
      ['PATCH', 405],
      ['PUT', 200],
    ]);
    // What did not change is not in it: a value that somebody typed meanwhile would be lost.
    expect(Object.keys(written[1]?.body as Fields)).toEqual(['first_name']);
    await world.control('POST', 'clientify/switches', { patch: true });
  });

  it('an API that replaces custom fields on write loses none of the others', async () => {
    const [record] = await contactsOf(2);
    await world
      .clientify('PATCH', `/contacts/${String(record?.['id'])}/`, {
        custom_fields: [{ field: 'Preferencias', value: 'playa' }],
      })
      .catch(() => undefined);
    await world.control('POST', 'clientify/switches', {
      customFieldsOnWrite: 'replace',
      undefinedField: 'create',
    });
    await world.clientify('PATCH', `/contacts/${String(record?.['id'])}/`, {
      custom_fields: [
        ...(record?.['custom_fields'] as Fields[]).map(({ field, value }) => ({ field, value })),
        { field: 'Preferencias', value: 'playa' },
      ],
    });
    await world.editClient(2, { SedeFiscal: 'PT' });
    await world.sync();
    const [after] = await contactsOf(2);
    expect(after?.['custom_fields']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'Preferencias', value: 'playa' }),
        expect.objectContaining({ field: 'gesintur_sede_fiscal', value: 'PT' }),
      ]),
    );
    await world.control('POST', 'clientify/switches', {
      customFieldsOnWrite: 'merge',
      undefinedField: 'refuse',
    });
  });

  it('a wrong pageIndex dialect ends the run with a configuration error, not with half a sync', async () => {
    await addClient();
    for (const dialect of ['offset', 'one']) {
      await world.control('POST', 'giav/switches', { dialect });
      const report = await world.sync();
      expect(report.run.status).toBe('failed');
      expect(report.error).toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('giav.pageIndex') as string,
      });
    }
    await world.control('POST', 'giav/switches', { dialect: 'zero' });
  });

  it('a silent cap of the page size loses no record', async () => {
    await world.control('POST', 'giav/switches', { pageCap: 3 });
    const clients = await world.control<Fields[]>('GET', 'giav/data/clients');
    expect((await world.sync()).clients['read']).toBe(clients.length);
    await world.control('POST', 'giav/switches', { pageCap: 100 });
  });

  it('a refused GIAV key ends the run with one clear error', async () => {
    await faults('giav', [
      { when: 'before', match: 'EntityStages_GET', kind: 'status', status: 401 },
    ]);
    const report = await world.sync();
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('GIAV_API_KEY') as string,
    });
  });
});
