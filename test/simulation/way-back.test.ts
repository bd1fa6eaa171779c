import { explain } from '../../lib/admin/explain';
import { rich as richOnTheWire } from '../harness/rich-client';
import { VirtualWorld } from '../harness/virtual-world';
import { withId, type Fields } from '../harness/world';

const ON = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };

/** What is a number where npm soap reads it. */
const rich = (id: number, fields: Fields = {}): Fields =>
  richOnTheWire(id, { idAgenteComercial: 5, ...fields });

describe('a change in Clientify goes back to GIAV', () => {
  let world: VirtualWorld;
  let before: Map<number, Fields>;

  const contact = (id: number): Fields => withId(world.crm('contacts'), id)[0] as Fields;
  const company = (id: number): Fields => withId(world.crm('companies'), id)[0] as Fields;
  const patch = (id: number, body: Fields): Fields =>
    world.clientify('PATCH', `/contacts/${String(contact(id)['id'])}/`, body);
  const entry = (id: number, list: string, body: Fields): void => {
    const record = contact(id);
    const [first] = record[list] as Fields[];
    world.clientify('PUT', `/contacts/${String(record['id'])}/${list}/${String(first?.['id'])}/`, {
      ...first,
      ...body,
    });
  };
  /** Fields of GIAV's record that are not what they were. */
  const changed = (id: number): string[] => {
    const [old, now] = [before.get(id) ?? {}, world.giavClient(id) ?? {}];
    return Object.keys(old).filter(
      (field) =>
        field !== 'FechaModificacion' && JSON.stringify(old[field]) !== JSON.stringify(now[field]),
    );
  };
  const told = async (id: number): Promise<string> =>
    (await explain(world.kept, 'client', String(id), new Date())).join('\n');

  beforeAll(async () => {
    world = VirtualWorld.open({ config: ON });
    const list = [
      ...Array.from({ length: 11 }, (_, at) => rich(101 + at)),
      rich(113, {
        Tipo: 'Empresa',
        NombreAlias: 'Viajes Duero',
        Apellidos: 'Viajes Duero SL',
        Nombre: '',
      }),
      rich(114, { Email: 'uno@example.com; dos@example.com' }),
      rich(115, { SubSedeFiscal: 2 }),
      rich(116, { CustomerPortal_Password: '••••••' }),
      rich(117, { Comentarios: 'x'.repeat(10_500) }),
    ];
    for (const one of list) world.addClient(one);
    await world.sync();
    before = new Map(world.giavClients().map((one) => [Number(one['Id']), structuredClone(one)]));
    world.clearLog();
    // The noisier reading: our own writes are told, too.
    world.simulation.clientify.switches.echo = true;
    world.connectHooks();

    entry(101, 'phones', { phone: '611222333' });
    patch(102, { first_name: 'María José', last_name: 'Núñez & Peña' });
    patch(103, { remarks: 'dijo: "a < b" & ñ €\nsegunda línea 😀' });
    world.editClient(104, { Poblacion: 'Girona' });
    entry(104, 'addresses', { city: 'Lleida' });
    world.editClient(105, { Poblacion: 'Girona' });
    entry(105, 'addresses', { city: 'Girona' });
    patch(106, { status: 'cold-lead', gdpr_accept: false, unsubscribed: true });
    patch(107, { taxpayer_identification_number: 'OTRO107', first_name: 'Otra' });
    world.clientify('DELETE', `/contacts/${String(contact(108)['id'])}/`);
    patch(109, { birthday: '1985-01-31' });
    world.editClient(110, { Telefono: '930000000' });
    entry(110, 'phones', { phone: '699000110' });
    patch(111, { description: 'solo en Clientify' });
    world.clientify('PATCH', `/companies/${String(company(113)['id'])}/`, {
      name: 'Duero Travel',
    });
    entry(114, 'emails', { email: 'nueva@example.com' });
    patch(115, { first_name: 'Otra' });
    patch(116, { first_name: 'Otra' });
    patch(117, { remarks: 'corto' });
    await world.settled();
  });
  afterAll(() => world.close());

  it('a corrected phone reaches GIAV, and nothing else in that record has changed by a character', () => {
    expect(changed(101)).toEqual(['Movil']);
    expect(world.giavClient(101)?.['Movil']).toBe('611222333');
  });

  it('names go back to the fields they came from', () => {
    expect(changed(102)).toEqual(['Apellidos', 'Nombre']);
    expect(world.giavClient(102)).toMatchObject({
      Nombre: 'María José',
      Apellidos: 'Núñez & Peña',
    });
  });

  it('accents, ñ, &, <, quotes, line breaks and emoji survive', () => {
    expect(world.giavClient(103)?.['Comentarios']).toBe('dijo: "a < b" & ñ €\nsegunda línea 😀');
  });

  it('a field that both sides changed to different values is decided by the configured winner, and both values are recorded', async () => {
    expect(world.giavClient(104)?.['Poblacion']).toBe('Girona');
    expect((contact(104)['addresses'] as Fields[])[0]?.['city']).toBe('Girona');
    expect(await told(104)).toMatch(
      /conflict on address: GIAV ".*Girona.*", Clientify ".*Lleida.*"; GIAV wins/,
    );
  });

  it('a field that both sides changed to the same value is sent nowhere', async () => {
    expect(changed(105)).toEqual(['Poblacion']);
    expect(await told(105)).not.toMatch(/Cliente_PUT|PATCH/);
    expect((contact(105)['addresses'] as Fields[])[0]?.['city']).toBe('Girona');
  });

  it("GIAV's own fields, client type and consents among them, are put back in Clientify and never written to GIAV", async () => {
    expect(changed(106)).toEqual([]);
    // Who unsubscribed over there while GIAV says Accepted stays unsubscribed.
    expect(contact(106)).toMatchObject({
      status: 'client',
      gdpr_accept: true,
      unsubscribed: true,
    });
    expect(await told(106)).toMatch(/note on status: GIAV's field: put back/);
  });

  it('gesintur_id and Documento must both match, or nothing is written', async () => {
    expect(changed(107)).toEqual([]);
    expect(contact(107)['first_name']).toBe('Otra');
    expect(await told(107)).toMatch(/DOCUMENT_MISMATCH/);
  });

  it('a record deleted in Clientify is never deleted or disabled in GIAV, and reported', async () => {
    expect(changed(108)).toEqual([]);
    expect(await told(108)).toMatch(/CLIENTIFY_RECORD_GONE/);
  });

  it('a birthday changes its item of RelevantDates only', () => {
    expect(world.giavClient(109)?.['RelevantDates']).toEqual({
      RelevantDate: [
        { Type: 'Anniversaries', Text: 'boda', Date: '2010-05-01T00:00:00' },
        { Type: 'Birthday', Text: '', Date: '1985-01-31T00:00:00' },
      ],
    });
    expect(changed(109)).toEqual(['RelevantDates']);
  });

  it('different fields changed on both sides at once are both kept', () => {
    expect(world.giavClient(110)).toMatchObject({
      Movil: '699000110',
      Telefono: '930000000',
    });
    const phones = (contact(110)['phones'] as Fields[]).map((one) => one['phone']);
    expect(phones.sort()).toEqual(['699000110', '930000000']);
  });

  it('a field that only Clientify knows is touched by nobody', () => {
    expect(changed(111)).toEqual([]);
    expect(contact(111)['description']).toBe('solo en Clientify');
  });

  it("a company's trade name goes to NombreAlias", () => {
    expect(changed(113)).toEqual(['NombreAlias']);
    expect(world.giavClient(113)?.['NombreAlias']).toBe('Duero Travel');
  });

  it('of several addresses in one e-mail field, only the changed one is exchanged', () => {
    expect(world.giavClient(114)?.['Email']).toBe('nueva@example.com; dos@example.com');
    expect(changed(114)).toEqual(['Email']);
  });

  it('a parameter that cannot be read back faithfully refuses the write, and names the field', async () => {
    expect(changed(115)).toEqual([]);
    expect(changed(116)).toEqual([]);
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
    expect(changed(117)).toEqual([]);
    expect(await told(117)).toMatch(
      /note on remarks: changed in Clientify, where only the beginning/,
    );
  });

  it('what the record does not show was not sent, and every PUT was preceded and followed by a reading', () => {
    const calls = world
      .giavRequests()
      .filter(({ method }) => ['Cliente_GET', 'Cliente_PUT'].includes(method))
      .map(({ method, body }) => ({ method, args: body as Fields }))
      .map(({ method, args }) => ({ method, args, id: String(args['id'] ?? args['idCliente']) }));
    const puts = calls.filter(({ method }) => method === 'Cliente_PUT');
    for (const { args } of puts)
      expect([args['cuentaContableCliente'], args['printOptions']]).toEqual([undefined, undefined]);
    expect(puts.length).toBeGreaterThanOrEqual(6);
    for (const id of new Set(puts.map((put) => put.id))) {
      const ofClient = calls.filter((call) => call.id === id).map(({ method }) => method);
      expect([id, ofClient.join(' ')]).toEqual([
        id,
        expect.stringMatching(/^(Cliente_GET )+(Cliente_PUT (Cliente_GET ?)+)+$/),
      ]);
    }
  });
});
