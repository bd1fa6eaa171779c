import { ITS_CLIENT, NEW_CONTACT } from '../harness/new-contact';
import { setTimeout as wait } from 'node:timers/promises';
import { rich } from '../harness/rich-client';
import { World, customField, withId, type Fields, type LogEntry } from '../harness/world';

const ON = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };

/** The way back over the wire: SOAP text, JSON, a real webhook. Its rules are test/simulation/way-back*.test.ts. */
describe('a change in Clientify goes back to GIAV', () => {
  let world: World;
  let before: Map<number, Fields>;

  const contact = async (id: number): Promise<Fields> =>
    withId(await world.crm('contacts'), id)[0] as Fields;
  const patch = async (id: number, body: Fields): Promise<Fields> =>
    world.clientify('PATCH', `/contacts/${String((await contact(id))['id'])}/`, body);
  const withDocumento = async (documento: string): Promise<Fields[]> =>
    (await world.crm('contacts')).filter(
      (one) => one['taxpayer_identification_number'] === documento,
    );
  /** Fields of GIAV's record that are not what they were. */
  const changed = async (id: number): Promise<string[]> => {
    const [old, now] = [before.get(id) ?? {}, (await world.giavClient(id)) ?? {}];
    return Object.keys(old).filter(
      (field) =>
        field !== 'FechaModificacion' && JSON.stringify(old[field]) !== JSON.stringify(now[field]),
    );
  };

  beforeAll(async () => {
    world = await World.start({ config: ON, timeScale: 0.1 });
    await world.setGiav('clients', [rich(101), rich(102), rich(103)]);
    await world.sync();
    const clients = await world.control<Fields[]>('GET', 'giav/data/clients');
    before = new Map(clients.map((one) => [Number(one['Id']), one]));
    await world.clearGiavLog();
    // The noisier reading: our own writes are told, too.
    await world.control('PATCH', 'clientify/switches', { echo: true });
    await world.connectHooks();
    const record = await contact(101);
    const [phone] = record['phones'] as Fields[];
    await world.clientify(
      'PUT',
      `/contacts/${String(record['id'])}/phones/${String(phone?.['id'])}/`,
      { ...phone, phone: '611222333' },
    );
    await patch(102, { first_name: 'María José', last_name: 'Núñez & Peña' });
    await patch(103, { remarks: 'dijo: "a < b" & ñ €\nsegunda línea 😀' });
    await world.clientify('POST', '/contacts/', NEW_CONTACT);
    await world.settled();
    // The run that links it comes after.
    const linked = async (): Promise<boolean> =>
      customField((await withDocumento('87654321X'))[0], 'gesintur_id') !== undefined;
    while (!(await linked())) await wait(200);
    await world.settled();
  }, 120_000);
  afterAll(() => world.stop());

  it('a corrected phone reaches GIAV, and nothing else in that record has changed by a character', async () => {
    expect(await changed(101)).toEqual(['Movil']);
    expect((await world.giavClient(101))?.['Movil']).toBe('611222333');
  });

  it('accents, ñ, &, <, quotes, line breaks and emoji survive', async () => {
    expect(await changed(102)).toEqual(['Apellidos', 'Nombre']);
    expect(await world.giavClient(102)).toMatchObject({
      Nombre: 'María José',
      Apellidos: 'Núñez & Peña',
    });
    // The record had no Comentarios.
    expect(await changed(103)).toEqual([]);
    expect((await world.giavClient(103))?.['Comentarios']).toBe(
      'dijo: "a < b" & ñ €\nsegunda línea 😀',
    );
  });

  it('a contact with a Documento and the status of clients, unknown to GIAV, is created there and linked back', async () => {
    const created = (await world.control<Fields[]>('GET', 'giav/data/clients')).filter(
      (one) => one['Documento'] === '87654321X',
    );
    expect(created).toHaveLength(1);
    expect(created[0]).toMatchObject({
      ...ITS_CLIENT,
      RGPDSigned: false,
    });
    const linked = await withDocumento('87654321X');
    expect(linked).toHaveLength(1);
    expect(customField(linked[0], 'gesintur_id')).toBe(String(created[0]?.['Id']));
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
    expect(new Set(written)).toEqual(new Set(['101', '102', '103']));
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
    for (const id of [101, 102, 103]) expect(await world.hint(await contact(id))).toBe(200);
    await world.settled();
    expect(await world.giavCalls()).toEqual([]);
    await world.sync('modified');
    await world.settled();
    expect(await world.writes()).toEqual([]);
    expect(await world.giavCalls()).not.toContain('Cliente_PUT');
  });
});
