import { Hono } from 'hono';
import { cognitoSessions } from '../../lib/console/session/cognito-sessions';
import { identityReader } from '../../lib/console/session/identity';
import { KeptSessions } from '../../lib/console/session/kept-sessions';
import type { ConsoleEnv } from '../../lib/console/session/person';
import { Provider } from '../../lib/console/session/provider';
import { DynamoSessionStore } from '../../lib/state/session-store';
import { MemoryTable } from '../ports/table';
import { Browser } from './browser';
import { UserPool } from './user-pool';

export const ORIGIN = 'https://console.example';
export const BASE = '/console';
const SECRET = 'a secret of the console, made by AWS, known to nobody';

/** Where one signs in, to come back to that page. */
export const entry = (page: string): string => `${BASE}/entrar?a=${encodeURIComponent(page)}`;

/** The way into the console on a user pool and a table in memory, before two pages that a test can tell apart. */
export function startFront() {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const pool = new UserPool(undefined, undefined, `${ORIGIN}${BASE}/vuelta`);
  const table = new MemoryTable();
  const lines: unknown[] = [];
  const say = (...line: unknown[]): void => void lines.push(line);
  const log = { info: say, warn: say, error: say };
  const clock = { now: () => new Date(now()) };
  const provider = new Provider({
    loginUrl: pool.loginUrl,
    clientId: pool.clientId,
    fetch: pool.fetch,
    origin: ORIGIN,
    base: BASE,
  });
  const identify = identityReader({
    userPoolId: pool.id,
    clientId: pool.clientId,
    keys: pool.publicKeys,
  });
  const kept = new KeptSessions({
    store: new DynamoSessionStore(table),
    provider,
    identify,
    clock,
  });
  const sessions = cognitoSessions({
    kept,
    provider,
    identify,
    secret: SECRET,
    clock,
    log,
    origin: ORIGIN,
    base: BASE,
  });
  const done: string[] = [];
  const pages = new Hono<ConsoleEnv>();
  pages.use(sessions.required);
  pages.get('/', (c) => c.json({ ...c.get('person'), csrf: c.get('csrf') }));
  pages.get('/ficha', (c) => c.text('PLANTED-PAGE'));
  pages.post('/ficha', async (c) => c.text(String((await c.req.formData()).get('valor'))));
  pages.post('/hacer', (c) => (done.push(c.get('person').id), c.text('done')));
  const app = new Hono().route(BASE, sessions.routes).route(BASE, pages);
  pool.members.set('ana', { sub: 'ana', groups: ['admins'] });
  pool.members.set('rosa', { sub: 'rosa', groups: ['readers', 'others'] });
  pool.members.set('eve', { sub: 'eve', groups: ['others'] });
  return {
    app,
    pool,
    table,
    lines,
    done,
    pass: (ms: number) => (ahead += ms),
    browser: () => new Browser(app),
  };
}
export type Front = ReturnType<typeof startFront>;

/** To the provider and back. @returns the answer to the way back */
export async function comeBack(
  { pool }: Pick<Front, 'pool'>,
  browser: Browser,
  sub: string,
  from = `${BASE}/entrar`,
): Promise<Response> {
  const begun = await browser.get(from);
  const back = new URL(pool.signIn(begun.headers.get('Location') ?? '', sub));
  return browser.get(`${back.pathname}${back.search}`);
}

/** Somebody who has signed in, with the token of their pages. */
export async function signedIn(
  front: Front,
  sub: string,
): Promise<{ browser: Browser; csrf: string }> {
  const browser = front.browser();
  await comeBack(front, browser, sub);
  const { csrf } = (await (await browser.get(BASE)).json()) as { csrf: string };
  return { browser, csrf };
}
