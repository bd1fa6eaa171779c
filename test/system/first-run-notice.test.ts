import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, stopChild } from '../../local/child';

const ROOT = join(__dirname, '..', '..');
const [KEY, TOKEN] = ['TEST-GIAV-KEY', 'test-clientify-token'];

interface Simulators {
  readonly child: Parameters<typeof stopChild>[0];
  readonly ready: { readonly giav: string; readonly clientify: string; readonly control: string };
}
interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('a first run with more than 200 new contacts, in an account that has some', () => {
  let directory: string;
  let simulators: Simulators;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'giav-clientify-'));
    const args = ['--giav-key', KEY, '--clientify-token', TOKEN, '--clients', '300'];
    simulators = await startChild(
      join(ROOT, 'simulators', 'main.ts'),
      [...args, '--expedientes', '0'],
      {},
      join(directory, 'simulators.log'),
    );
  });
  afterAll(async () => {
    await stopChild(simulators.child);
    rmSync(directory, { recursive: true, force: true });
  });

  /** Without a terminal, and with nothing to read: a question would never be answered. */
  const cli = (...args: string[]): Promise<Said> =>
    new Promise((resolve) => {
      const { giav, clientify } = simulators.ready;
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', join(ROOT, 'bin', 'cli.ts'), ...args],
        {
          cwd: ROOT,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PATH: process.env['PATH'] ?? '',
            STATE_DIR: join(directory, 'state'),
            GIAV_ENDPOINT: giav,
            GIAV_API_KEY: KEY,
            CLIENTIFY_BASE_URL: clientify,
            CLIENTIFY_TOKEN: TOKEN,
          },
        },
      );
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.once('close', (code) => {
        resolve({ code, out, err });
      });
    });
  const NOTICE = /(\d+) contacts will be created; Clientify may send as many e-mails/;
  const mailed = async (): Promise<number> => {
    const answer = await fetch(`${simulators.ready.control}/clientify/notices`);
    return Number(await answer.json());
  };

  it('the dry run says how many before all else, and the run says it before it is done; nothing waits', async () => {
    const planned = await cli('sync', '--dry-run', '--language', 'en');
    expect(planned).toMatchObject({ code: 0 });
    const expected = Number(NOTICE.exec(planned.out.split('\n')[0] ?? '')?.[1]);
    expect(expected).toBeGreaterThan(200);
    expect(await mailed()).toBe(0);

    const { code, err } = await cli('sync', '--mode', 'full', '--language', 'es');
    expect(code).toBe(0);
    const lines = err.split('\n');
    const told = lines.flatMap((line, at) =>
      /^Se crearán (\d+) contactos; Clientify puede enviar/.test(line) ? [{ line, at }] : [],
    );
    expect(told).toHaveLength(1);
    // Clients with one Documento are told apart later: the run counts each of them.
    const announced = Number(/\d+/.exec(told[0]?.line ?? '')?.[0]);
    expect(announced).toBeGreaterThanOrEqual(expected);
    expect(announced).toBeLessThan(expected + 5);
    // Lines of progress come after it: it was told while the run was going on.
    expect(lines.slice((told[0]?.at ?? 0) + 1).some((line) => /terminando/.test(line))).toBe(true);
    expect(await mailed()).toBe(expected);
  }, 120_000);
});
