import { explain } from '../../lib/admin/explain';
import type { Fault } from '../../simulators/http';
import { VirtualWorld } from '../harness/virtual-world';
import { client, withId, type Fields } from '../harness/world';

const ON = {
  writeBack: { mode: 'on', acknowledgeUnreadable: true },
  giav: { timeoutSeconds: 2, retrySeconds: 0.05 },
  clientify: { timeoutSeconds: 2, retrySeconds: 0.05 },
};
/** The client that is changed. */
const ID = 7;
const CHANGED = ['Apellidos', 'FechaModificacion', 'AlertMsg'];

/** The noisier reading: our own writes are told, too. */
async function connected(seed = 1): Promise<VirtualWorld> {
  const world = VirtualWorld.open({ config: ON, switches: { echo: true }, seed });
  world.addClient(
    client(ID, {
      Telefono: '910000010',
      Contacts: { Contact: [{ Name: 'Ñ' }] },
      '(categories)': [1],
    }),
  );
  await world.sync();
  world.connectHooks();
  return world;
}

describe('the way back in bad weather', () => {
  let world: VirtualWorld;
  let before: Fields;
  beforeEach(async () => {
    world = await connected();
    before = world.giavClient(ID) as Fields;
  });
  afterEach(() => world.close());

  const contact = (id = ID): Fields => withId(world.crm('contacts'), id)[0] as Fields;
  const rename = (name: string, id = ID): Fields =>
    world.clientify('PATCH', `/contacts/${String(contact(id)['id'])}/`, { last_name: name });
  /** Both sides show the name, and GIAV's record is otherwise what it was. */
  const expectBothSides = (name: string): void => {
    const after = world.giavClient(ID);
    expect(after?.['Apellidos']).toBe(name);
    expect(contact()['last_name']).toBe(name);
    const kept = Object.keys(before).filter((field) => !CHANGED.includes(field));
    for (const field of kept)
      expect({ [field]: after?.[field] }).toEqual({ [field]: before[field] });
    expect(world.simulation.giav.categories.get(ID)).toEqual([1]);
  };

  it.each<[string, Fault[]]>([
    [
      'a time-out after the PUT was applied',
      [{ when: 'after', kind: 'hang', match: 'Cliente_PUT' }],
    ],
    [
      'a time-out before the PUT was applied',
      [{ when: 'before', kind: 'hang', match: 'Cliente_PUT' }],
    ],
    ['a reset after the PUT was applied', [{ when: 'after', kind: 'reset', match: 'Cliente_PUT' }]],
    [
      '502 to the PUT and to the reading after it',
      [
        { when: 'after', kind: 'html', match: 'Cliente_PUT' },
        { when: 'before', kind: 'html', match: 'Cliente_GET' },
      ],
    ],
    [
      'an empty 200 to the reading and to the PUT',
      [
        { when: 'before', kind: 'empty', match: 'Cliente_GET' },
        { when: 'before', kind: 'empty', match: 'Cliente_PUT' },
      ],
    ],
  ])('%s: both sides end equal, nothing is lost', async (_, faults) => {
    world.faults('giav', faults);
    rename('Tras el fallo');
    await world.settled();
    expectBothSides('Tras el fallo');
  });

  it('every hook delivered twice, and a modified run at the same moment: both sides end equal', async () => {
    world.simulation.clientify.switches.hooks = 'twice';
    rename('Primera');
    const run = world.sync('modified');
    rename('Segunda');
    expect((await run).run.status).toBe('completed');
    await world.settled();
    expectBothSides('Segunda');
  });

  it('somebody changes the client in GIAV while it is being written: their change survives too', async () => {
    world.behindNext('Cliente_GET', () => world.editClient(ID, { AlertMsg: '+' }));
    rename('A la vez');
    await world.settled();
    expectBothSides('A la vez');
    expect(world.giavClient(ID)?.['AlertMsg']).toBe('+');
  });

  it('GIAV stores x-1234567-l as X1234567L: one client after three edits, and Clientify gets the form of GIAV and its id', async () => {
    world.habits.plainDocumentos = true;
    const made = world.clientify('POST', '/contacts/', {
      first_name: 'Nie',
      last_name: 'Con Guiones',
      status: 'client',
      taxpayer_identification_number: 'x-1234567-l',
    });
    await world.settled();
    for (const last_name of ['Uno', 'Dos', 'Tres']) {
      world.clientify('PATCH', `/contacts/${String(made['id'])}/`, { last_name });
      await world.settled();
    }
    const found = world.giavClients().filter((one) => one['Nombre'] === 'Nie');
    expect(found).toMatchObject([{ Documento: 'X1234567L', Apellidos: 'Tres' }]);
    expect(withId(world.crm('contacts'), String(found[0]?.['Id']))).toMatchObject([
      { id: made['id'], taxpayer_identification_number: 'X1234567L', last_name: 'Tres' },
    ]);
  });

  it('a business rule of GIAV is a failure with its own words; the 10-digit account is never invented', async () => {
    world.habits.wantsAccount = true;
    rename('Sin cuenta');
    await world.settled();
    world.habits.wantsAccount = false;
    expect(await world.failures()).toMatchObject([
      {
        id: String(ID),
        reason: 'UNSAFE_WRITE',
        message: expect.stringMatching(/cuentaContableCliente: .*10 dígitos/) as string,
      },
    ]);
    // Re-driven, it goes its way.
    await world.redrive({ ids: [`client:${ID}`] });
    await world.settled();
    expectBothSides('Sin cuenta');
    expect(await world.failures()).toEqual([]);
  });

  it('GIAV turns names to capitals: the loop ends, both sides show what GIAV stored', async () => {
    world.habits.upperCaseNames = true;
    rename('Mayúscula');
    await world.settled();
    expect(world.giavClient(ID)?.['Apellidos']).toBe('MAYÚSCULA');
    expect(contact()['last_name']).toBe('MAYÚSCULA');
  });

  it('a PUT loses a field that was sent: it is put back at once, and an admin sees both versions', async () => {
    world.habits.losesOnPut = ['Contacts'];
    world.behindNext('Cliente_PUT', () => (world.habits.losesOnPut = []));
    rename('Con pérdida');
    await world.settled();
    expectBothSides('Con pérdida');
    const lines = (await explain(world.kept, 'client', String(ID), new Date())).join('\n');
    expect(lines).toMatch(/ALARM.*what was lost was put back[\s\S]*Contacts \(damage\)/);
  });

  it('a field that stays lost halts the way back until somebody resumes it', async () => {
    const other = ID + 1;
    world.addClient(client(other));
    await world.sync();
    world.habits.losesOnPut = ['Contacts'];
    rename('Perdida');
    await world.settled();
    world.habits.losesOnPut = [];
    expect(await world.failures()).toMatchObject([{ id: String(ID), reason: 'UNSAFE_WRITE' }]);
    world.clearLog();
    rename('Detenida', other);
    await world.settled();
    expect(world.giavCalls()).not.toContain('Cliente_PUT');
    expect((await world.failures()).find(({ id }) => id === String(other))).toMatchObject({
      reason: 'WRITE_BACK_HALTED',
    });
    await world.kept.incidents.resume();
    await world.redrive({ ids: [`client:${other}`] });
    await world.settled();
    expect(world.giavClient(other)?.['Apellidos']).toBe('Detenida');
  });
});

describe('two hooks about a new contact and a lost answer to the POST', () => {
  it.each(Array.from({ length: 10 }, (_, at) => at + 1))(
    'make one GIAV client (seed %i)',
    async (seed) => {
      const world = await connected(seed);
      try {
        world.faults('giav', [{ when: 'after', kind: 'reset', match: 'Cliente_POST' }]);
        const created = world.clientify('POST', '/contacts/', {
          first_name: 'Única',
          last_name: 'Clienta',
          status: 'client',
          taxpayer_identification_number: '11223344B',
        });
        await world.hint(created);
        await world.settled();
        const found = world.giavClients().filter((one) => one['Documento'] === '11223344B');
        expect(found).toHaveLength(1);
        expect(withId(world.crm('contacts'), String(found[0]?.['Id']))).toMatchObject([
          { id: created['id'] },
        ]);
      } finally {
        world.close();
      }
    },
  );
});
