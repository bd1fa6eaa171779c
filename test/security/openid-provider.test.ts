import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { startChild, stopChild } from '../../local/child';
import { Hono } from 'hono';
import { cognitoSessions } from '../../lib/console/session/cognito-sessions';
import { identityReader } from '../../lib/console/session/identity';
import { KeptSessions } from '../../lib/console/session/kept-sessions';
import type { ConsoleEnv } from '../../lib/console/session/person';
import { Provider } from '../../lib/console/session/provider';
import { DynamoSessionStore } from '../../lib/state/session-store';
import { SESSION } from '../../lib/sync/budget';
import { Browser } from '../console/browser';
import { MemoryTable } from '../ports/table';

const POOL = 'eu-west-1_Agency123';
const CLIENT = 'console-client';
const ORIGIN = 'https://console.example';
const BASE = '/console';

/** The way in, on a provider that nobody of us has written: its process signs, checks PKCE and publishes its keys. */
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
    const clock = { now: () => new Date(Date.now() + ahead) };
    const say = (): void => undefined;
    const there = new Provider({ loginUrl, clientId: CLIENT, origin: ORIGIN, base: BASE });
    const identify = identityReader({
      userPoolId: POOL,
      clientId: CLIENT,
      keys: {
        fetch: async () => (await fetch(`${loginUrl}/.well-known/jwks.json`)).arrayBuffer(),
      },
    });
    const store = new DynamoSessionStore(new MemoryTable());
    const kept = new KeptSessions({ store, provider: there, identify, clock });
    const sessions = cognitoSessions({
      kept,
      provider: there,
      identify,
      secret: 'a secret of the console, made by AWS, known to nobody',
      clock,
      log: { info: say, warn: say, error: say },
      origin: ORIGIN,
      base: BASE,
    });
    const pages = new Hono<ConsoleEnv>()
      .use(sessions.required)
      .get('/', (c) => c.json({ ...c.get('person'), csrf: c.get('csrf') }));
    const app = new Hono().route(BASE, sessions.routes).route(BASE, pages);
    return { browser: new Browser(app), pass: (ms: number) => (ahead += ms) };
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
    const first = (await (await visit(browser, 'ana')).json()) as { csrf: string };
    expect(first).toMatchObject({ id: 'ana', role: 'admin' });
    for (let at = 0; at < 20; at += 1) {
      pass(SESSION.wordMs);
      expect((await browser.get(BASE)).status).toBe(200);
    }
    const out = await browser.post(`${BASE}/salir`, { csrf: first.csrf });
    expect(out.headers.get('Refresh')).toContain(`${loginUrl}/logout?client_id=${CLIENT}`);
    expect((await browser.get(BASE)).headers.get('Location')).toContain(`${BASE}/entrar`);
  });
  it('lets a reader in as a reader, and a member of neither group not at all', async () => {
    expect(await (await visit(start().browser, 'rosa')).json()).toMatchObject({ role: 'reader' });
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
});
