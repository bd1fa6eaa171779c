import { setTimeout as wait } from 'node:timers/promises';
import { World, client, withId, type Fields } from '../harness/world';

const ON = {
  writeBack: { mode: 'on', acknowledgeUnreadable: true },
  giav: { timeoutSeconds: 1, retrySeconds: 0.05 },
  clientify: { timeoutSeconds: 1, retrySeconds: 0.05 },
};

/** On the wire and with processes that die; all other weather: test/simulation/way-back-weather.test.ts. */
describe('the way back in bad weather', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ config: ON, timeScale: 0.01 });
    await world.setGiav(
      'clients',
      [1, 2].map((id) =>
        client(id, {
          Telefono: `910000${100 + id}`,
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

  it('a time-out after the PUT was applied: both sides end equal, nothing is lost', async () => {
    const before = await world.giavClient(1);
    await world.faults('giav', [{ when: 'after', kind: 'hang', match: 'Cliente_PUT' }]);
    await rename(1, 'Tras el fallo');
    await world.settled();
    await expectBothSides(1, before, 'Tras el fallo');
  }, 60_000);

  it('the function is killed after GIAV has stored the PUT and before it answers: the change comes again', async () => {
    const before = await world.giavClient(2);
    await world.clearGiavLog();
    await world.faults('giav', [{ when: 'after', kind: 'hang', match: 'Cliente_PUT' }]);
    await rename(2, 'Tras la muerte');
    while (!(await world.giavCalls()).includes('Cliente_PUT')) await wait(20);
    world.kill('write-back');
    await world.settled();
    await expectBothSides(2, before, 'Tras la muerte');
  }, 60_000);
});
