import { explain } from '../../lib/admin/explain';
import { VirtualWorld } from '../harness/virtual-world';
import { client, withId, type Fields } from '../harness/world';

describe('WRITE_BACK', () => {
  let world: VirtualWorld;
  afterEach(() => world.close());
  const contact = (id: number): Fields => withId(world.crm('contacts'), id)[0] as Fields;
  const rename = (id: number, name: string): Fields =>
    world.clientify('PATCH', `/contacts/${String(contact(id)['id'])}/`, { last_name: name });
  const start = async (writeBack: Fields): Promise<void> => {
    world = VirtualWorld.open({ config: { writeBack } });
    world.addClient(client(1));
    world.addClient(client(2));
    await world.sync();
    // An edit within our own write's tolerance cannot be told from it; people are slower than that.
    await world.pass(60_000);
    world.connectHooks();
  };

  it('on without the acknowledgement behaves as dry-run and says so; dry-run stores and shows what would be sent', async () => {
    await start({ mode: 'on' });
    rename(1, 'Simulada');
    world.clientify('POST', '/contacts/', {
      first_name: 'Nueva',
      last_name: 'Clienta',
      status: 'client',
      taxpayer_identification_number: '87654321X',
    });
    await world.settled();
    expect(world.giavClient(1)?.['Apellidos']).toBe('Ejemplo Prueba');
    const calls = world.giavCalls();
    expect(calls).not.toContain('Cliente_PUT');
    expect(calls).not.toContain('Cliente_POST');
    const lines = (await explain(world.kept, 'client', '1', new Date())).join('\n');
    expect(lines).toContain(
      'Cliente_PUT (dry run, not sent: WRITE_BACK_ACKNOWLEDGE_UNREADABLE is not true)',
    );
    expect(lines).toContain('Apellidos: "Ejemplo Prueba" → "Simulada"');
    expect(lines).toContain('without a source, so not sent: cuentaContableCliente, printOptions');
    // The edit stays where it was made, also through the runs, and other changes of GIAV still arrive.
    world.editClient(1, { Nombre: 'Lucía María' });
    await world.sync('modified');
    await world.settled();
    await world.sync();
    await world.settled();
    expect(contact(1)).toMatchObject({ first_name: 'Lucía María', last_name: 'Simulada' });
    // Switched on, the reconciliation writes it: what a dry run held back is not forgotten.
    world.configure({ writeBack: { mode: 'on', acknowledgeUnreadable: true } });
    await world.reconcile();
    expect(world.giavClient(1)).toMatchObject({ Nombre: 'Lucía María', Apellidos: 'Simulada' });
  });

  it('off is one-way: hints change nothing, and a full run leaves the edit alone until GIAV changes the field', async () => {
    await start({ mode: 'off' });
    rename(1, 'Pasajera');
    await world.settled();
    expect(world.giavClient(1)?.['Apellidos']).toBe('Ejemplo Prueba');
    await world.sync();
    expect(contact(1)['last_name']).toBe('Pasajera');
    world.editClient(1, { Apellidos: 'De GIAV' });
    await world.sync();
    expect(contact(1)['last_name']).toBe('De GIAV');
  });

  it('create always makes clients of companies, too; of a lead only where the mapping has a Tipo for it; Clientify wins a conflict when it is set so', async () => {
    await start({ mode: 'on', acknowledgeUnreadable: true, create: 'always', winner: 'clientify' });
    world.clientify('POST', '/contacts/', {
      first_name: 'Lead',
      last_name: 'Frío',
      status: 'cold-lead',
      taxpayer_identification_number: '11223344B',
    });
    world.clientify('POST', '/companies/', {
      name: 'Empresa Nueva',
      taxpayer_identification_number: 'B12345674',
    });
    world.clientify('POST', '/contacts/', { first_name: 'Sin', status: 'client' });
    world.editClient(2, { Apellidos: 'Cambio en GIAV' });
    rename(2, 'Cambio en Clientify');
    await world.settled();
    const clients = world.giavClients();
    expect(clients.filter((one) => one['Documento'] === '11223344B')).toEqual([]);
    expect(clients.find((one) => one['Documento'] === 'B12345674')).toMatchObject({
      Tipo: 'Empresa',
      NombreAlias: 'Empresa Nueva',
    });
    expect(clients).toHaveLength(3);
    expect(world.giavClient(2)?.['Apellidos']).toBe('Cambio en Clientify');
  });
});
