import { World, client, expediente, withId, type Fields } from '../harness/world';

const names = (deals: readonly Fields[]): string[] =>
  deals.map((deal) => String(deal['name'])).sort();

describe('settings', () => {
  let world: World;
  afterEach(() => world.stop());

  it('disabledClients skip, stages table, closedStage, fallbackStage and dealStartDate are obeyed', async () => {
    world = await World.start({
      config: {
        disabledClients: 'skip',
        officePrefix: 'always',
        stages: { confirmado: 'En viaje', '13': 'Anulado' },
        closedStage: 'Finalizado',
        fallbackStage: 'Confirmado',
        dealStartDate: 'FechaDesde',
      },
    });
    await world.setGiav('clients', [client(1), client(2, { Deshabilitado: true })]);
    await world.setGiav('expedientes', [
      expediente(101, 1, { IdEntityStage: 12 }),
      expediente(102, 1, { IdEntityStage: 13 }),
      expediente(103, 1, { Cerrado: true }),
      expediente(104, 1, { IdEntityStage: 16 }),
    ]);
    const report = await world.sync();
    expect(report.reasons).toMatchObject({ DISABLED_CLIENT: 1, 'UNMAPPED_STAGE:Incidencia': 1 });
    const deals = await world.crm('deals');
    const stageOf = (id: number): unknown =>
      withId(deals, id, 'gesintur_expediente_id')[0]?.['pipeline_stage'];
    expect([101, 102, 103, 104].map(stageOf)).toEqual([722, 724, 723, 721]);
    expect(names(deals)[0]).toBe('MAD-26101');
    expect(JSON.stringify(deals[0]?.['custom_fields'])).toContain('2027-07-01');
  });

  it('a pipeline that Clientify lacks ends the run before the first record, with a message that names it', async () => {
    world = await World.start({ config: { pipeline: 'Viajes' } });
    await world.setGiav('clients', [client(1)]);
    const report = await world.sync();
    expect(report.error).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('"Viajes"') as string,
    });
    expect(await world.crm('contacts')).toEqual([]);
  });

  it('a GIAV record that lacks required fields fails by itself', async () => {
    world = await World.start({ config: { officePrefix: 'never' } });
    await world.setGiav('clients', [client(1), client(2, { MailingConsent: 'Quizás' })]);
    const report = await world.sync();
    expect(report.clients).toMatchObject({ read: 2, created: 1, failed: 1 });
    expect(report.reasons['INVALID_RECORD']).toBe(1);
  });

  it('more pages than one, with a repeated id in the list: every record once', async () => {
    world = await World.start({
      clients: 205,
      expedientes: 105,
      config: { officePrefix: 'never' },
    });
    const clients = await world.control<Fields[]>('GET', 'giav/data/clients');
    await world.setGiav('clients', [...clients, clients[5] as Fields]);
    const report = await world.sync();
    expect(report.clients['read']).toBe(205);
    const ids = [...(await world.crm('contacts')), ...(await world.crm('companies'))].map(
      (one) => JSON.stringify(one['custom_fields']).match(/"gesintur_id","value":"(\d+)"/)?.[1],
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength((report.clients['created'] ?? 0) + (report.clients['linked'] ?? 0));
    expect(await world.crm('deals')).toHaveLength(report.expedientes['created'] ?? 0);
  });
});
