import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, stopChild } from '../../local/child';
import { customField, type Fields, type Report } from '../harness/world';

const ROOT = join(__dirname, '..', '..');

/** The command line as an admin uses it, killed and started again on the same state. */
describe('kill -9 of the process that syncs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-kill-'));
  let simulators: Awaited<
    ReturnType<typeof startChild<{ giav: string; clientify: string; control: string }>>
  >;
  let env: Record<string, string>;
  const CLIENTS = 120;
  beforeAll(async () => {
    const size = ['--empty', '--clients', String(CLIENTS), '--expedientes', '80'];
    simulators = await startChild(
      join(ROOT, 'simulators', 'main.ts'),
      size,
      {},
      join(directory, 'simulators.log'),
    );
    const config = join(directory, 'sync.config.json');
    writeFileSync(config, JSON.stringify({ clientify: { timeoutSeconds: 1 } }));
    env = {
      GIAV_ENDPOINT: simulators.ready.giav,
      GIAV_API_KEY: 'SIMULATED-GIAV-KEY',
      CLIENTIFY_BASE_URL: simulators.ready.clientify,
      CLIENTIFY_TOKEN: 'simulated-clientify-token',
      STATE_DIR: join(directory, 'state'),
      SYNC_CONFIG: config,
      // The claims of what was killed last as long as its invocation might have.
      LOCAL_TIME_SCALE: '0.05',
    };
  });
  afterAll(async () => {
    await stopChild(simulators.child);
    rmSync(directory, { recursive: true, force: true });
  });

  const cli = (
    ...args: string[]
  ): { child: ChildProcess; ended: Promise<{ code: number | null; out: string; err: string }> } => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'bin', 'cli.ts'), ...args],
      {
        cwd: ROOT,
        env: { ...process.env, ...env },
      },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    return {
      child,
      ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err }))),
    };
  };
  const control = async <T>(path: string, body?: unknown): Promise<T> =>
    (await (
      await fetch(
        `${simulators.ready.control}/${path}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      )
    ).json()) as T;
  const crm = (list: string): Promise<Fields[]> => control(`clientify/data/${list}`);

  it('the next one goes on from the checkpoint, and every record is there once; a second one meanwhile leaves with a word', async () => {
    await control('clientify/latency', 300);
    const first = cli('sync', '--mode', 'full', '--json');
    while ((await crm('contacts')).length < 15)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await cli('sync').ended;
    expect(second).toMatchObject({
      code: 1,
      err: expect.stringContaining('Another process is working with') as string,
    });
    first.child.kill('SIGKILL');
    await first.ended;
    await control('clientify/latency', 0);
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
