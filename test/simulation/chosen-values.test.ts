import { rehearse } from '../harness/virtual-dry-run';
import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, expediente, withId, type Fields } from '../harness/world';

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
  Venta: String(Venta),
  FechaModificacion: '2026-03-02T10:00:00',
  ...more,
});
const paid = (Id: number, IdExpediente: number, Importe: number, kind = 'Cobro'): Fields => ({
  Id,
  IdExpediente,
  IdCliente: 1,
  Importe: String(Importe),
  TipoOperacion: kind,
  FechaModificacion: '2026-03-02T10:00:00',
});
const WON = 3;

/** Everything that the settings can choose: strict simulators of both systems, the real handlers. */
describe('what the settings choose to carry over', () => {
  let world: VirtualWorld;
  const deal = (id: number): Fields =>
    withId(world.crm('deals'), id, 'gesintur_expediente_id')[0] as Fields;
  const contact = (id: number): Fields => withId(world.crm('contacts'), id)[0] as Fields;

  /** What GIAV holds of the agency besides clients and expedientes. */
  const surround = (): void => {
    const { papers } = world.simulation.giav;
    papers.ownFields = [{ of: 'Cliente', field: { Id: 12, Name: 'Idioma', Type: 'TextBox' } }];
    papers.agents = [
      { Id: 5, Nombre: 'Ana', Correo: 'Ana@example.com', Bloqueado: 'false' },
      { Id: 6, Nombre: 'Eva', Correo: '', Bloqueado: 'false' },
    ];
    papers.given.WsReserva = [
      reservation(1, 101, 1840.5),
      reservation(2, 101, 600, { Anidacion_IdReservaContenedora: 1 }),
      reservation(3, 101, -40.5),
      ...Array.from({ length: 130 }, (_, at) => reservation(10 + at, 102, 0.1)),
      reservation(900, 104, 9999),
    ];
    papers.given.WsCobro = [paid(1, 101, 500), paid(2, 101, 100, 'Reembolso'), paid(3, 104, 74.5)];
    papers.pending.set(104, '25.5');
  };
  const changeReservation = (): void => {
    const changed = { FechaModificacion: '2099-01-01T00:00:00' };
    world.simulation.giav.papers.given.WsReserva = [reservation(1, 101, 2000.25, changed)];
  };
  beforeEach(() => {
    world = VirtualWorld.open({ config: CHOSEN });
    world.simulation.clientify.deals.users.push('ana@example.com');
    world.addClient(client(1, own('Catalán')));
    world.addClient(client(2, own('')));
    const open = { IdEntityStage: 11 };
    world.addExpediente(expediente(101, 1, { ...open, IdAgenteComercial: 5 }));
    world.addExpediente(expediente(102, 1, { ...open, IdAgenteComercial: 6 }));
    world.addExpediente(expediente(103, 2, open));
    world.addExpediente(expediente(104, 1, { ...open, esGrupo: true }));
    surround();
  });
  afterEach(() => world.close());

  it('a dry run shows it, and writes nothing', async () => {
    const { records, end } = await rehearse(world, { config: CHOSEN });
    const shown = records.find(({ entity, id }) => entity === 'expediente' && id === '101');
    expect(
      Object.fromEntries(shown?.fields.map(({ field, to }) => [field, to]) ?? []),
    ).toMatchObject({
      amount: '1800.00',
      owner: 'ana@example.com',
      gesintur_pendiente: '1400.00',
      agente: 'Ana',
    });
    expect(end.missingFields).toEqual(
      expect.arrayContaining(['idioma (contact)', 'gesintur_pendiente (deal)', 'oficina (deal)']),
    );
    expect(world.crm('deals')).toEqual([]);
  });

  it('a full run brings it, and reads little more of GIAV for it', async () => {
    world.clearLog();
    const report = await world.sync();
    expect(report).toMatchObject({
      run: { status: 'completed' },
      // Eva has no e-mail.
      reasons: { 'UNMAPPED_AGENT:6': 1 },
    });
    expect(customField(contact(1), 'idioma')).toBe('Catalán');
    const [first, second, third, group] = [101, 102, 103, 104].map(deal);
    expect(first).toMatchObject({ amount: '1800.00', owner: 'ana@example.com' });
    expect(second).toMatchObject({ amount: '13.00', owner: 'ventas@example.com' });
    expect(third).toMatchObject({ amount: '0.00', owner: 'ventas@example.com' });
    expect(group).toMatchObject({ amount: '100.00' });
    const custom = (name: string) =>
      [first, second, third, group].map((one) => customField(one, name));
    expect(custom('gesintur_pendiente')).toEqual(['1400.00', '13.00', '0.00', '25.50']);
    expect(custom('agente')).toEqual(['Ana', 'Eva', undefined, undefined]);
    expect(customField(first, 'oficina')).not.toBe('');
    const calls = world.giavCalls();
    const times = (name: string) => calls.filter((call) => call === name).length;
    // All four expedientes at once: two pages and the end of the list.
    expect(times('Reservas_SEARCH')).toBe(3);
    expect(times('AgenteComercial_SEARCH')).toBeLessThanOrEqual(2);
    expect(times('Expediente_InfoEconomica_GET')).toBe(1);
  });

  it('nothing is written when nothing changed', async () => {
    await world.sync();
    world.clearLog();
    await world.sync();
    expect(world.writes().filter(({ path }) => !path.includes('/custom-fields/'))).toEqual([]);
  });

  it('a reservation that changes without its expediente is brought by the next modified run', async () => {
    await world.sync();
    expect(deal(101)).toMatchObject({ amount: '1800.00' });
    changeReservation();
    await world.sync('modified');
    expect(deal(101)).toMatchObject({ amount: '2000.25' });
  });

  it('a value that is emptied in GIAV is cleared, and one that is over is won, once', async () => {
    await world.sync();
    changeReservation();
    world.editClient(1, own(''));
    world.editExpediente(101, { IdEntityStage: 14 });
    await world.sync('modified');
    expect(customField(contact(1), 'idioma')).toBe('--');
    expect(deal(101)).toMatchObject({ status: WON, amount: '2000.25' });
    await world.sync();
    await world.sync('modified');
    const closed = world.writes().filter(({ path }) => path.endsWith('/close/'));
    expect(closed).toHaveLength(1);
  });
});
