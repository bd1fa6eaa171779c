import { setTimeout as wait } from 'node:timers/promises';
import { explain } from '../../lib/admin/explain';
import { World, client, customField, withId, type Fields, type LogEntry } from '../harness/world';

const ON = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };

/** A client with every kind of field that a PUT may lose. */
const rich = (id: number, fields: Fields = {}): Fields =>
  client(id, {
    '(categories)': [12, 31],
    '(printOptions)': 'kept',
    Telefono: `93${String(id).padStart(7, '0')}`,
    CreditoImporte: '0.10',
    ComisionesComisionDefecto: '5.50',
    CodCc: '0043',
    AlertMsg: ' dos\r\nlíneas ',
    SepaFecha: '2020-01-31T00:00:00',
    idSepaTipo: 'Recurrente',
    idSepaEstado: 'En_uso',
    inscritoROI: true,
    idAgenteComercial: '5',
    CustomerPortal_Enabled: true,
    CustomerPortal_Password: 's3creto',
    Contacts: {
      Contact: [{ Name: 'Ñusta', Phone1: '001', Remarks: ' a & <b> ' }, { Name: 'Otra' }],
    },
    RelevantDates: {
      RelevantDate: [
        { Type: 'Anniversaries', Text: 'boda', Date: '2010-05-01T00:00:00' },
        { Type: 'Birthday', Text: '', Date: '1984-05-06T00:00:00' },
      ],
    },
    RRSSs: { RRSS: [{ Type: 'Other', Text: '@x' }] },
    CustomDataValues: { CustomDataItem: [{ Key: '3', Value: '007' }] },
    CustomDataCustomerSettings: { CustomDataCustomerSetting: [{ Key: '3', Value: 'Required' }] },
    FacturaeDir3OcDesc: 'Oficina',
    ...fields,
  });

describe('a change in Clientify goes back to GIAV', () => {
  let world: World;
  let before: Map<number, Fields>;

  const contact = async (id: number): Promise<Fields> =>
    withId(await world.crm('contacts'), id)[0] as Fields;
  const company = async (id: number): Promise<Fields> =>
    withId(await world.crm('companies'), id)[0] as Fields;
  const patch = async (id: number, body: Fields): Promise<Fields> =>
    world.clientify('PATCH', `/contacts/${String((await contact(id))['id'])}/`, body);
  const entry = async (id: number, list: string, body: Fields): Promise<void> => {
    const record = await contact(id);
    const [first] = record[list] as Fields[];
    await world.clientify(
      'PUT',
      `/contacts/${String(record['id'])}/${list}/${String(first?.['id'])}/`,
      { ...first, ...body },
    );
  };
  /** Fields of GIAV's record that are not what they were. */
  const changed = async (id: number): Promise<string[]> => {
    const [old, now] = [before.get(id) ?? {}, (await world.giavClient(id)) ?? {}];
    return Object.keys(old).filter(
      (field) =>
        field !== 'FechaModificacion' && JSON.stringify(old[field]) !== JSON.stringify(now[field]),
    );
  };
  const told = async (id: number, entity: 'client' | 'contact' = 'client'): Promise<string> =>
    (await explain(world.admin, entity, String(id), new Date())).join('\n');

  beforeAll(async () => {
    world = await World.start({ config: ON, timeScale: 0.1 });
    const list = [
      ...Array.from({ length: 12 }, (_, at) => rich(101 + at)),
      rich(113, {
        Tipo: 'Empresa',
        NombreAlias: 'Viajes Duero',
        Apellidos: 'Viajes Duero SL',
        Nombre: '',
      }),
      rich(114, { Email: 'uno@example.com; dos@example.com' }),
      rich(115, { SubSedeFiscal: '2' }),
      rich(116, { CustomerPortal_Password: '••••••' }),
      rich(117, { Comentarios: 'x'.repeat(10_500) }),
    ];
    await world.setGiav('clients', list);
    await world.sync();
    await world.addGiav('clients', rich(201, { Documento: 'LATER201' }));
    before = new Map(
      (await world.control<Fields[]>('GET', 'giav/data/clients')).map((one) => [
        Number(one['Id']),
        one,
      ]),
    );
    await world.clearGiavLog();
    // The noisier reading: our own writes are told, too.
    await world.control('PATCH', 'clientify/switches', { echo: true });
    await world.connectHooks();

    await entry(101, 'phones', { phone: '611222333' });
    await patch(102, { first_name: 'María José', last_name: 'Núñez & Peña' });
    await patch(103, { remarks: 'dijo: "a < b" & ñ €\nsegunda línea 😀' });
    await world.editClient(104, { Poblacion: 'Girona' });
    await entry(104, 'addresses', { city: 'Lleida' });
    await world.editClient(105, { Poblacion: 'Girona' });
    await entry(105, 'addresses', { city: 'Girona' });
    await patch(106, { status: 'cold-lead', gdpr_accept: false, unsubscribed: true });
    await patch(107, { taxpayer_identification_number: 'OTRO107', first_name: 'Otra' });
    await world.clientify('DELETE', `/contacts/${String((await contact(108))['id'])}/`);
    await patch(109, { birthday: '1985-01-31' });
    await world.editClient(110, { Telefono: '930000000' });
    await entry(110, 'phones', { phone: '699000110' });
    await patch(111, { description: 'solo en Clientify' });
    await world.clientify('PATCH', `/companies/${String((await company(113))['id'])}/`, {
      name: 'Duero Travel',
    });
    await entry(114, 'emails', { email: 'nueva@example.com' });
    await patch(115, { first_name: 'Otra' });
    await patch(116, { first_name: 'Otra' });
    await patch(117, { remarks: 'corto' });
    await world.clientify('POST', '/contacts/', {
      first_name: 'Nueva',
      last_name: 'Clienta',
      status: 'client',
      taxpayer_identification_number: '87654321X',
      email: 'nueva.clienta@example.com',
      phone: '622000001',
    });
    await world.clientify('POST', '/contacts/', {
      first_name: 'Lead',
      status: 'cold-lead',
      taxpayer_identification_number: 'LEAD1',
    });
    await world.clientify('POST', '/contacts/', {
      first_name: 'Ya está',
      status: 'client',
      taxpayer_identification_number: 'LATER201',
    });
    await world.settled();
    // Runs that link are made one after the other.
    const linked = async (documento: string): Promise<boolean> =>
      customField(
        (await world.crm('contacts')).find(
          (one) => one['taxpayer_identification_number'] === documento,
        ),
        'gesintur_id',
      ) !== undefined;
    while (!(await linked('87654321X')) || !(await linked('LATER201'))) await wait(200);
    await world.settled();
  }, 120_000);
  afterAll(() => world.stop());

  it('a corrected phone reaches GIAV, and nothing else in that record has changed by a character', async () => {
    expect(await changed(101)).toEqual(['Movil']);
    expect((await world.giavClient(101))?.['Movil']).toBe('611222333');
  });

  it('names go back to the fields they came from', async () => {
    expect(await changed(102)).toEqual(['Apellidos', 'Nombre']);
    expect(await world.giavClient(102)).toMatchObject({
      Nombre: 'María José',
      Apellidos: 'Núñez & Peña',
    });
  });

  it('accents, ñ, &, <, quotes, line breaks and emoji survive', async () => {
    expect((await world.giavClient(103))?.['Comentarios']).toBe(
      'dijo: "a < b" & ñ €\nsegunda línea 😀',
    );
  });

  it('a field that both sides changed to different values is decided by the configured winner, and both values are recorded', async () => {
    expect((await world.giavClient(104))?.['Poblacion']).toBe('Girona');
    expect(((await contact(104))['addresses'] as Fields[])[0]?.['city']).toBe('Girona');
    expect(await told(104)).toMatch(
      /conflict on address: GIAV ".*Girona.*", Clientify ".*Lleida.*"; GIAV wins/,
    );
  });

  it('a field that both sides changed to the same value is sent nowhere', async () => {
    expect(await changed(105)).toEqual(['Poblacion']);
    expect(await told(105)).not.toMatch(/Cliente_PUT|PATCH/);
    expect(((await contact(105))['addresses'] as Fields[])[0]?.['city']).toBe('Girona');
  });

  it("GIAV's own fields, client type and consents among them, are put back in Clientify and never written to GIAV", async () => {
    expect(await changed(106)).toEqual([]);
    // Who unsubscribed over there while GIAV says Accepted stays unsubscribed.
    expect(await contact(106)).toMatchObject({
      status: 'client',
      gdpr_accept: true,
      unsubscribed: true,
    });
    expect(await told(106)).toMatch(/note on status: GIAV's field: put back/);
  });

  it('gesintur_id and Documento must both match, or nothing is written', async () => {
    expect(await changed(107)).toEqual([]);
    expect((await contact(107))['first_name']).toBe('Otra');
    expect(await told(107)).toMatch(/DOCUMENT_MISMATCH/);
  });

  it('a record deleted in Clientify is never deleted or disabled in GIAV, and reported', async () => {
    expect(await changed(108)).toEqual([]);
    expect(await told(108)).toMatch(/CLIENTIFY_RECORD_GONE/);
  });

  it('a birthday changes its item of RelevantDates only', async () => {
    expect((await world.giavClient(109))?.['RelevantDates']).toEqual({
      RelevantDate: [
        { Type: 'Anniversaries', Text: 'boda', Date: '2010-05-01T00:00:00' },
        { Type: 'Birthday', Text: '', Date: '1985-01-31T00:00:00' },
      ],
    });
    expect(await changed(109)).toEqual(['RelevantDates']);
  });

  it('different fields changed on both sides at once are both kept', async () => {
    expect(await world.giavClient(110)).toMatchObject({
      Movil: '699000110',
      Telefono: '930000000',
    });
    const phones = ((await contact(110))['phones'] as Fields[]).map((one) => one['phone']);
    expect(phones.sort()).toEqual(['699000110', '930000000']);
  });

  it('a field that only Clientify knows is touched by nobody', async () => {
    expect(await changed(111)).toEqual([]);
    expect((await contact(111))['description']).toBe('solo en Clientify');
  });

  it("a company's trade name goes to NombreAlias", async () => {
    expect(await changed(113)).toEqual(['NombreAlias']);
    expect((await world.giavClient(113))?.['NombreAlias']).toBe('Duero Travel');
  });

  it('of several addresses in one e-mail field, only the changed one is exchanged', async () => {
    expect((await world.giavClient(114))?.['Email']).toBe('nueva@example.com; dos@example.com');
    expect(await changed(114)).toEqual(['Email']);
  });

  it('a parameter that cannot be read back faithfully refuses the write, and names the field', async () => {
    expect(await changed(115)).toEqual([]);
    expect(await changed(116)).toEqual([]);
    const failures = await world.failures();
    expect(failures.find((one) => one.id === '115')).toMatchObject({
      reason: 'UNSAFE_WRITE',
      message: expect.stringContaining('SubSedeFiscal') as string,
    });
    expect(failures.find((one) => one.id === '116')).toMatchObject({
      reason: 'UNSAFE_WRITE',
      message: expect.stringContaining('CustomerPortal_Password') as string,
    });
  });

  it('a text of which Clientify shows only the beginning is never cut in GIAV', async () => {
    expect(await changed(117)).toEqual([]);
    expect(await told(117)).toMatch(
      /note on remarks: changed in Clientify, where only the beginning/,
    );
  });

  it('a contact with a Documento and the status of clients, unknown to GIAV, is created there and linked back', async () => {
    const created = (await world.control<Fields[]>('GET', 'giav/data/clients')).filter(
      (one) => one['Documento'] === '87654321X',
    );
    expect(created).toHaveLength(1);
    expect(created[0]).toMatchObject({
      Tipo: 'Particular',
      Nombre: 'Nueva',
      Apellidos: 'Clienta',
      Email: 'nueva.clienta@example.com',
      Movil: '622000001',
      MailingConsent: 'Pending',
      RGPDSigned: false,
    });
    const linked = (await world.crm('contacts')).filter(
      (one) => one['taxpayer_identification_number'] === '87654321X',
    );
    expect(linked).toHaveLength(1);
    expect(customField(linked[0], 'gesintur_id')).toBe(String(created[0]?.['Id']));
    // The runs that were asked for have taken all that was noted.
    expect(await world.admin.pending.list('asked')).toEqual([]);
  });

  it('a contact of another status is not created, and an admin sees why', async () => {
    expect(
      (await world.control<Fields[]>('GET', 'giav/data/clients')).filter(
        (one) => one['Documento'] === 'LEAD1',
      ),
    ).toEqual([]);
    const lead = (await world.crm('contacts')).find(
      (one) => one['taxpayer_identification_number'] === 'LEAD1',
    );
    expect(await told(Number(lead?.['id']), 'contact')).toMatch(/NOT_CREATED_IN_GIAV/);
  });

  it('a contact whose Documento GIAV knows is linked, not created', async () => {
    expect(
      (await world.control<Fields[]>('GET', 'giav/data/clients')).filter(
        (one) => one['Documento'] === 'LATER201',
      ),
    ).toHaveLength(1);
    const found = (await world.crm('contacts')).filter(
      (one) => one['taxpayer_identification_number'] === 'LATER201',
    );
    expect(found.map((one) => customField(one, 'gesintur_id'))).toEqual(['201']);
  });

  it('what the record does not show was not sent, and every PUT was preceded and followed by a reading', async () => {
    expect((await world.giavClient(101))?.['(printOptions)']).toBe('kept');
    const calls = (await world.control<LogEntry[]>('GET', 'giav/log'))
      .filter(({ method }) => ['Cliente_GET', 'Cliente_PUT'].includes(method))
      .map(({ method, body }) => ({
        method,
        id: /<(?:\w+:)?(?:id|idCliente)>(\d+)</.exec(String(body))?.[1] ?? 'unknown',
      }));
    const written = calls.filter(({ method }) => method === 'Cliente_PUT').map(({ id }) => id);
    expect(written.length).toBeGreaterThanOrEqual(6);
    expect(written).not.toContain('unknown');
    for (const id of new Set(written)) {
      const ofClient = calls.filter((call) => call.id === id).map(({ method }) => method);
      expect([id, ofClient.join(' ')]).toEqual([
        id,
        expect.stringMatching(/^(Cliente_GET )+(Cliente_PUT (Cliente_GET ?)+)+$/),
      ]);
    }
  });

  it('our own writes end as echoes: no call to GIAV, and the next runs write nothing to Clientify', async () => {
    await world.clearLog();
    await world.clearGiavLog();
    for (const id of [101, 102, 104, 106]) expect(await world.hint(await contact(id))).toBe(200);
    await world.settled();
    expect(await world.giavCalls()).toEqual([]);
    await world.sync('modified');
    await world.settled();
    expect(await world.writes()).toEqual([]);
    expect(await world.giavCalls()).not.toContain('Cliente_PUT');
  });

  it('a burst of hints about one record is one look at it', async () => {
    await world.clearLog();
    const one = await contact(112);
    await Promise.all(Array.from({ length: 50 }, () => world.hint(one)));
    await world.settled();
    const looks = (
      await world.control<{ method: string; path: string }[]>('GET', 'clientify/log')
    ).filter(
      ({ method, path }) => method === 'GET' && path === `/v1/contacts/${String(one['id'])}/`,
    );
    expect(looks.length).toBeLessThanOrEqual(2);
  });

  it('a lost webhook is only a delay: the reconciliation finds the change', async () => {
    await world.control('PATCH', 'clientify/switches', { hooks: 'never' });
    await patch(112, { last_name: 'Reconciliada' });
    await world.reconcile();
    expect((await world.giavClient(112))?.['Apellidos']).toBe('Reconciliada');
    await world.control('PATCH', 'clientify/switches', { hooks: 'once' });
  });

  it('a full run hands an edit over to the way back instead of overwriting it', async () => {
    await world.control('PATCH', 'clientify/switches', { hooks: 'never' });
    await patch(112, { last_name: 'Segunda' });
    await world.sync();
    await world.settled();
    expect((await contact(112))['last_name']).toBe('Segunda');
    expect((await world.giavClient(112))?.['Apellidos']).toBe('Segunda');
    await world.control('PATCH', 'clientify/switches', { hooks: 'once' });
  });

  it('once the Documento is right again, the edit goes its way, and no loop starts', async () => {
    await patch(107, { taxpayer_identification_number: 'DOC107' });
    await world.sync('modified');
    await world.settled();
    await world.hint(await contact(107));
    await world.settled();
    expect(await changed(107)).toEqual(['Nombre']);
    await world.clearLog();
    await world.clearGiavLog();
    await world.hint(await contact(107));
    await world.settled();
    expect([await world.writes(), await world.giavCalls()]).toEqual([[], []]);
  });
});
