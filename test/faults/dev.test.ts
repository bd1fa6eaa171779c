import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild, stopChild } from '../../local/child';
import { client, withId, type Fields } from '../harness/world';

const ROOT = join(__dirname, '..', '..');

/** `npm run dev` as its user sees it: environment variables, one line with the address, SIGTERM. */
describe('npm run dev', () => {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-dev-'));
  let simulators: Awaited<
    ReturnType<typeof startChild<{ giav: string; clientify: string; control: string }>>
  >;
  beforeAll(async () => {
    const size = ['--empty', '--clients', '0', '--expedientes', '0'];
    simulators = await startChild(
      join(ROOT, 'simulators', 'main.ts'),
      size,
      {},
      join(directory, 'simulators.log'),
    );
  });
  afterAll(async () => {
    await stopChild(simulators.child);
    rmSync(directory, { recursive: true, force: true });
  });

  const cli = (
    command: string,
    ...args: string[]
  ): {
    child: ChildProcess;
    output: { out: string; err: string };
    ended: Promise<number | null>;
  } => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'bin', 'cli.ts'), command, ...args],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          GIAV_ENDPOINT: simulators.ready.giav,
          GIAV_API_KEY: 'SIMULATED-GIAV-KEY',
          CLIENTIFY_BASE_URL: simulators.ready.clientify,
          CLIENTIFY_TOKEN: 'simulated-clientify-token',
          STATE_DIR: join(directory, 'state'),
          WEBHOOK_SECRET: 'secreto de prueba',
          WRITE_BACK: 'on',
          WRITE_BACK_ACKNOWLEDGE_UNREADABLE: 'true',
        },
      },
    );
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
    return { child, output, ended: new Promise((resolve) => child.once('close', resolve)) };
  };
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (
      await fetch(`${simulators.ready.control}/${path}`, { method, body: JSON.stringify(body) })
    ).json()) as T;
  const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
    const end = Date.now() + 45_000;
    while (!(await what())) {
      if (Date.now() > end) throw new Error('it did not happen');
      await wait(100);
    }
  };
  const giav = async (): Promise<Fields | undefined> =>
    (await control<Fields[]>('GET', 'giav/data/clients'))[0];
  const contact = async (): Promise<Fields | undefined> =>
    withId(await control<Fields[]>('GET', 'clientify/data/contacts'), 1)[0];
  const rename = async (last_name: string): Promise<Fields> => {
    const record = (await contact()) as Fields;
    const headers = {
      'User-Agent': 'Mozilla/5.0 (a person)',
      Authorization: 'Token simulated-clientify-token',
      'Content-Type': 'application/json',
    };
    await fetch(`${simulators.ready.clientify}/contacts/${String(record['id'])}/`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ last_name }),
    });
    return record;
  };
  const hook = (url: string, record: Fields): Promise<number> =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify({ hook: { event: 'contact.saved' }, data: { id: record['id'] } }),
    }).then(({ status }) => status);

  it('syncs, prints its two addresses once, that of the console good for one person, takes a change back to GIAV, lets other commands look, and loses nothing when it is ended', async () => {
    await control('PUT', 'giav/data/clients', [client(1)]);
    const first = cli('dev');
    await until(() => /console url: .*\n/.test(first.output.out));
    const lines = first.output.out.trim().split('\n');
    expect(lines).toHaveLength(2);
    const pages = /^console url: (http:\/\/127\.0\.0\.1:\d+\/\S+)$/.exec(lines[1] ?? '')?.[1] ?? '';
    const enter = (): Promise<number> =>
      fetch(pages, { redirect: 'manual' }).then(({ status }) => status);
    expect([await enter(), await enter()]).toEqual([303, 401]);
    const url = /^webhook url: (http:\/\/127\.0\.0\.1:\d+\/\S+)$/.exec(lines[0] ?? '')?.[1] ?? '';
    expect(url).toContain('secreto%20de%20prueba');
    await until(async () => (await contact()) !== undefined);
    await until(() => first.output.err.includes('run completed'));
    expect(await hook(url, await rename('Desde Clientify'))).toBe(200);
    await until(async () => (await giav())?.['Apellidos'] === 'Desde Clientify');
    for (const hop of ['webhook accepted', 'looking at a change', 'change merged'])
      await until(() => first.output.err.includes(hop));
    const look = cli('explain', 'client', '1');
    expect(await look.ended).toBe(0);
    expect(look.output.out).toContain('Apellidos: "Ejemplo Prueba" → "Desde Clientify"');
    expect(await hook(url, await rename('Justo antes del final'))).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    // Accepted before the end: worked on before it, or on a slow machine after the next start.
    const second = cli('dev');
    await until(() => second.output.out.includes('\n'));
    await until(async () => (await giav())?.['Apellidos'] === 'Justo antes del final');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    // A change whose hook nobody heard is found by the next start.
    await rename('Sin aviso');
    const third = cli('dev');
    await until(async () => (await giav())?.['Apellidos'] === 'Sin aviso');
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
  }, 180_000);

  it('npm run console opens the pages on what is stored, for whoever was given the address, and ends when it is told to', async () => {
    const opened = cli('console');
    await until(() => /console url: .*\n/.test(opened.output.out));
    const url = /^console url: (\S+)$/m.exec(opened.output.out)?.[1] ?? '';
    const { origin } = new URL(url);
    expect((await fetch(`${origin}/console`)).status).toBe(401);
    const entered = await fetch(url, { redirect: 'manual' });
    const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
    const record = await fetch(`${origin}/console/ficha/cliente/1`, { headers: { cookie } });
    expect(await record.text()).toContain('Desde Clientify');
    opened.child.kill('SIGINT');
    expect(await opened.ended).toBe(0);
    expect(opened.output.err).not.toContain('Error');
  }, 90_000);
});
