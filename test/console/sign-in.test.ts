import type { Key } from '../../lib/state/keys';
import { MINUTE_MS, SESSION } from '../../lib/sync/budget';
import { BASE, comeBack, entry, signedIn, startFront, type Front } from './front';
import { UserPool } from './user-pool';

let front: Front;
beforeEach(() => {
  front = startFront();
});

const said = async (answer: Response): Promise<string> =>
  (await answer.text()).replace(/\s+/g, ' ');
const location = (answer: Response): string => answer.headers.get('Location') ?? '';

describe('signing in', () => {
  it('sends who has no session to where one signs in, and back to the page that was asked for', async () => {
    const browser = front.browser();
    const first = await browser.get(`${BASE}/ficha?de=client&id=7`);
    expect([first.status, await first.text()]).toEqual([303, '']);
    expect(location(first)).toBe(entry(`${BASE}/ficha?de=client&id=7`));
    const back = await comeBack(front, browser, 'ana', location(first));
    expect(location(back)).toBe(`${BASE}/ficha?de=client&id=7`);
    expect(await (await browser.get(location(back))).text()).toBe('PLANTED-PAGE');
  });
  it.each([
    ['ana', 'admin'],
    ['rosa', 'reader'],
  ])('knows %s by the groups of the pool as %s', async (sub, role) => {
    const { browser } = await signedIn(front, sub);
    expect(await (await browser.get(BASE)).json()).toMatchObject({ id: sub, role });
  });
  it('asks with a state, a nonce and the hash of a verifier that never leaves the server in the clear', async () => {
    const browser = front.browser();
    const asked = new URL(location(await browser.get(`${BASE}/entrar`))).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      lang: 'es',
    });
    const secrets = ['state', 'nonce', 'code_challenge'].map((name) => asked.get(name) ?? '');
    expect(secrets.map((text) => text.length)).toEqual([43, 43, 43]);
    const again = new URL(location(await browser.get(`${BASE}/entrar`))).searchParams;
    expect(secrets).not.toContain(again.get('state'));
    expect(secrets).not.toContain(again.get('nonce'));
    expect([...browser.cookies.values()].join()).not.toContain(asked.get('state'));
  });
  it('logs who came in by an id, and nothing else of the person', async () => {
    await signedIn(front, 'ana');
    expect(front.lines).toContainEqual([
      'signed in to the console',
      { person: 'ana', role: 'admin' },
    ]);
    expect(JSON.stringify(front.lines)).not.toContain('PLANTED');
  });
  it('keeps nothing in the table by which a session could be used or its person be known', async () => {
    const { browser } = await signedIn(front, 'ana');
    const items: unknown[] = [];
    for await (const item of front.table.scan()) items.push(item);
    const stored = JSON.stringify(items);
    expect(items).toHaveLength(1);
    for (const cookie of browser.cookies.values()) expect(stored).not.toContain(cookie);
    expect(stored).not.toMatch(/ana|admin|refresh/);
  });
});

describe('who is not let in', () => {
  const refused = async (answer: Response, why: string): Promise<void> => {
    expect([answer.status >= 400, location(answer)]).toEqual([true, '']);
    expect(front.lines).toContainEqual(['not let in to the console', { why }]);
    const page = await said(answer);
    expect(page).toMatch(/<p>[A-ZÁÉÍÓÚ][^<]*\.<\/p>/);
    expect(page).not.toMatch(/Error|stack|\bat \/|PLANTED/);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  };
  /** An answer of the provider to a sign-in that was begun here. */
  const answered = async (more: Record<string, string>): Promise<Response> => {
    const browser = front.browser();
    const begun = await browser.get(`${BASE}/entrar`);
    const back = new URL(front.pool.signIn(location(begun), 'ana'));
    for (const [name, value] of Object.entries(more)) back.searchParams.set(name, value);
    return browser.get(`${back.pathname}${back.search}`);
  };

  it('a member of neither group', async () => {
    const browser = front.browser();
    const answer = await comeBack(front, browser, 'eve');
    await refused(answer.clone(), 'GROUP');
    // With the same account one would only come back here.
    expect(await said(answer)).toContain('https://login.example/logout?client_id=');
    expect(location(await browser.get(BASE))).toContain('/entrar');
  });
  it.each([
    ['an expired token', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['one that is not valid yet', { nbf: Math.floor(Date.now() / 1000) + 600 }],
    ['one for another client', { aud: 'another-client' }],
    ['an access token', { token_use: 'access', client_id: 'console-client' }],
    ['one of another issuer', { iss: 'https://accounts.example' }],
    ["another pool's", { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' }],
    ['one without a nonce', { nonce: undefined }],
    ['one with the nonce of another sign-in', { nonce: 'A'.repeat(43) }],
    ['one without a person', { sub: '' }],
  ])('a token that is not what it should be: %s', async (_, spoilt) => {
    front.pool.claims = (claims) => ({ ...claims, ...spoilt });
    await refused(await comeBack(front, front.browser(), 'ana'), 'TOKEN');
  });
  it('a token that another pool has signed with its own key', async () => {
    const forger = new UserPool(front.pool.id, undefined, undefined, undefined, true);
    forger.members.set('ana', { sub: 'ana', groups: ['admins'] });
    const nonce = { is: '' };
    front.pool.claims = (claims) => ((nonce.is = String(claims['nonce'])), claims);
    const idToken = front.pool.idToken.bind(front.pool);
    front.pool.idToken = (sub, more) => {
      idToken(sub, more);
      return forger.idToken(sub, { nonce: nonce.is });
    };
    await refused(await comeBack(front, front.browser(), 'ana'), 'TOKEN');
  });
  it('a token without a signature', async () => {
    const idToken = front.pool.idToken.bind(front.pool);
    front.pool.idToken = (sub, more) => idToken(sub, more, { alg: 'none' }).replace(/[^.]*$/, '');
    await refused(await comeBack(front, front.browser(), 'ana'), 'TOKEN');
  });
  it('an answer to a sign-in that another browser began', async () => {
    const [ours, theirs] = [front.browser(), front.browser()];
    await ours.get(`${BASE}/entrar`);
    const begun = await theirs.get(`${BASE}/entrar`);
    const back = new URL(front.pool.signIn(location(begun), 'rosa'));
    await refused(await ours.get(`${back.pathname}${back.search}`), 'STATE');
    expect(ours.cookies.size).toBe(0);
  });
  it('an answer to none at all', async () => {
    await refused(await front.browser().get(`${BASE}/vuelta?code=x&state=y`), 'STATE');
  });
  it('the same answer for the second time', async () => {
    const browser = front.browser();
    const begun = await browser.get(`${BASE}/entrar`);
    const kept = new Map(browser.cookies);
    const back = new URL(front.pool.signIn(location(begun), 'ana'));
    const path = `${back.pathname}${back.search}`;
    expect((await browser.get(path)).status).toBe(303);
    await refused(await browser.get(path), 'STATE');
    // A thief who has kept the cookie, too.
    const thief = front.browser();
    for (const [name, value] of kept) thief.cookies.set(name, value);
    await refused(await thief.get(path), 'CODE');
  });
  it('an answer with another state, or that took too long', async () => {
    await refused(await answered({ state: 'A'.repeat(43) }), 'STATE');
    const browser = front.browser();
    const begun = await browser.get(`${BASE}/entrar`);
    const back = new URL(front.pool.signIn(location(begun), 'ana'));
    front.pass(SESSION.signInMs);
    await refused(await browser.get(`${back.pathname}${back.search}`), 'STATE');
  });
  it('an answer that says no, whose words are not repeated', async () => {
    await refused(
      await answered({ error: 'access_denied', error_description: '<b>PLANTED</b>' }),
      'DENIED',
    );
  });
  it('a sign-in whose cookie was changed, or made with another secret', async () => {
    const browser = front.browser();
    const begun = await browser.get(`${BASE}/entrar`);
    const [[name, sealed] = ['', '']] = [...browser.cookies];
    const back = new URL(front.pool.signIn(location(begun), 'ana'));
    const at = sealed.length - 5;
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    for (const spoilt of [changed, '', 'x', sealed.slice(0, 20), `${sealed}AAAA`]) {
      browser.cookies.set(name, spoilt);
      await refused(await browser.get(`${back.pathname}${back.search}`), 'STATE');
    }
  });
  it('anybody while the provider is out of order: it is said, and nothing of it is repeated', async () => {
    for (const outage of [0, 500, 429]) {
      front.pool.outage = outage;
      const answer = await comeBack(front, front.browser(), 'ana');
      expect([outage, answer.status]).toEqual([outage, 503]);
      expect(await said(answer)).not.toContain('PLANTED');
    }
  });
});

describe('the way back to a page', () => {
  it.each([
    'https://evil.example/console',
    '//evil.example/console',
    '/\\evil.example',
    '/console\\..\\..\\evil',
    '/\tevil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/console/../../evil',
    '/console/..//evil.example',
    '/consolevil',
    '/console@evil.example',
    '/console/salir',
    '/console/vuelta?code=1',
    '/console/entrar',
    '/otra',
    'console',
    '',
    '/console/\r\nSet-Cookie: a=b',
    'http:/console',
    '/%2f%2fevil.example',
  ])('leads to no other place than a page of ours: %j', async (wanted) => {
    const browser = front.browser();
    expect(location(await comeBack(front, browser, 'ana', entry(wanted)))).toBe(BASE);
  });
  it.each(['/console', '/console/ficha?de=client&id=7', '/console/por-resolver?motivo=A%26B'])(
    'leads to the page that was asked for: %s',
    async (wanted) => {
      const answer = await comeBack(front, front.browser(), 'ana', entry(wanted));
      expect(location(answer)).toBe(wanted);
    },
  );
});

describe('what is sent by a form', () => {
  const statusOf = async (answer: Promise<Response>): Promise<[number, string[]]> => [
    (await answer).status,
    front.done,
  ];

  it('is done for an admin, from a page of theirs', async () => {
    const { browser, csrf } = await signedIn(front, 'ana');
    expect(await statusOf(browser.post(`${BASE}/hacer`, { csrf }))).toEqual([200, ['ana']]);
  });
  it('is not done for a reader', async () => {
    const { browser, csrf } = await signedIn(front, 'rosa');
    const answer = await browser.post(`${BASE}/hacer`, { csrf });
    expect([answer.status, front.done]).toEqual([403, []]);
    expect(await said(answer)).toContain('No se ha hecho nada');
  });
  it('is looked up for a reader, too, but from a page of theirs only', async () => {
    const { browser, csrf } = await signedIn(front, 'rosa');
    const form = { csrf, valor: '12345678Z' };
    expect(await (await browser.post(`${BASE}/ficha`, form)).text()).toBe('12345678Z');
    for (const path of ['/ficha/', '/ficha/cliente/7', '/FICHA', '/hacer'])
      expect([path, (await browser.post(`${BASE}${path}`, form)).status]).toEqual([path, 403]);
    expect((await browser.post(`${BASE}/ficha`, { valor: 'x' })).status).toBe(403);
    expect((await browser.post(`${BASE}/ficha`, form, 'https://evil.example')).status).toBe(403);
  });
  it('is not done without a session, and leads nowhere by itself', async () => {
    const answer = await front.browser().post(`${BASE}/hacer`, { csrf: 'x' });
    expect([answer.status, location(answer), front.done]).toEqual([401, '', []]);
  });
  it.each([
    ['https://evil.example'],
    ['null'],
    ['https://console.example.evil.example'],
    ['http://console.example'],
    [null],
  ])('is not done from another place: %s', async (from) => {
    const { browser, csrf } = await signedIn(front, 'ana');
    expect(await statusOf(browser.post(`${BASE}/hacer`, { csrf }, from))).toEqual([403, []]);
  });
  it("is not done without the page's token, or with that of another session", async () => {
    const { browser } = await signedIn(front, 'ana');
    const { csrf: other } = await signedIn(front, 'ana');
    const forms: Record<string, string>[] = [{}, { csrf: '' }, { csrf: 'x' }, { csrf: other }];
    for (const form of forms)
      expect(await statusOf(browser.post(`${BASE}/hacer`, form))).toEqual([403, []]);
  });
  it('is not done by other methods or as JSON, either', async () => {
    const { browser, csrf } = await signedIn(front, 'ana');
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    for (const [method, body] of [
      ['PUT', `csrf=${csrf}`],
      ['DELETE', undefined],
      ['PATCH', `csrf=${csrf}`],
      ['POST', JSON.stringify({ csrf })],
    ] as const) {
      const answer = await front.app.request(`${BASE}/hacer`, {
        method,
        body,
        headers: { Cookie: cookie, 'Content-Type': 'application/json', Origin: browser.origin },
      });
      expect([method, answer.status, front.done]).toEqual([method, 403, []]);
    }
  });
});

describe('a session', () => {
  const goesOn = async (browser: { get(path: string): Promise<Response> }): Promise<boolean> =>
    (await browser.get(BASE)).status === 200;

  it('is none whose cookie was changed or made up', async () => {
    const { browser } = await signedIn(front, 'ana');
    const [[name, value] = ['', '']] = [...browser.cookies];
    const other = `${value.startsWith('x') ? 'y' : 'x'}${value.slice(1)}`;
    for (const spoilt of ['', 'A'.repeat(43), `${value}A`, other, '../../RUNS'])
      for (const method of ['get', 'post'] as const) {
        browser.cookies.set(name, spoilt);
        const answer = await browser[method](`${BASE}/hacer`, {});
        expect([spoilt, [303, 401].includes(answer.status), front.done]).toEqual([
          spoilt,
          true,
          [],
        ]);
      }
  });
  it('ends for every copy of its cookie when somebody signs out, here and at the provider', async () => {
    const { browser, csrf } = await signedIn(front, 'ana');
    const copy = front.browser();
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    expect(await goesOn(copy)).toBe(true);
    const answer = await browser.post(`${BASE}/salir`, { csrf });
    const out =
      'https://login.example/logout?client_id=console-client&logout_uri=https%3A%2F%2Fconsole.example%2Fconsole%2Ffuera';
    expect([answer.status, answer.headers.get('Refresh')]).toEqual([200, `0; url=${out}`]);
    expect([await goesOn(browser), await goesOn(copy)]).toEqual([false, false]);
    expect(front.pool.revoked.size).toBe(1);
    expect((await browser.get(`${BASE}/fuera`)).status).toBe(200);
  });
  it('is not ended by another site', async () => {
    const { browser, csrf } = await signedIn(front, 'ana');
    const answer = await browser.post(`${BASE}/salir`, { csrf }, 'https://evil.example');
    expect([answer.status, await goesOn(browser)]).toEqual([403, true]);
  });
  it('may be ended by a reader, too', async () => {
    const { browser, csrf } = await signedIn(front, 'rosa');
    await browser.post(`${BASE}/salir`, { csrf });
    expect(await goesOn(browser)).toBe(false);
  });
  it('goes on as long as the provider knows the person, who is asked for nothing', async () => {
    const { browser } = await signedIn(front, 'ana');
    for (let at = 0; at < 10; at += 1) {
      front.pass(SESSION.wordMs);
      expect(await goesOn(browser)).toBe(true);
    }
  });
  it.each([
    ['removed from the pool', (one: Front) => one.pool.members.delete('ana')],
    [
      'put out of the groups',
      (one: Front) => one.pool.members.set('ana', { sub: 'ana', groups: [] }),
    ],
  ])('ends within minutes when the person is %s', async (_, change) => {
    const { browser } = await signedIn(front, 'ana');
    change(front);
    expect(await goesOn(browser)).toBe(true);
    front.pass(SESSION.wordMs);
    expect(await goesOn(browser)).toBe(false);
  });
  it('knows within minutes that an admin has become a reader', async () => {
    const { browser, csrf } = await signedIn(front, 'ana');
    front.pool.members.set('ana', { sub: 'ana', groups: ['readers'] });
    front.pass(SESSION.wordMs);
    expect((await browser.post(`${BASE}/hacer`, { csrf })).status).toBe(403);
    expect(front.done).toEqual([]);
  });
  it("is not taken over by another person's token", async () => {
    const { browser } = await signedIn(front, 'rosa');
    front.pool.claims = (claims) => ({ ...claims, sub: 'ana', 'cognito:groups': ['admins'] });
    front.pass(SESSION.wordMs);
    expect(await goesOn(browser)).toBe(false);
  });
  it('does not come back when it is signed out while the provider is asked', async () => {
    const { browser } = await signedIn(front, 'ana');
    const stored: Key[] = [];
    for await (const { pk, sk } of front.table.scan()) stored.push({ pk, sk });
    const idToken = front.pool.idToken.bind(front.pool);
    front.pool.idToken = (sub, more) => {
      for (const key of stored) void front.table.delete(key);
      return idToken(sub, more);
    };
    front.pass(SESSION.wordMs);
    expect([await goesOn(browser), await goesOn(browser)]).toEqual([false, false]);
  });
  it('shows nothing while the provider cannot be asked, and goes on afterwards', async () => {
    const { browser } = await signedIn(front, 'ana');
    front.pass(SESSION.wordMs);
    front.pool.outage = 503;
    const answer = await browser.get(`${BASE}/ficha`);
    expect([answer.status, (await said(answer)).includes('PLANTED')]).toEqual([503, false]);
    front.pool.outage = null;
    expect(await goesOn(browser)).toBe(true);
  });
  it('ends when nobody has used it for hours', async () => {
    const { browser } = await signedIn(front, 'ana');
    front.pass(SESSION.idleMs + SESSION.wordMs);
    expect(await goesOn(browser)).toBe(false);
  });
  it('ends after half a day, however much it is used', async () => {
    const { browser } = await signedIn(front, 'ana');
    for (let passed = 0; passed < SESSION.longestMs - MINUTE_MS; passed += SESSION.wordMs) {
      expect([passed, await goesOn(browser)]).toEqual([passed, true]);
      front.pass(SESSION.wordMs);
    }
    expect(await goesOn(browser)).toBe(false);
  });
  it('is a new one at each sign-in, and the one before ends', async () => {
    const { browser } = await signedIn(front, 'ana');
    const old = front.browser();
    for (const [name, value] of browser.cookies) old.cookies.set(name, value);
    await comeBack(front, browser, 'ana');
    expect([...browser.cookies.values()]).not.toEqual([...old.cookies.values()]);
    expect([await goesOn(browser), await goesOn(old)]).toEqual([true, false]);
  });
});
