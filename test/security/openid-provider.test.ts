import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { startChild, stopChild } from '../../local/child';
import { handlerOn } from '../../functions/console';
import { auditLineIn } from '../../lib/ports/audit-lines';
import { parseSyncConfig } from '../../lib/config/environment';
import { connectConsole } from '../../lib/runtime/connect-console';
import { SESSION } from '../../lib/sync/budget';
import { Browser, behindApiGateway } from '../console/browser';
import { MemoryTable } from '../ports/table';

const POOL = 'eu-west-1_Agency123';
const CLIENT = 'console-client';
const ORIGIN = 'https://console.example';
const BASE = '/console';
const QUEUES = ['RUN', 'WORK', 'DEAD_LETTER', 'CHANGE'];

const tokenOf = (page: string): string => /name="csrf" value="([\w-]+)"/.exec(page)?.[1] ?? '';

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
    const sent: string[] = [];
    const sqs = {
      send: ({ input }: { input: { MessageBody?: string } }) => (
        sent.push(input.MessageBody ?? ''),
        Promise.resolve({ Attributes: {} })
      ),
    } as unknown as SQSClient;
    const table = new MemoryTable();
    const app = connectConsole(
      {
        TABLE_NAME: 'State',
        ...Object.fromEntries(
          QUEUES.map((name) => [`${name}_QUEUE_URL`, `https://q.example/${name}`]),
        ),
        CONSOLE_ORIGIN: ORIGIN,
        CONSOLE_LOGIN_URL: loginUrl,
        CONSOLE_USER_POOL_ID: POOL,
        CONSOLE_CLIENT_ID: CLIENT,
      },
      'a key of Documentos, made by AWS, known to nobody',
      {
        table,
        sqs,
        clock: { now: () => new Date(Date.now() + ahead) },
        log,
        config: () => Promise.resolve(parseSyncConfig('')),
        deployed: () => Promise.resolve(parseSyncConfig('')),
        keys: {
          fetch: async () => (await fetch(`${loginUrl}/.well-known/jwks.json`)).arrayBuffer(),
        },
      },
    );
    const handler = handlerOn(() => Promise.resolve(app), log);
    return {
      browser: new Browser(behindApiGateway(handler, ORIGIN)),
      pass: (ms: number) => (ahead += ms),
      said,
      sent,
      table,
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
    expect(page).toContain('action="/console/salir"');
    const csrf = tokenOf(page);
    for (let at = 0; at < 20; at += 1) {
      pass(SESSION.wordMs);
      expect((await browser.get(BASE)).status).toBe(200);
    }
    const out = await browser.post(`${BASE}/salir`, { csrf });
    expect(out.headers.get('Refresh')).toContain(`${loginUrl}/logout?client_id=${CLIENT}`);
    expect((await browser.get(BASE)).headers.get('Location')).toContain(`${BASE}/entrar`);
  });
  it('lets a reader in as a reader, and a member of neither group not at all', async () => {
    const { browser, sent } = start();
    const csrf = tokenOf(await (await visit(browser, 'rosa')).text());
    const answer = await browser.post(`${BASE}/hacer/empezar`, { csrf, modo: 'full' });
    expect([answer.status, sent.filter((body) => body !== '')]).toEqual([403, []]);
    expect((await visit(start().browser, 'eve')).status).toBe(403);
  });
  it('sends what an admin does to the run queue, and first a line of who did it: its role writes none', async () => {
    const { browser, sent, table } = start();
    const csrf = tokenOf(await (await visit(browser, 'ana')).text());
    const answer = await browser.post(`${BASE}/hacer/empezar`, { csrf, modo: 'full' });
    expect(answer.status).toBe(303);
    const [line, order] = sent.filter((body) => body !== '');
    expect(auditLineIn(line ?? '')).toMatchObject({ by: 'ana', action: 'start' });
    expect(JSON.parse(order ?? '')).toMatchObject({ kind: 'start', mode: 'full' });
    const written: string[] = [];
    for await (const { pk } of table.scan()) written.push(pk.replace(/#.*/, ''));
    expect([...new Set(written)]).toEqual(['SESSION']);
  });
  it('finds a client by a Documento for a reader, and leaves it out of every address', async () => {
    const { browser, said } = start();
    const csrf = tokenOf(await (await visit(browser, 'rosa')).text());
    const form = { csrf, por: 'documento', valor: '12345678Z' };
    const answer = await browser.post(`${BASE}/ficha`, form);
    expect([answer.status, answer.headers.get('Location')]).toEqual([404, null]);
    expect(said.join()).not.toContain('12345678Z');
  });
  it('reads no form of a stranger that is too long, and says so', async () => {
    const answer = await start().browser.post(`${BASE}/salir`, { valor: 'x'.repeat(70_000) });
    expect([answer.status, await answer.text()]).toEqual([
      413,
      expect.stringContaining('Se ha enviado demasiado de una vez'),
    ]);
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
