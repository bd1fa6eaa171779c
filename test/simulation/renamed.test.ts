import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, expediente, withId, type Fields } from '../harness/world';

/** What a person renames or deletes in Clientify's settings. */
describe('a renamed or missing stage, pipeline or custom field', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = VirtualWorld.open({ config: { officePrefix: 'never' } });
    world.addClient(client(1));
    world.addExpediente(expediente(101, 1));
    world.addExpediente(expediente(102, 1));
    await world.sync();
    expect(deal(101)).toMatchObject({ pipeline: 72, pipeline_stage: 721 });
  });
  afterEach(() => world.close());

  const pipeline = () => {
    const found = world.simulation.clientify.deals.pipelines.find(({ id }) => id === 72);
    if (found === undefined) throw new Error('The account lacks its pipeline');
    return found;
  };
  const deal = (id: number): Fields | undefined =>
    withId(world.crm('deals'), id, 'gesintur_expediente_id')[0];
  const definition = (name: string): Fields | undefined =>
    [...world.simulation.clientify.store.definitions.values()].find(
      (one) => one['name'] === name && String(one['content_type']).startsWith('contacts'),
    );

  it('a renamed stage moves no deal, neither in a run nor when its expediente changes', async () => {
    for (const stage of pipeline().stages) if (stage.id === 721) stage.name = 'OK del cliente';
    world.editExpediente(101, { Codigo: '26101-B' });
    world.clearLog();
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(deal(101)).toMatchObject({ name: '26101-B', pipeline: 72, pipeline_stage: 721 });
    expect(deal(102)).toMatchObject({ pipeline_stage: 721 });
    expect(world.writes().length).toBe(1);
  });

  it('a deleted stage leaves its deals where they are; the fallback is for new ones, and the summary says so', async () => {
    pipeline().stages = pipeline().stages.filter(({ id }) => id !== 722);
    world.editExpediente(102, { IdEntityStage: 13 });
    world.addExpediente(expediente(103, 1, { IdEntityStage: 13 }));
    const report = await world.sync();
    expect(report.reasons['UNMAPPED_STAGE:En viaje']).toBe(2);
    expect(deal(102)).toMatchObject({ pipeline: 72, pipeline_stage: 721 });
    expect(deal(103)).toMatchObject({ pipeline: 72, pipeline_stage: 720 });
  });

  it('a renamed pipeline is still the one that the setting named', async () => {
    pipeline().name = 'Viajes 2027';
    world.editExpediente(101, { Codigo: '26101-C' });
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(deal(101)).toMatchObject({ name: '26101-C', pipeline: 72 });
  });

  it('a renamed custom field stops the run with its name, and no second field is made beside it', async () => {
    const field = definition('gesintur_sede_fiscal') as Fields;
    field['name'] = 'Sede fiscal (GIAV)';
    const report = await world.sync();
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('gesintur_sede_fiscal') as string,
    });
    expect(report.error?.message).toContain('Sede fiscal (GIAV)');
    expect(definition('gesintur_sede_fiscal')).toBeUndefined();
    field['name'] = 'gesintur_sede_fiscal';
    expect((await world.sync()).run.status).toBe('completed');
  });

  it('a deleted custom field is made again, and a full run fills it: no record twice', async () => {
    world.simulation.clientify.dropField(Number(definition('gesintur_id')?.['id']));
    expect(customField(world.crm('contacts')[0], 'gesintur_id')).toBeUndefined();
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(world.crm('contacts')).toHaveLength(1);
    expect(world.crm('deals')).toHaveLength(2);
    expect(customField(world.crm('contacts')[0], 'gesintur_id')).toBe('1');
  });
});
