import { setTimeout as wait } from 'node:timers/promises';
import { askForOne } from '../../lib/admin/ask-for-one';
import { runSync } from '../../lib/admin/watch-run';
import { syncedSchema, type Synced } from '../../lib/ports/synced';
import type { Subject } from '../../lib/sync/decision';
import { World, client, expediente, withId } from '../harness/world';

const SLOW_SECONDS = 12;

describe('one record, synced at once in the cloud', () => {
  let world: World;
  let asks = 0;
  beforeAll(async () => {
    world = await World.start({
      config: { officePrefix: 'never', giav: { timeoutSeconds: SLOW_SECONDS } },
    });
    await world.setGiav('stages', [{ Id: 12, Name: 'Abierto', Order: 1 }]);
    await world.setGiav('clients', [client(1), client(2)]);
    await world.setGiav('expedientes', [expediente(101, 1)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  const one = async (entity: Subject, id: string): Promise<Synced> => {
    const about = { id: `ask-${(asks += 1)}`, by: 'ana' };
    const answer = await askForOne(world.admin, { entity, id }, about);
    if (answer === null || answer.refused !== null)
      throw new Error(answer?.refused?.en ?? 'nobody has answered');
    return syncedSchema.parse(answer.result);
  };

  it('is done while the page-fetcher reads GIAV for a run, and the run writes nothing of an earlier reading over it', async () => {
    // The run reads the client, and then waits for GIAV's expedientes.
    await world.faults('giav', [{ when: 'before', match: 'Expediente_SEARCH', kind: 'hang' }]);
    await world.editClient(1, { Comentarios: 'Pasillo' });
    await world.addGiav('clients', client(3));
    world.enable('record-worker', false);
    await world.clearGiavLog();
    const run = runSync(world.admin, 'full', () => undefined);
    while (!(await world.giavCalls()).includes('Expediente_SEARCH')) await wait(50);
    await world.editClient(1, { Comentarios: 'Delante' });
    const [edited, created] = await Promise.all([one('client', '1'), one('client', '3')]);
    expect(edited.records[0]).toMatchObject({
      id: '1',
      outcome: 'updated',
      fields: [{ field: 'remarks', to: 'Delante' }],
    });
    expect(created.records[0]).toMatchObject({ id: '3', outcome: 'created' });
    expect(await world.admin.runs.active()).not.toBeNull();
    await world.clearLog();
    world.enable('record-worker', true);
    expect((await run).run.status).toBe('completed');
    await world.settled();
    expect(withId(await world.crm('contacts'), 3)).toHaveLength(1);
    expect(withId(await world.crm('contacts'), 1)).toMatchObject([{ remarks: 'Delante' }]);
    expect(JSON.stringify(await world.writes())).not.toContain('Pasillo');
  });

  it('finds a client by its record of Clientify', async () => {
    const [contact] = withId(await world.crm('contacts'), 2);
    await world.editClient(2, { Comentarios: 'Junto a la puerta' });
    const { records } = await one('contact', String(contact?.['id']));
    expect(records).toMatchObject([{ entity: 'client', id: '2', outcome: 'updated' }]);
  });

  it('says so when GIAV does not know it', async () => {
    expect((await one('client', '99')).records).toMatchObject([
      { outcome: 'skipped', reason: 'NOT_IN_GIAV' },
    ]);
    await expect(one('contact', '424242')).rejects.toThrow('neither a contact nor a company');
  });
});
