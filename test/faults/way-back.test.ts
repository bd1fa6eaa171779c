import { setTimeout as wait } from 'node:timers/promises';
import { explain } from '../../lib/admin/explain';
import { World, client, withId, type Fields } from '../harness/world';

const ON = {
  writeBack: { mode: 'on', acknowledgeUnreadable: true },
  giav: { timeoutSeconds: 2, retrySeconds: 0.05 },
  clientify: { timeoutSeconds: 2, retrySeconds: 0.05 },
};

describe('the way back in bad weather', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ config: ON, timeScale: 0.02 });
    await world.setGiav(
      'clients',
      Array.from({ length: 12 }, (_, at) =>
        client(1 + at, {
          Telefono: `9100000${10 + at}`,
          Contacts: { Contact: [{ Name: 'Ñ' }] },
          '(categories)': [1],
        }),
      ),
    );
    await world.sync();
    // The noisier reading: our own writes are told, too.
    await world.control('PATCH', 'clientify/switches', { echo: true });
    await world.connectHooks();
  });
  afterAll(() => world.stop());

  const contact = async (id: number): Promise<Fields> =>
    withId(await world.crm('contacts'), id)[0] as Fields;
  const rename = async (id: number, name: string): Promise<void> => {
    await world.clientify('PATCH', `/contacts/${String((await contact(id))['id'])}/`, {
      last_name: name,
    });
  };
  /** Both sides show the name, and GIAV's record is otherwise what it was. */
  const expectBothSides = async (
    id: number,
    before: Fields | undefined,
    name: string,
  ): Promise<void> => {
    const after = await world.giavClient(id);
    expect(after?.['Apellidos']).toBe(name);
    expect((await contact(id))['last_name']).toBe(name);
    const rest = (one: Fields | undefined): Fields => ({
      ...one,
      Apellidos: '',
      FechaModificacion: '',
      AlertMsg: '',
    });
    for (const [field, value] of Object.entries(rest(before)))
      expect({ [field]: rest(after)[field] }).toEqual({ [field]: value });
  };

  it.each([
    [
      'a time-out after the PUT was applied',
      1,
      [{ when: 'after', kind: 'hang', match: 'Cliente_PUT' }],
    ],
    [
      'a time-out before the PUT was applied',
      2,
      [{ when: 'before', kind: 'hang', match: 'Cliente_PUT' }],
    ],
    [
      'a reset after the PUT was applied',
      3,
      [{ when: 'after', kind: 'reset', match: 'Cliente_PUT' }],
    ],
    [
      '502 to the PUT and to the reading after it',
      4,
      [
        { when: 'after', kind: 'html', match: 'Cliente_PUT' },
        { when: 'before', kind: 'html', match: 'Cliente_GET' },
      ],
    ],
    [
      'an empty 200 to the reading and to the PUT',
      5,
      [
        { when: 'before', kind: 'empty', match: 'Cliente_GET' },
        { when: 'before', kind: 'empty', match: 'Cliente_PUT' },
      ],
    ],
  ])(
    '%s: both sides end equal, nothing is lost',
    async (_, id, faults) => {
      const before = await world.giavClient(id);
      await world.faults('giav', faults);
      await rename(id, `Tras el fallo ${id}`);
      await world.settled();
      await expectBothSides(id, before, `Tras el fallo ${id}`);
    },
    60_000,
  );

  it('every hook delivered twice, and a modified run at the same moment: both sides end equal', async () => {
    const before = await world.giavClient(6);
    await world.control('PATCH', 'clientify/switches', { hooks: 'twice' });
    await rename(6, 'Primera');
    const [report] = await Promise.all([world.sync('modified'), rename(6, 'Segunda')]);
    expect(report.run.status).toBe('completed');
    await world.settled();
    await world.control('PATCH', 'clientify/switches', { hooks: 'once' });
    await expectBothSides(6, before, 'Segunda');
  });

  it('somebody changes the client in GIAV while it is being written: their change survives too', async () => {
    const before = await world.giavClient(7);
    await world.control('PATCH', 'giav/switches', { editsAfterGet: 1 });
    await rename(7, 'A la vez');
    await world.settled();
    await expectBothSides(7, before, 'A la vez');
    expect((await world.giavClient(7))?.['AlertMsg']).toBe('+');
  });

  it('the function is killed after GIAV has stored the PUT and before it answers: the change comes again', async () => {
    const before = await world.giavClient(8);
    await world.clearGiavLog();
    await world.faults('giav', [{ when: 'after', kind: 'hang', match: 'Cliente_PUT' }]);
    await rename(8, 'Tras la muerte');
    while (!(await world.giavCalls()).includes('Cliente_PUT')) await wait(20);
    world.kill('write-back');
    await world.settled();
    await expectBothSides(8, before, 'Tras la muerte');
  }, 60_000);

  it('two hooks about a new contact and a lost answer to the POST make one GIAV client', async () => {
    await world.faults('giav', [{ when: 'after', kind: 'reset', match: 'Cliente_POST' }]);
    const body = {
      first_name: 'Única',
      last_name: 'Clienta',
      status: 'client',
      taxpayer_identification_number: '11223344B',
    };
    const created = await world.clientify('POST', '/contacts/', body);
    await world.hint(created);
    await world.settled();
    const found = (await world.control<Fields[]>('GET', 'giav/data/clients')).filter(
      (one) => one['Documento'] === '11223344B',
    );
    expect(found).toHaveLength(1);
    expect(withId(await world.crm('contacts'), String(found[0]?.['Id']))).toHaveLength(1);
  }, 60_000);

  it('GIAV stores x-1234567-l as X1234567L: one client after three edits, and Clientify gets the form of GIAV and its id', async () => {
    await world.control('PATCH', 'giav/switches', { plainDocumentos: true });
    const body = {
      first_name: 'Nie',
      last_name: 'Con Guiones',
      status: 'client',
      taxpayer_identification_number: 'x-1234567-l',
    };
    const made = await world.clientify('POST', '/contacts/', body);
    await world.settled();
    for (const last_name of ['Uno', 'Dos', 'Tres']) {
      await world.clientify('PATCH', `/contacts/${String(made['id'])}/`, { last_name });
      await world.settled();
    }
    await world.control('PATCH', 'giav/switches', { plainDocumentos: false });
    const found = (await world.control<Fields[]>('GET', 'giav/data/clients')).filter(
      (one) => one['Nombre'] === 'Nie',
    );
    expect(found).toMatchObject([{ Documento: 'X1234567L', Apellidos: 'Tres' }]);
    expect(withId(await world.crm('contacts'), String(found[0]?.['Id']))).toMatchObject([
      { id: made['id'], taxpayer_identification_number: 'X1234567L', last_name: 'Tres' },
    ]);
  }, 60_000);

  it('a business rule of GIAV is a failure with its own words; the 10-digit account is never invented', async () => {
    await world.control('PATCH', 'giav/switches', { wantsAccount: true });
    await rename(9, 'Sin cuenta');
    await world.settled();
    await world.control('PATCH', 'giav/switches', { wantsAccount: false });
    const failure = (await world.failures()).find((one) => one.id === '9');
    expect(failure).toMatchObject({
      reason: 'UNSAFE_WRITE',
      message: expect.stringContaining('cuentaContableCliente') as string,
    });
    // Re-driven, it goes its way.
    await world.redrive({ ids: ['client:9'] });
    await world.settled();
    expect((await world.giavClient(9))?.['Apellidos']).toBe('Sin cuenta');
    expect((await world.failures()).filter((one) => one.id === '9')).toEqual([]);
  });

  it('GIAV turns names to capitals: the loop ends, both sides show what GIAV stored', async () => {
    await world.control('PATCH', 'giav/switches', { upperCaseNames: true });
    await rename(10, 'Mayúscula');
    await world.settled();
    expect((await world.giavClient(10))?.['Apellidos']).toBe('MAYÚSCULA');
    expect((await contact(10))['last_name']).toBe('MAYÚSCULA');
    await world.control('PATCH', 'giav/switches', { upperCaseNames: false });
  });

  it('a PUT loses a field that was sent: it is put back at once, and an admin sees both versions', async () => {
    const before = await world.giavClient(11);
    await world.control('PATCH', 'giav/switches', { losesOnce: ['Contacts'] });
    await rename(11, 'Con pérdida');
    await world.settled();
    await expectBothSides(11, before, 'Con pérdida');
    const lines = (await explain(world.admin, 'client', '11', new Date())).join('\n');
    expect(lines).toMatch(/ALARM.*what was lost was put back[\s\S]*Contacts \(damage\)/);
  });

  it('a field that stays lost halts the way back until somebody resumes it', async () => {
    await world.control('PATCH', 'giav/switches', { losesOnPut: ['Contacts'] });
    await rename(12, 'Perdida');
    await world.settled();
    await world.control('PATCH', 'giav/switches', { losesOnPut: [] });
    expect((await world.failures()).find((one) => one.id === '12')).toMatchObject({
      reason: 'UNSAFE_WRITE',
    });
    await world.clearGiavLog();
    await rename(11, 'Detenida');
    await world.settled();
    expect(await world.giavCalls()).not.toContain('Cliente_PUT');
    expect((await world.failures()).find((one) => one.id === '11')).toMatchObject({
      reason: 'WRITE_BACK_HALTED',
    });
    await world.admin.incidents.resume();
    await world.redrive({ ids: ['client:11'] });
    await world.settled();
    expect((await world.giavClient(11))?.['Apellidos']).toBe('Detenida');
  });
});
