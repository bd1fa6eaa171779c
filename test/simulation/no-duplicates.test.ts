import { client, expediente, withId } from '../harness/world';
import { VirtualWorld } from '../harness/virtual-world';
import type { Fault } from '../../simulators/http';

/** What may happen to the create of a record; each ends with exactly one of it. */
describe('no duplicates', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = VirtualWorld.open({ config: { officePrefix: 'never' } });
    world.addClient(client(1));
    await world.sync();
    world.addClient(client(100));
    world.addClient(client(101, { Tipo: 'Empresa' }));
    world.addExpediente(expediente(5100, 100));
  });
  afterEach(() => world.close());

  const expectOneEach = (): void => {
    expect(withId(world.crm('contacts'), 100)).toHaveLength(1);
    expect(withId(world.crm('companies'), 101)).toHaveLength(1);
    expect(withId(world.crm('deals'), 5100, 'gesintur_expediente_id')).toHaveLength(1);
  };
  const onEachCreate = (fault: Omit<Fault, 'match'>): void =>
    world.faults(
      'clientify',
      ['contacts', 'companies', 'deals'].map((name) => ({ match: `POST /v1/${name}/`, ...fault })),
    );

  it.each<[string, Omit<Fault, 'match'>]>([
    ['timeout after applied', { when: 'after', kind: 'hang' }],
    ['connection reset after applied', { when: 'after', kind: 'reset' }],
    ['500 after applied', { when: 'after', kind: 'status', status: 500 }],
    ['timeout before applied', { when: 'before', kind: 'hang' }],
    ['connection reset before applied', { when: 'before', kind: 'reset' }],
    ['500 before applied', { when: 'before', kind: 'status', status: 500 }],
  ])('%s: one contact, one company, one deal, each counted once as created', async (_, fault) => {
    onEachCreate(fault);
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
    expectOneEach();
  });
});
