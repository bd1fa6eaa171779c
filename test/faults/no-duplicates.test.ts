import { setTimeout as wait } from 'node:timers/promises';
import { World, client, expediente, withId } from '../harness/world';

/** A worker dies in the middle of a create; what else may happen to one: test/simulation/no-duplicates.test.ts. */
describe('no duplicates', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      // Minutes of the stack are seconds here: a killed worker's messages come back soon.
      timeScale: 1 / 100,
      config: { officePrefix: 'never', clientify: { timeoutSeconds: 1, retrySeconds: 0.05 } },
    });
  });
  afterAll(() => world.stop());

  it('worker killed while a create is under way: one contact, one company, one deal', async () => {
    await world.addGiav('clients', client(100));
    await world.addGiav('clients', client(101, { Tipo: 'Empresa' }));
    await world.addGiav('expedientes', expediente(5100, 100));
    const creates = ['contacts', 'companies', 'deals'].map((name) => `/v1/${name}/`);
    await world.faults(
      'clientify',
      creates.map((path) => ({ match: `POST ${path}`, when: 'after', kind: 'hang' })),
    );
    const run = world.sync();
    for (const path of creates) {
      await created(path);
      world.kill('record-worker');
    }
    const report = await run;
    expect(report.run.status).toBe('completed');
    expect(report.clients).toMatchObject({ created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
    expect(withId(await world.crm('contacts'), 100)).toHaveLength(1);
    expect(withId(await world.crm('companies'), 101)).toHaveLength(1);
    expect(withId(await world.crm('deals'), 5100, 'gesintur_expediente_id')).toHaveLength(1);
  });

  /** Until a create has reached Clientify. */
  const created = async (path: string): Promise<void> => {
    const isIt = (one: { method: string; path: string }): boolean =>
      one.method === 'POST' && one.path.split('?')[0] === path;
    while (!(await world.writes()).some(isIt)) await wait(20);
  };
});
