import { World, client, customField, withId, type Fields } from '../harness/world';

const ON = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };

describe('a change in Clientify goes back to GIAV', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ config: ON });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.control('DELETE', 'clientify/data/contacts');
    await world.control('DELETE', 'clientify/data/companies');
  });

  const contact = async (id: number): Promise<Fields> => withId(await world.crm('contacts'), id)[0] as Fields;

  it('an agent corrects a phone: GIAV has it, and nothing else in the record has changed by a character', async () => {
    const before = client(101, { '(categories)': [12, 31], Comentarios: 'uno\r\ndos', CreditoImporte: '0.10', Telefono: '934000000' });
    await world.setGiav('clients', [before]);
    await world.sync();
    await world.connectHooks();
    const record = await contact(101);
    const [phone] = record['phones'] as Fields[];
    await world.clientify('PUT', `/contacts/${String(record['id'])}/phones/${String(phone?.['id'])}/`, { phone: '611222333', type: 1 });
    await world.settled();
    const after = await world.giavClient(101);
    expect(after?.['Movil']).toBe('611222333');
    for (const [field, value] of Object.entries(before))
      if (!['Movil', 'FechaModificacion'].includes(field)) expect({ [field]: after?.[field] }).toEqual({ [field]: value });
    // The echo of all this ends here.
    await world.clearLog();
    await world.clearGiavLog();
    await world.sync('modified');
    await world.settled();
    expect(await world.writes()).toEqual([]);
    expect(await world.giavCalls()).not.toContain('Cliente_PUT');
    expect(customField(await contact(101), 'gesintur_id')).toBe('101');
  });
});
