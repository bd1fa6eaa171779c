import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { startChild, stopChild } from '../../local/child';
import { handlerOn } from '../../functions/console';
import { front, whoAmI } from '../../lib/console/session/front';
import { connectSessions } from '../../lib/runtime/connect-sessions';
import { SESSION } from '../../lib/sync/budget';
import { Browser, behindApiGateway } from '../console/browser';
import { MemoryTable } from '../ports/table';

const POOL = 'eu-west-1_Agency123';
const CLIENT = 'console-client';
const ORIGIN = 'https://console.example';
const BASE = '/console';

/** The function behind API Gateway, on a provider that nobody of us has written: its process signs, checks PKCE and publishes its keys. */
describe('signing in at a real OpenID provider', () => {
  const directory = mkdtempSync(join(tmpdir(), 'openid-'));
  let provider: ChildProcess;
  let loginUrl: string;

  beforeAll(async () => {
    ({ child: provider, ready: loginUrl } = await startChild<string>(
      join(__dirname, '..', 'harness', 'openid-provider.ts'),
      [`https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`],
      {},
      join(directory, 'provider.log'),
    ));
  });
  afterAll(async () => {
    await stopChild(provider);
    rmSync(directory, { recursive: true });
  });

  function start() {
    let ahead = 0;
    const said: string[] = [];
    const say = (...line: unknown[]): void => void said.push(JSON.stringify(line));
    const log = { info: say, warn: say, error: say };
    const sessions = connectSessions(
      {
        CONSOLE_ORIGIN: ORIGIN,
        CONSOLE_LOGIN_URL: loginUrl,
        CONSOLE_USER_POOL_ID: POOL,
        CONSOLE_CLIENT_ID: CLIENT,
        CONSOLE_SECRET_ID: 'read elsewhere',
      },
      'a secret of the console, made by AWS, known to nobody',
      {
        table: new MemoryTable(),
        clock: { now: () => new Date(Date.now() + ahead) },
        log,
        keys: {
          fetch: async () => (await fetch(`${loginUrl}/.well-known/jwks.json`)).arrayBuffer(),
        },
      },
    );
    const app = front(sessions, BASE, whoAmI(BASE));
    const handler = handlerOn(() => Promise.resolve(app), log);
    return {
      browser: new Browser(behindApiGateway(handler, ORIGIN)),
      pass: (ms: number) => (ahead += ms),
      said,
    };
  }

  /** Follows to the provider, is somebody there, and follows back. */
  async function visit(browser: Browser, sub: string, path = BASE): Promise<Response> {
    let at = path;
    for (let steps = 0; steps < 8; steps += 1) {
      const isOurs = at.startsWith('/');
      const answer = isOurs
        ? await browser.get(at)
        : await fetch(at.startsWith(loginUrl) ? `${at}&login_hint=${sub}` : at, {
            redirect: 'manual',
          });
      const next = answer.headers.get('Location');
      if (next === null) return answer;
      at = next.startsWith(ORIGIN) ? next.slice(ORIGIN.length) : next;
    }
    throw new Error('sent round in circles');
  }

  it('lets an admin in, goes on with the session for hours, and lets them out', async () => {
    const { browser, pass } = start();
    const page = await (await visit(browser, 'ana')).text();
    expect(page).toContain('Ha entrado como administrador');
    const [, csrf = ''] = /name="csrf" value="([\w-]+)"/.exec(page) ?? [];
    for (let at = 0; at < 20; at += 1) {
      pass(SESSION.wordMs);
      expect((await browser.get(BASE)).status).toBe(200);
    }
    const out = await browser.post(`${BASE}/salir`, { csrf });
    expect(out.headers.get('Refresh')).toContain(`${loginUrl}/logout?client_id=${CLIENT}`);
    expect((await browser.get(BASE)).headers.get('Location')).toContain(`${BASE}/entrar`);
  });
  it('lets a reader in as a reader, and a member of neither group not at all', async () => {
    expect(await (await visit(start().browser, 'rosa')).text()).toContain('como lector');
    expect((await visit(start().browser, 'eve')).status).toBe(403);
  });
  it('does not let in who brings a code for a verifier that is not theirs', async () => {
    const [ours, theirs] = [start().browser, start().browser];
    const begun = await theirs.get(`${BASE}/entrar`);
    const there = await fetch(`${begun.headers.get('Location') ?? ''}&login_hint=ana`, {
      redirect: 'manual',
    });
    const code = new URL(there.headers.get('Location') ?? '').searchParams.get('code') ?? '';
    const asked = new URL((await ours.get(`${BASE}/entrar`)).headers.get('Location') ?? '');
    const state = asked.searchParams.get('state') ?? '';
    expect((await ours.get(`${BASE}/vuelta?code=${code}&state=${state}`)).status).toBe(403);
  });
  it('says a sentence when it cannot be connected, and logs why', async () => {
    const said: string[] = [];
    const say = (...line: unknown[]): void => void said.push(JSON.stringify(line));
    const handler = handlerOn(() => Promise.reject(new Error('The secret cannot be read')), {
      info: say,
      warn: say,
      error: say,
    });
    const answer = await new Browser(behindApiGateway(handler, ORIGIN)).get(BASE);
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([503, 'no-store']);
    expect(await answer.text()).toMatch(/^Ahora mismo no se puede abrir la consola/);
    expect(said.join()).toContain('The secret cannot be read');
  });
});
