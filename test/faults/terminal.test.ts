import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BothSystems } from '../harness/both-systems';
import { ended } from '../../local/child';
import { cli } from '../harness/command';
import { Started, hasTerminal } from '../harness/terminal';
import { customField, type Fields } from '../harness/world';

/** What a person is told it takes at most. */
const LIMIT_MS = 10_000;
const NOBODY = 'http://127.0.0.1:9';
/** npm's shell dies of the signal that its command has heard, too, and npm tells that. */
const BY_CTRL_C = 130;

const terminal = hasTerminal ? describe : describe.skip;

/** How the commands end that keep processes running, at a real terminal and without one. */
describe('ending', () => {
  const started: Started[] = [];
  let both: BothSystems;
  let at = 0;
  const simulate = (): Promise<BothSystems> =>
    BothSystems.start('--empty', '--clients', '45', '--expedientes', '0');
  beforeAll(async () => {
    both = await simulate();
  });
  afterEach(() => {
    for (const one of started.splice(0)) one.kill();
  });
  afterAll(() => both.stop());

  /** A state of its own, and the systems of this file. */
  const fresh = (more: Record<string, string> = {}): Record<string, string> => ({
    ...both.env(`state-${at++}`),
    LANG: 'C',
    LC_ALL: '',
    LANGUAGE: '',
    ...more,
  });
  const bundled = (): Record<string, string> =>
    fresh({ GIAV_ENDPOINT: '', GIAV_API_KEY: '', CLIENTIFY_BASE_URL: '', CLIENTIFY_TOKEN: '' });
  const begin = (one: Started): Started => {
    started.push(one);
    return one;
  };
  const contacts = (): Promise<Fields[]> => both.look('clientify/data/contacts');
  const isWorking = async (): Promise<boolean> => (await contacts()).length >= 10;
  /** Until another request of the command has come to a system. */
  const untilAsked = async (one: Started, system = 'giav', systems = both): Promise<void> => {
    const arrivals = (): Promise<number> => systems.look(`${system}/arrivals`);
    const before = await arrivals();
    await one.until(async () => (await arrivals()) > before);
  };
  const again = async (): Promise<void> => {
    await both.steer('clientify/latency', 0);
    await both.steer('clientify/data/contacts', {}, 'DELETE');
    await both.steer('clientify/data/companies', {}, 'DELETE');
  };
  const expectOrderly = async (one: Started, code: number): Promise<void> => {
    const end = await one.end(LIMIT_MS);
    // What it said, where it ended otherwise.
    expect({ code: end.code, said: end.code === code ? '' : one.output }).toEqual({
      code,
      said: '',
    });
    expect(one.left()).toEqual([]);
    expect(one.output.match(/Ending/g)).toHaveLength(1);
    expect(one.output).not.toMatch(/connect ECONNREFUSED|Unhandled|at .*\(.*:\d+:\d+\)/);
  };
  const expectOneEach = async (): Promise<void> => {
    const ids = (await contacts()).map((record) => customField(record, 'gesintur_id'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(25);
  };
  /** Goes on with what was cut off, and comes to its end. */
  const goOn = async (env: Record<string, string>): Promise<void> => {
    const next = begin(Started.inGroup(cli('sync --mode full'), env));
    expect((await next.end(180_000)).code).toBe(0);
    await expectOneEach();
  };

  terminal('by Ctrl-C at a terminal', () => {
    it('npm run dev ends in order, with its simulators and its emulators', async () => {
      const one = begin(Started.atTerminal('npm run dev', bundled()));
      await one.until('page read');
      one.pressCtrlC();
      await expectOrderly(one, BY_CTRL_C);
    });

    it('npm run dev ends in order when nobody answers at either address', async () => {
      const env = fresh({ GIAV_ENDPOINT: NOBODY, CLIENTIFY_BASE_URL: `${NOBODY}/v1` });
      const one = begin(Started.atTerminal('npm run dev', env));
      await one.until('run paused|run failed');
      one.pressCtrlC();
      await expectOrderly(one, BY_CTRL_C);
    });

    it('npm start ends in order within a run, and the next one goes on', async () => {
      await again();
      await both.steer('clientify/latency', 400);
      const env = fresh();
      const one = begin(Started.atTerminal('npm start', env));
      await one.until(isWorking);
      one.pressCtrlC();
      await expectOrderly(one, BY_CTRL_C);
      expect(one.output).toContain('The next sync goes on from its checkpoint');
      await both.steer('clientify/latency', 0);
      await goOn(env);
    });

    it('a second Ctrl-C ends at once, and what it cut off is found by the next start', async () => {
      await again();
      await both.steer('clientify/latency', 100);
      // An invocation that was cut off holds the run for a minute instead of fifteen; a slow machine still gets on in it.
      const env = fresh({ LOCAL_TIME_SCALE: '0.05' });
      const one = begin(Started.atTerminal('npm run dev', env));
      await one.until(isWorking);
      // Creates are under way for longer than anybody waits.
      await both.steer('clientify/latency', 60_000);
      await untilAsked(one, 'clientify');
      one.pressCtrlC();
      await one.until('Ending');
      // Not the same one, which npm sends on.
      await wait(1500);
      one.pressCtrlC();
      expect(await one.end(5000)).toMatchObject({ code: BY_CTRL_C });
      await one.gone(5000);
      await both.steer('clientify/latency', 0);
      await goOn(env);
    }, 400_000);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s to the whole group of processes ends npm run dev in order, also when the remote systems are gone',
    async (signal) => {
      await again();
      const other = await simulate();
      await other.steer('clientify/latency', 200);
      const env = { ...fresh(), ...other.env() };
      const one = begin(Started.inGroup(cli('dev'), env));
      await untilAsked(one, 'giav', other);
      other.child.kill('SIGKILL');
      await ended(other.child);
      one.signalGroup(signal);
      await expectOrderly(one, 0);
      await other.stop();
    },
  );

  it('SIGTERM to the whole group ends a dry run and its processes', async () => {
    await both.steer('giav/latency', 60_000);
    const one = begin(Started.inGroup(cli('sync --dry-run'), fresh()));
    await untilAsked(one);
    one.signalGroup('SIGTERM');
    await expectOrderly(one, 143);
    await both.steer('giav/latency', 0);
  });

  it('what a command that was killed (-9) had started ends by itself', async () => {
    const one = begin(Started.inGroup(cli('dev'), bundled()));
    await one.until('webhook url');
    expect(one.left().length).toBeGreaterThan(2);
    process.kill(one.cli(), 'SIGKILL');
    await one.gone(5000);
  });

  describe('that cannot begin', () => {
    let server: Server;
    let port: number;
    beforeAll(async () => {
      server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      ({ port } = server.address() as AddressInfo);
    });
    afterAll(() => server.close());

    it.each([
      ['en', 'WEBHOOK_PORT'],
      ['es', 'otro puerto'],
    ])(
      'a port in use is told in one sentence (%s); nothing is left running',
      async (language, text) => {
        const env = { ...bundled(), WEBHOOK_PORT: String(port) };
        const one = begin(Started.inGroup(cli(`dev --language ${language}`), env));
        expect((await one.end(30_000)).code).toBe(2);
        expect(one.left()).toEqual([]);
        expect(one.output.trim().split('\n')).toEqual([expect.stringContaining(String(port))]);
        expect(one.output).toContain(text);
      },
    );

    it.each([
      ['of a process that has ended', () => spawnSync(process.execPath, ['-e', '']).pid, null],
      ['whose number another process was given', () => process.pid, '1'],
    ])('a lock %s is taken over', async (_, pidOf, began) => {
      const env = fresh();
      const folder = env['STATE_DIR'] ?? '';
      mkdirSync(folder);
      const pid = pidOf();
      const holder = { pid, began, command: { pid, words: 'npm start' } };
      writeFileSync(join(folder, 'lock'), JSON.stringify(holder));
      const one = begin(Started.inGroup(cli('status'), env));
      expect((await one.end(30_000)).code).toBe(0);
    });

    it('a folder in use is told with the command that works in it, its process, and how to end it', async () => {
      const env = fresh();
      const first = begin(Started.inGroup('npm run -s cli -- dev', env));
      await first.until('webhook url');
      const second = begin(Started.inGroup(cli('dev'), env));
      expect((await second.end(30_000)).code).toBe(1);
      expect(second.output).toContain('npm run cli -- dev');
      expect(second.output).toContain(`kill ${first.cli()}`);
      expect(second.output.trim().split('\n')).toHaveLength(1);
      first.terminate();
      await expectOrderly(first, 0);
    });
  });
});
