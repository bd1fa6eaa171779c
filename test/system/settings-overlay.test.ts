import { saveSettings } from '../../lib/admin/settings-overlay';
import { parseSyncConfig } from '../../lib/config/environment';
import { DynamoSettingsVersions } from '../../lib/state/settings-versions';
import { World, client, expediente, withId } from '../harness/world';

describe('settings that people have changed', () => {
  let world: World;
  afterEach(() => world.stop());

  it('are what the functions work by, without a deployment', async () => {
    const document = { officePrefix: 'never', stages: { Confirmado: 'En viaje' } };
    world = await World.start({ config: document });
    await saveSettings(
      {
        deployed: () => Promise.resolve(parseSyncConfig(JSON.stringify(document))),
        versions: new DynamoSettingsVersions(world.admin.table),
        now: () => new Date(),
      },
      { overlay: { stages: { Confirmado: 'Anulado' } }, after: 0, by: 'ana' },
    );
    await world.setGiav('clients', [client(1)]);
    await world.setGiav('expedientes', [expediente(101, 1, { IdEntityStage: 12 })]);
    expect((await world.sync()).expedientes).toMatchObject({ created: 1 });
    const [deal] = withId(await world.crm('deals'), 101, 'gesintur_expediente_id');
    expect(deal?.['pipeline_stage']).toBe(724);
  });
});
