import { World, client, customField, expediente, withId, type Fields } from '../harness/world';

const CHOSEN = {
  brake: null,
  stages: { Anulado: 'Presupuestado' },
  customFields: [
    { from: 'CustomDataValues:12', to: 'idioma', on: 'client' },
    { from: 'Oficina', to: 'oficina', on: 'expediente' },
    { from: 'Agente', to: 'agente', on: 'expediente' },
  ],
  deals: {
    amount: 'sales',
    pending: 'customField',
    owner: 'agent',
    close: { won: ['Finalizado'], lost: ['Anulado'] },
  },
};
const own = (value: string) => ({
  CustomDataValues: { CustomDataItem: [{ Key: 12, Value: value }] },
});
const reservation = (
  Id: number,
  IdExpediente: number,
  Venta: number,
  more: Fields = {},
): Fields => ({
  Id,
  IdExpediente,
  IdCliente: 1,
  Venta,
  FechaModificacion: '2026-03-02T10:00:00',
  ...more,
});

/** Everything that the settings can choose, once over the wire; its rules are test/simulation/chosen-values.test.ts. */
describe('what the settings choose to carry over', () => {
  let world: World;
  const deal = async (id: number): Promise<Fields> =>
    withId(await world.crm('deals'), id, 'gesintur_expediente_id')[0] as Fields;

  beforeAll(async () => {
    world = await World.start({ config: CHOSEN });
    await world.setGiav('clients', [client(1, own('Catalán')), client(2, own(''))]);
    await world.setGiav('ownFields', [
      { Id: 12, Name: 'Idioma', Type: 'TextBox', '(class)': 'Cliente' },
    ]);
    await world.setGiav('agents', [
      { Id: 5, Nombre: 'Ana', Correo: 'Ana@example.com', Bloqueado: false },
      { Id: 6, Nombre: 'Eva', Correo: '', Bloqueado: false },
    ]);
    await world.setGiav('stages', [
      { Id: 11, StageName: 'Presupuestado' },
      { Id: 14, StageName: 'Finalizado' },
      { Id: 15, StageName: 'Anulado' },
    ]);
    const open = { IdEntityStage: 11 };
    await world.setGiav('expedientes', [
      expediente(101, 1, { ...open, IdAgenteComercial: 5 }),
      expediente(102, 1, { ...open, IdAgenteComercial: 6 }),
      expediente(103, 2, open),
      expediente(104, 1, { ...open, esGrupo: true, '(pending)': 25.5 }),
    ]);
    await world.setGiav('reservations', [
      reservation(1, 101, 1840.5),
      reservation(2, 101, 600, { Anidacion_IdReservaContenedora: 1 }),
      reservation(3, 101, -40.5),
      ...Array.from({ length: 130 }, (_, at) => reservation(10 + at, 102, 0.1)),
      reservation(900, 104, 9999),
    ]);
    const paid = (Id: number, IdExpediente: number, Importe: number, kind = 'Cobro') => ({
      Id,
      IdExpediente,
      IdCliente: 1,
      Importe,
      TipoOperacion: kind,
      FechaModificacion: '2026-03-02T10:00:00',
    });
    await world.setGiav('collections', [
      paid(1, 101, 500),
      paid(2, 101, 100, 'Reembolso'),
      paid(3, 104, 74.5),
    ]);
  }, 60_000);
  afterAll(() => world.stop());

  it('a full run brings it, and reads little more of GIAV for it', async () => {
    await world.clearGiavLog();
    const report = await world.sync();
    expect(report).toMatchObject({
      run: { status: 'completed' },
      // Eva has no e-mail.
      reasons: { 'UNMAPPED_AGENT:6': 1 },
    });
    expect(customField(withId(await world.crm('contacts'), 1)[0], 'idioma')).toBe('Catalán');
    const [first, second, third, group] = await Promise.all([101, 102, 103, 104].map(deal));
    expect(first).toMatchObject({ amount: '1800.00', owner: 'ana@example.com' });
    expect(second).toMatchObject({ amount: '13.00', owner: 'ventas@example.com' });
    expect(third).toMatchObject({ amount: '0.00', owner: 'ventas@example.com' });
    expect(group).toMatchObject({ amount: '100.00' });
    const custom = (name: string) =>
      [first, second, third, group].map((one) => customField(one, name));
    expect(custom('gesintur_pendiente')).toEqual(['1400.00', '13.00', '0.00', '25.50']);
    expect(custom('agente')).toEqual(['Ana', 'Eva', undefined, undefined]);
    expect(customField(first, 'oficina')).not.toBe('');
    const calls = await world.giavCalls();
    const times = (name: string) => calls.filter((call) => call === name).length;
    // All four expedientes at once: two pages and the end of the list.
    expect(times('Reservas_SEARCH')).toBe(3);
    expect(times('AgenteComercial_SEARCH')).toBeLessThanOrEqual(2);
    expect(times('Expediente_InfoEconomica_GET')).toBe(1);
  }, 60_000);
});
