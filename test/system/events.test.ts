import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { eventSchemas, type Events } from '../../lib/ports/events';
import { World, client, expediente } from '../harness/world';

/** What the product announces and measures, as the bus and the log receive it. */
describe('events and numbers', () => {
  let world: World;
  const lines = (file: string): Record<string, unknown>[] =>
    readFileSync(join(world.stateDirectory, 'logs', file), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const events = <Name extends keyof Events>(name: Name): Events[Name][] =>
    lines('services.log')
      .filter((line) => line['event'] === name)
      .map((line) => eventSchemas[name].parse(JSON.parse(String(line['detail']))) as Events[Name]);
  const metrics = (name: string): Record<string, unknown>[] =>
    lines('functions.log').filter((line) => '_aws' in line && name in line);

  const measured = (): Record<string, number>[] =>
    lines('functions.log').flatMap((line) =>
      'measured' in line ? [line['measured'] as Record<string, number>] : [],
    );

  beforeAll(async () => {
    world = await World.start({ config: { officePrefix: 'never' } });
    await world.setGiav('clients', [
      client(1, { Nombre: 'Nombreprivado' }),
      client(2, { Documento: '' }),
      client(3, { Nombre: 'Nombreprivado' }),
    ]);
    await world.setGiav('expedientes', [expediente(101, 1), expediente(102, 2)]);
    await world.faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 400,
        message: '{"first_name":["Nombreprivado no vale"]}',
      },
    ]);
    await world.sync();
    await world.sync('modified');
  });
  afterAll(() => world.stop());

  it('each run announces its start and its end with the summary', () => {
    expect(events('RunStarted').map(({ mode }) => mode)).toEqual(['full', 'modified']);
    const [completed] = events('RunCompleted');
    expect(completed?.summary).toMatchObject({
      clients: { read: 3, failed: 1, skipped: 1, created: 1 },
    });
  });
  it('each page, each skipped and each failed record is announced, with its reason', () => {
    expect(events('PageFetched')[0]).toMatchObject({ entity: 'client', records: 3, queued: 2 });
    expect(events('RecordSkipped')).toContainEqual(
      expect.objectContaining({ entity: 'client', id: '2', reason: 'NO_DOCUMENT' }),
    );
    const [failed] = events('RecordFailed');
    expect(failed).toMatchObject({
      entity: 'client',
      reason: 'CLIENTIFY_REFUSED',
      message: expect.stringContaining('first_name') as string,
    });
  });
  it('a run that fails says so', async () => {
    await world.faults('giav', [
      { when: 'before', match: 'EntityStages_GET', kind: 'status', status: 403 },
    ]);
    await world.sync();
    // The run has ended before it is told.
    while (events('RunFailed').length === 0) await wait(50);
    expect(events('RunFailed')).toMatchObject([
      { kind: 'configuration', message: expect.stringContaining('GIAV') as string },
    ]);
  });
  it('what alarms look at are metrics, of the agency', async () => {
    // The run has ended before the invocation that ended it, and that tells its numbers last.
    while (metrics('RunsFailed').length === 0) await wait(50);
    const [age] = metrics('WatermarkAge');
    expect(Number(age?.['WatermarkAge'])).toBeGreaterThanOrEqual(0);
    expect(age).toMatchObject({ agency: 'default', service: 'giav-clientify' });
    expect(metrics('RunsFailed')[0]).toMatchObject({ RunsFailed: 1 });
  });
  it('all other numbers are lines of the log: records by outcome, calls, latency, duration', () => {
    const numbers = measured();
    expect(numbers).toContainEqual(
      expect.objectContaining({ Records_created_clients: 1, Records_failed_clients: 1 }),
    );
    expect(numbers).toContainEqual(expect.objectContaining({ Processed_created_client: 1 }));
    for (const name of ['Calls_giav', 'Calls_clientify', 'Latency_giav', 'RunDuration_full'])
      expect(numbers.filter((line) => name in line).length).toBeGreaterThan(0);
  });
  it('neither logs nor events hold personal data', () => {
    for (const file of ['services.log', 'functions.log'])
      expect(readFileSync(join(world.stateDirectory, 'logs', file), 'utf8')).not.toMatch(
        /Nombreprivado|example\.com|DOC1|Ejemplo Prueba/,
      );
  });
});
