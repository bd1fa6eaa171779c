import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, expediente, withId } from '../harness/world';

describe('settings', () => {
  let world: VirtualWorld;
  afterEach(() => world.close());

  it('disabledClients skip, stages table, closedStage, fallbackStage and dealStartDate are obeyed', async () => {
    world = VirtualWorld.open({
      config: {
        disabledClients: 'skip',
        officePrefix: 'always',
        stages: { confirmado: 'En viaje', '13': 'Anulado' },
        closedStage: 'Finalizado',
        fallbackStage: 'Confirmado',
        dealStartDate: 'FechaDesde',
      },
    });
    world.addClient(client(1));
    world.addClient(client(2, { Deshabilitado: true }));
    world.addExpediente(expediente(101, 1, { IdEntityStage: 12 }));
    world.addExpediente(expediente(102, 1, { IdEntityStage: 13 }));
    world.addExpediente(expediente(103, 1, { Cerrado: true }));
    world.addExpediente(expediente(104, 1, { IdEntityStage: 16 }));
    world.simulation.giav.stages.push({ Id: 16, StageName: 'Incidencia' });
    const report = await world.sync();
    expect(report.reasons).toMatchObject({ DISABLED_CLIENT: 1, 'UNMAPPED_STAGE:Incidencia': 1 });
    const deals = world.crm('deals');
    const stageOf = (id: number): string | undefined => {
      const [deal] = withId(deals, id, 'gesintur_expediente_id');
      const stages = world.simulation.clientify.deals.pipelines.flatMap((one) => one.stages);
      return stages.find((one) => one.id === deal?.['pipeline_stage'])?.name;
    };
    expect([101, 102, 103, 104].map(stageOf)).toEqual([
      'En viaje',
      'Anulado',
      'Finalizado',
      'Confirmado',
    ]);
    expect(deals.map((deal) => String(deal['name'])).sort()[0]).toBe('MAD-26101');
    expect(JSON.stringify(deals[0]?.['custom_fields'])).toContain('2027-07-01');
  });

  it('a pipeline that Clientify lacks ends the run before the first record, with a message that names it', async () => {
    world = VirtualWorld.open({ config: { pipeline: 'Viajes' } });
    world.addClient(client(1));
    const report = await world.sync();
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('"Viajes"') as string,
    });
    expect(world.crm('contacts')).toEqual([]);
  });

  it('a GIAV record that lacks required fields fails by itself', async () => {
    world = VirtualWorld.open({ config: { officePrefix: 'never' } });
    world.addClient(client(1));
    world.addClient(client(2, { MailingConsent: 'Quizás' }));
    const report = await world.sync();
    expect(report.clients).toMatchObject({ read: 2, created: 1, failed: 1 });
    expect(report.reasons['INVALID_RECORD']).toBe(1);
  });

  it('more pages than one, with a repeated id in the list: every record once', async () => {
    world = VirtualWorld.open({ config: { officePrefix: 'never' } });
    for (let id = 1; id <= 205; id++)
      world.addClient(client(id, id % 8 === 0 ? { Tipo: 'Empresa' } : {}));
    for (let id = 1; id <= 105; id++) world.addExpediente(expediente(1000 + id, id));
    // The first record of a page moves behind all others while they are read: it is in the list twice.
    const { habits } = world.simulation.giav.pages;
    Object.assign(habits, { order: 'modified-asc', churn: 1 });
    const report = await world.sync();
    expect(habits.churn).toBe(0);
    expect(report.clients).toMatchObject({ read: 205, created: 205 });
    const ids = [...world.crm('contacts'), ...world.crm('companies')].map((one) =>
      customField(one, 'gesintur_id'),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(205);
    expect(world.crm('deals')).toHaveLength(105);
  });
});
