import { askForOne } from '../../lib/admin/ask-for-one';
import { syncedSchema, type Synced } from '../../lib/ports/synced';
import type { Subject } from '../../lib/sync/decision';
import { VirtualWorld } from '../harness/virtual-world';
import { client, expediente, withId } from '../harness/world';

const SLOW_SECONDS = 12;

describe('one record, synced at once in the cloud', () => {
  let world: VirtualWorld;
  let asks = 0;
  beforeEach(async () => {
    world = VirtualWorld.open({
      config: { officePrefix: 'never', giav: { timeoutSeconds: SLOW_SECONDS } },
    });
    world.addClient(client(1));
    world.addClient(client(2));
    world.addExpediente(expediente(101, 1));
    await world.sync();
  });
  afterEach(() => world.close());

  const one = async (entity: Subject, id: string): Promise<Synced> => {
    const about = { id: `ask-${(asks += 1)}`, by: 'ana' };
    const answer = await world.when(askForOne(world.admin, { entity, id }, about));
    if (answer === null || answer.refused !== null)
      throw new Error(answer?.refused?.en ?? 'nobody has answered');
    return syncedSchema.parse(answer.result);
  };

  it('is done while the page-fetcher reads GIAV for a run, and the run writes nothing of an earlier reading over it', async () => {
    // The run reads the client, and then waits for GIAV's expedientes.
    world.faults('giav', [{ when: 'before', match: 'Expediente_SEARCH', kind: 'hang' }]);
    world.editClient(1, { Comentarios: 'Pasillo' });
    world.addClient(client(3));
    world.enable('record-worker', false);
    world.clearLog();
    const run = world.sync();
    await world.until(() => world.giavCalls().includes('Expediente_SEARCH'));
    world.editClient(1, { Comentarios: 'Delante' });
    const [edited, created] = await Promise.all([one('client', '1'), one('client', '3')]);
    expect(edited.records[0]).toMatchObject({
      id: '1',
      outcome: 'updated',
      fields: [{ field: 'remarks', to: 'Delante' }],
    });
    expect(created.records[0]).toMatchObject({ id: '3', outcome: 'created' });
    expect(await world.kept.runs.active()).not.toBeNull();
    world.clearLog();
    world.enable('record-worker', true);
    expect((await run).run.status).toBe('completed');
    await world.settled();
    expect(withId(world.crm('contacts'), 3)).toHaveLength(1);
    expect(withId(world.crm('contacts'), 1)).toMatchObject([{ remarks: 'Delante' }]);
    expect(JSON.stringify(world.writes())).not.toContain('Pasillo');
  });

  it('finds a client by its record of Clientify', async () => {
    const [contact] = withId(world.crm('contacts'), 2);
    world.editClient(2, { Comentarios: 'Junto a la puerta' });
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
