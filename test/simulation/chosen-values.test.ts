import {
  AGENCY,
  CHOSEN,
  PENDING,
  expectCarriedOver,
  own,
  reservation,
} from '../harness/chosen-agency';
import { rehearse } from '../harness/virtual-dry-run';
import { VirtualWorld } from '../harness/virtual-world';
import { customField, withId, type Fields } from '../harness/world';

const WON = 3;

/** Everything that the settings can choose: strict simulators of both systems, the real handlers. */
describe('what the settings choose to carry over', () => {
  let world: VirtualWorld;
  const deal = (id: number): Fields =>
    withId(world.crm('deals'), id, 'gesintur_expediente_id')[0] as Fields;
  const contact = (id: number): Fields => withId(world.crm('contacts'), id)[0] as Fields;

  const changeReservation = (): void => {
    const changed = { FechaModificacion: '2099-01-01T00:00:00' };
    world.simulation.giav.papers.given.WsReserva = [reservation(1, 101, 2000.25, changed)];
  };
  beforeEach(() => {
    world = VirtualWorld.open({ config: CHOSEN });
    world.simulation.clientify.deals.users.push('ana@example.com');
    for (const one of AGENCY.clients) world.addClient(one);
    for (const one of AGENCY.expedientes) world.addExpediente(one);
    const { papers } = world.simulation.giav;
    papers.ownFields = [{ of: 'Cliente', field: AGENCY.ownField }];
    papers.agents = AGENCY.agents.map((one) => ({ ...one, Bloqueado: String(one.Bloqueado) }));
    papers.given.WsReserva = AGENCY.reservations;
    papers.given.WsCobro = AGENCY.collections;
    papers.pending.set(104, PENDING);
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
    const deals = [101, 102, 103, 104].map(deal);
    expectCarriedOver(report, { contact: contact(1), deals }, world.giavCalls());
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
