import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BothSystems } from '../harness/both-systems';
import { command, type Running } from '../harness/command';
import { customField, type Fields, type Report } from '../harness/world';

/** The command line as an admin uses it, killed and started again on the same state. */
describe('kill -9 of the process that syncs', () => {
  const CLIENTS = 60;
  let both: BothSystems;
  let env: Record<string, string>;
  beforeAll(async () => {
    both = await BothSystems.start('--empty', '--clients', String(CLIENTS), '--expedientes', '25');
    const config = join(both.directory, 'sync.config.json');
    writeFileSync(config, JSON.stringify({ clientify: { timeoutSeconds: 1 } }));
    env = {
      ...both.env(),
      SYNC_CONFIG: config,
      // The claims of what was killed last as long as its invocation might have.
      LOCAL_TIME_SCALE: '0.02',
    };
  });
  afterAll(() => both.stop());

  const cli = (...words: string[]): Running => command(words, env);
  const crm = (list: string): Promise<Fields[]> => both.look(`clientify/data/${list}`);

  it('the next one goes on from the checkpoint, and every record is there once; a second one meanwhile leaves with a word', async () => {
    await both.steer('clientify/latency', 300);
    const first = cli('sync', '--mode', 'full', '--json');
    while ((await crm('contacts')).length < 15) await wait(50);
    const second = await cli('sync').ended;
    expect(second).toMatchObject({
      code: 1,
      err: expect.stringContaining('Another process is working with') as string,
    });
    first.child.kill('SIGKILL');
    await first.ended;
    await both.steer('clientify/latency', 0);
    const { code, out, err } = await cli('sync', '--mode', 'full', '--json').ended;
    expect(err).toContain('it goes on from its checkpoint');
    expect(code).toBe(0);
    const report = JSON.parse(out.trim()) as Report;
    expect(report.run.status).toBe('completed');
    expect(report.clients['read']).toBe(CLIENTS);
    for (const { read, ...outcomes } of [report.clients, report.expedientes])
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(read);
    const records = [...(await crm('contacts')), ...(await crm('companies'))];
    const ids = records.map((record) => customField(record, 'gesintur_id'));
    expect(new Set(ids).size).toBe(records.length);
    expect(records.length).toBe(
      (report.clients['created'] ?? 0) + (report.clients['unchanged'] ?? 0),
    );
    const again = JSON.parse(
      (await cli('sync', '--mode', 'full', '--json').ended).out.trim(),
    ) as Report;
    expect(again.calls.clientify).toMatchObject({ POST: 0, PUT: 0, PATCH: 0 });
  }, 180_000);

  it('status, runs and failures answer without touching either system', async () => {
    const status = JSON.parse((await cli('status', '--json').ended).out) as Fields;
    expect(status).toMatchObject({
      running: null,
      failed: 0,
      deadLetters: 0,
      lastRun: { status: 'completed' },
    });
    const runs = JSON.parse((await cli('runs', '--json').ended).out) as Fields[];
    expect(runs[0]).toMatchObject({ mode: 'full', status: 'completed' });
    expect(JSON.parse((await cli('failures', '--json').ended).out)).toEqual([]);
    expect((await cli('redrive').ended).code).toBe(2);
  }, 60_000);
});
