import { ITS_CLIENT, NEW_CONTACT } from '../harness/new-contact';
import { explain } from '../../lib/admin/explain';
import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, withId, type Fields } from '../harness/world';

const ON = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };

let world: VirtualWorld;
beforeEach(async () => {
  world = VirtualWorld.open({ config: ON });
  for (const id of [101, 102]) world.addClient(client(id));
  await world.sync();
  // An edit within our own write's tolerance cannot be told from it; people are slower than that.
  await world.pass(60_000);
  // The noisier reading: our own writes are told, too.
  world.simulation.clientify.switches.echo = true;
  world.connectHooks();
});
afterEach(() => world.close());

const contact = (id: number): Fields => withId(world.crm('contacts'), id)[0] as Fields;
const patch = (id: number, body: Fields): Fields =>
  world.clientify('PATCH', `/contacts/${String(contact(id)['id'])}/`, body);
const withDocumento = (documento: string): Fields[] =>
  world.crm('contacts').filter((one) => one['taxpayer_identification_number'] === documento);
const inGiav = (documento: string): Fields[] =>
  world.giavClients().filter((one) => one['Documento'] === documento);

describe('a contact that GIAV does not know by its id', () => {
  /** Until the run that links it, too, has ended. */
  const linked = async (documento: string): Promise<void> => {
    await world.until(() => customField(withDocumento(documento)[0], 'gesintur_id') !== undefined);
    await world.settled();
  };

  it('a contact with a Documento and the status of clients, unknown to GIAV, is created there and linked back', async () => {
    world.clientify('POST', '/contacts/', NEW_CONTACT);
    await linked('87654321X');
    const created = inGiav('87654321X');
    expect(created).toHaveLength(1);
    expect(created[0]).toMatchObject({
      ...ITS_CLIENT,
      RGPDSigned: 'false',
    });
    const contacts = withDocumento('87654321X');
    expect(contacts).toHaveLength(1);
    expect(customField(contacts[0], 'gesintur_id')).toBe(String(created[0]?.['Id']));
    // The runs that were asked for have taken all that was noted.
    expect(await world.kept.pending.list('asked')).toEqual([]);
  });

  it('a contact of another status is not created, and an admin sees why', async () => {
    const lead = world.clientify('POST', '/contacts/', {
      first_name: 'Lead',
      status: 'cold-lead',
      taxpayer_identification_number: 'LEAD1',
    });
    await world.settled();
    expect(inGiav('LEAD1')).toEqual([]);
    const lines = await explain(world.kept, 'contact', String(lead['id']), new Date());
    expect(lines.join('\n')).toMatch(/NOT_CREATED_IN_GIAV/);
  });

  it('a contact whose Documento GIAV knows is linked, not created', async () => {
    world.addClient(client(201, { Documento: 'LATER201' }));
    world.clientify('POST', '/contacts/', {
      first_name: 'Ya está',
      status: 'client',
      taxpayer_identification_number: 'LATER201',
    });
    await linked('LATER201');
    expect(inGiav('LATER201')).toHaveLength(1);
    expect(withDocumento('LATER201').map((one) => customField(one, 'gesintur_id'))).toEqual([
      '201',
    ]);
  });
});

describe('hints about a record', () => {
  it('our own writes end as echoes: no call to GIAV, and the next runs write nothing to Clientify', async () => {
    patch(101, { last_name: 'Núñez & Peña' });
    // The second is put back, by a write of ours that is told in its turn.
    patch(102, { status: 'cold-lead' });
    await world.settled();
    expect(world.giavClient(101)?.['Apellidos']).toBe('Núñez & Peña');
    expect(contact(102)['status']).toBe('client');
    world.clearLog();
    for (const id of [101, 102]) expect(await world.hint(contact(id))).toBe(200);
    await world.settled();
    expect(world.giavCalls()).toEqual([]);
    await world.sync('modified');
    await world.settled();
    expect(world.writes()).toEqual([]);
    expect(world.giavCalls()).not.toContain('Cliente_PUT');
  });

  it('a burst of hints about one record is one look at it', async () => {
    world.clearLog();
    const one = contact(101);
    await Promise.all(Array.from({ length: 50 }, () => world.hint(one)));
    await world.settled();
    const looks = world
      .calls()
      .filter(
        ({ method, path }) => method === 'GET' && path === `/v1/contacts/${String(one['id'])}/`,
      );
    expect(looks.length).toBeGreaterThan(0);
    expect(looks.length).toBeLessThanOrEqual(2);
  });

  it('a lost webhook is only a delay: the reconciliation finds the change', async () => {
    world.simulation.clientify.switches.hooks = 'never';
    patch(101, { last_name: 'Reconciliada' });
    await world.settled();
    expect(world.giavClient(101)?.['Apellidos']).toBe('Ejemplo Prueba');
    await world.reconcile();
    expect(world.giavClient(101)?.['Apellidos']).toBe('Reconciliada');
  });

  it('a full run hands an edit over to the way back instead of overwriting it', async () => {
    world.simulation.clientify.switches.hooks = 'never';
    patch(101, { last_name: 'Segunda' });
    await world.sync();
    await world.settled();
    expect(contact(101)['last_name']).toBe('Segunda');
    expect(world.giavClient(101)?.['Apellidos']).toBe('Segunda');
  });

  it('once the Documento is right again, the edit goes its way, and no loop starts', async () => {
    const before = structuredClone(world.giavClient(101));
    patch(101, { taxpayer_identification_number: 'OTRO101', first_name: 'Otra' });
    await world.settled();
    expect(world.giavClient(101)).toEqual(before);
    patch(101, { taxpayer_identification_number: 'DOC101' });
    await world.sync('modified');
    await world.settled();
    await world.hint(contact(101));
    await world.settled();
    const after = world.giavClient(101);
    const FechaModificacion = after?.['FechaModificacion'];
    expect(after).toEqual({ ...before, Nombre: 'Otra', FechaModificacion });
    world.clearLog();
    await world.hint(contact(101));
    await world.settled();
    expect([world.writes(), world.giavCalls()]).toEqual([[], []]);
  });
});
