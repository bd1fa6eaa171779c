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

  it.each<[string, (group: string) => string]>([
    ['duplicate delivery: in one group, one after the other', (group) => group],
    ['two workers at the same record at the same time', (group) => `${group}-twin`],
  ])('%s: one contact, one company, one deal', async (_, groupOf) => {
    const { work } = world.simulation.account.queues;
    world.enable('record-worker', false);
    const run = world.sync();
    await world.until(async () => (await world.admin.runs.active())?.phase === 'draining');
    const taken = work.receive(10);
    expect(taken).toHaveLength(3);
    for (const { id, body, group = '', receipt } of taken) {
      work.remove(receipt ?? '');
      work.send({ body, group, deduplication: `copy of ${id}` });
      work.send({ body, group: groupOf(group), deduplication: `twin of ${id}` });
    }
    world.enable('record-worker', true);
    const report = await run;
    expect(report.clients).toMatchObject({ created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
    await world.settled();
    expectOneEach();
  });
});
