import { AGENCY, CHOSEN, PENDING, expectCarriedOver } from '../harness/chosen-agency';
import { World, withId, type Fields } from '../harness/world';

/** Everything that the settings can choose, once over the wire; its rules are test/simulation/chosen-values.test.ts. */
describe('what the settings choose to carry over', () => {
  let world: World;
  const deal = async (id: number): Promise<Fields> =>
    withId(await world.crm('deals'), id, 'gesintur_expediente_id')[0] as Fields;

  beforeAll(async () => {
    world = await World.start({ config: CHOSEN });
    await world.setGiav('clients', AGENCY.clients);
    await world.setGiav('ownFields', [{ ...AGENCY.ownField, '(class)': 'Cliente' }]);
    await world.setGiav('agents', AGENCY.agents);
    await world.setGiav('stages', [
      { Id: 11, StageName: 'Presupuestado' },
      { Id: 14, StageName: 'Finalizado' },
      { Id: 15, StageName: 'Anulado' },
    ]);
    const pending = { '(pending)': Number(PENDING) };
    await world.setGiav(
      'expedientes',
      AGENCY.expedientes.map((one) => (one['Id'] === 104 ? { ...one, ...pending } : one)),
    );
    await world.setGiav('reservations', AGENCY.reservations);
    await world.setGiav('collections', AGENCY.collections);
  }, 60_000);
  afterAll(() => world.stop());

  it('a full run brings it, and reads little more of GIAV for it', async () => {
    await world.clearGiavLog();
    const report = await world.sync();
    const contact = withId(await world.crm('contacts'), 1)[0];
    const deals = await Promise.all([101, 102, 103, 104].map(deal));
    expectCarriedOver(report, { contact, deals }, await world.giavCalls());
  }, 60_000);
});
