import { World, client, customField, expediente, withId, type Fields } from '../harness/world';

interface Pipeline {
  readonly id: number;
  name: string;
  stages: { id: number; name: string; position: number }[];
}

/** What a person renames or deletes in Clientify's settings. */
describe('a renamed or missing stage, pipeline or custom field', () => {
  let world: World;
  const pipelines = (): Promise<Pipeline[]> => world.control('GET', 'clientify/pipelines');
  const change = async (edit: (pipeline: Pipeline) => void): Promise<void> => {
    const all = await pipelines();
    for (const one of all) if (one.id === 72) edit(one);
    await world.control('PUT', 'clientify/pipelines', all);
  };
  const deal = async (id: number): Promise<Fields | undefined> =>
    withId(await world.crm('deals'), id, 'gesintur_expediente_id')[0];
  const definition = async (name: string, content = 'contacts'): Promise<Fields | undefined> =>
    (await world.control<Fields[]>('GET', 'clientify/definitions')).find(
      (one) => one['name'] === name && String(one['content_type']).startsWith(content),
    );

  beforeAll(async () => {
    world = await World.start({ config: { officePrefix: 'never' } });
    await world.setGiav('clients', [client(1)]);
    await world.setGiav('expedientes', [expediente(101, 1), expediente(102, 1)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  it('a renamed stage moves no deal, neither in a run nor when its expediente changes', async () => {
    expect(await deal(101)).toMatchObject({ pipeline: 72, pipeline_stage: 721 });
    await change((pipeline) => {
      for (const stage of pipeline.stages) if (stage.id === 721) stage.name = 'OK del cliente';
    });
    await world.editExpediente(101, { Codigo: '26101-B' });
    await world.clearLog();
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(await deal(101)).toMatchObject({ name: '26101-B', pipeline: 72, pipeline_stage: 721 });
    expect(await deal(102)).toMatchObject({ pipeline_stage: 721 });
    expect((await world.writes()).length).toBe(1);
  });

  it('a deleted stage leaves its deals where they are; the fallback is for new ones, and the summary says so', async () => {
    await change((pipeline) => (pipeline.stages = pipeline.stages.filter(({ id }) => id !== 722)));
    await world.editExpediente(102, { IdEntityStage: 13 });
    await world.addGiav('expedientes', expediente(103, 1, { IdEntityStage: 13 }));
    const report = await world.sync();
    expect(report.reasons['UNMAPPED_STAGE:En viaje']).toBe(2);
    expect(await deal(102)).toMatchObject({ pipeline: 72, pipeline_stage: 721 });
    expect(await deal(103)).toMatchObject({ pipeline: 72, pipeline_stage: 720 });
  });

  it('a renamed pipeline is still the one that the setting named', async () => {
    await change((pipeline) => (pipeline.name = 'Viajes 2027'));
    await world.editExpediente(101, { Codigo: '26101-C' });
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(await deal(101)).toMatchObject({ name: '26101-C', pipeline: 72 });
  });

  it('a renamed custom field stops the run with its name, and no second field is made beside it', async () => {
    const field = await definition('gesintur_sede_fiscal');
    await world.control('PATCH', `clientify/definitions/${String(field?.['id'])}`, {
      name: 'Sede fiscal (GIAV)',
    });
    const report = await world.sync();
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('gesintur_sede_fiscal') as string,
    });
    expect(report.error?.message).toContain('Sede fiscal (GIAV)');
    expect(await definition('gesintur_sede_fiscal')).toBeUndefined();
    await world.control('PATCH', `clientify/definitions/${String(field?.['id'])}`, {
      name: 'gesintur_sede_fiscal',
    });
    expect((await world.sync()).run.status).toBe('completed');
  });

  it('a deleted custom field is made again, and a full run fills it: no record twice', async () => {
    const field = await definition('gesintur_id');
    await world.control('DELETE', `clientify/definitions/${String(field?.['id'])}`);
    const report = await world.sync();
    expect(report.run.status).toBe('completed');
    expect(await world.crm('contacts')).toHaveLength(1);
    expect(await world.crm('deals')).toHaveLength(3);
    expect(customField((await world.crm('contacts'))[0], 'gesintur_id')).toBe('1');
  });
});
