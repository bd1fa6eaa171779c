import { BASE, ownPage, paths } from '../../lib/console/paths';
import { SUBJECTS } from '../../lib/sync/decision';
import { ConsoleOffice, NOW, ORIGIN } from './office';

const NASTY = `"><script>alert(1)</script><img src=x onerror=alert(2)>'\${7*7}{{7*7}}\u202e\u0000&lt;b&gt;`;
const ACTIONS = Object.values(paths.actions);

describe('without a session', () => {
  it.each([
    paths.today,
    `${paths.today}/vivo`,
    paths.waiting,
    `${paths.group('failed', 'NO_DOCUMENT')}/registros.csv`,
    paths.record('client', '7'),
    paths.work('x'),
    paths.activity,
    `${BASE}/nothing-here`,
  ])('%s shows nothing', async (path) => {
    const answer = await new ConsoleOffice().request(path);
    expect([answer.status, await answer.text()]).toEqual([401, 'no session']);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });
  it.each([...ACTIONS, paths.find])('%s does nothing', async (path) => {
    const office = new ConsoleOffice();
    const answer = await office.request(path, {
      method: 'POST',
      headers: { Origin: ORIGIN, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'csrf=&modo=full',
    });
    expect([answer.status, office.sent]).toEqual([401, []]);
  });
  it('a made-up cookie is none', async () => {
    const office = new ConsoleOffice();
    const answer = await office.request(paths.today, { headers: { Cookie: 'console=guessed' } });
    expect(answer.status).toBe(401);
  });
});

describe('the token of one’s own machine', () => {
  it('is good once, and becomes a cookie that no script and no other site gets', async () => {
    const office = new ConsoleOffice();
    const way = `${BASE}/entrar?token=${office.newToken()}`;
    const answer = await office.request(way);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, BASE]);
    expect(answer.headers.getSetCookie().join()).toMatch(
      /^console=[\w-]{43}; Path=\/console; HttpOnly; SameSite=Strict$/,
    );
    expect((await office.request(paths.today)).status).toBe(200);
    expect((await new ConsoleOffice().request(way)).status).toBe(401);
    expect((await office.request(way)).status).toBe(401);
  });
});

describe('a form', () => {
  const start = { modo: 'full' };
  it('of the console’s own page is taken', async () => {
    const office = await new ConsoleOffice().signIn();
    const answer = await office.post(paths.actions.start, start);
    expect(answer.status).toBe(303);
    expect(office.sent).toEqual([
      {
        queue: 'runs',
        body: { v: 1, kind: 'start', mode: 'full', runId: '20261126T100000Z-00000001' },
      },
    ]);
  });
  it.each([
    ['from another site', { Origin: 'https://evil.example' }, {}],
    ['from a page that hides where it stands', { Origin: 'null' }, {}],
    ['from nowhere', {}, {}],
    ['with another session’s token', { Origin: ORIGIN }, { csrf: 'x'.repeat(43) }],
    ['without a token', { Origin: ORIGIN }, { csrf: '' }],
  ])('%s is refused', async (_, headers, fields) => {
    const office = await new ConsoleOffice().signIn();
    const answer = await office.post(paths.actions.start, { ...start, ...fields }, headers);
    expect([answer.status, office.sent]).toEqual([403, []]);
    expect(await answer.text()).toContain('No se ha hecho nada');
  });
  it.each(ACTIONS)('%s is refused to whoever may only look', async (path) => {
    const office = await new ConsoleOffice('reader').signIn();
    const answer = await office.post(path, {
      ...start,
      motivo: 'NO_DOCUMENT',
      cliente: '7',
      campo: 'remarks',
      ejecucion: 'r1',
    });
    expect([answer.status, office.sent]).toEqual([403, []]);
    expect(await office.page(paths.activity)).toContain('Todavía no ha hecho nada nadie');
  });
  it('is not even shown to whoever may only look', async () => {
    const office = await new ConsoleOffice('reader').signIn();
    await office.desk.failures.add('client', '7', {
      at: 'x',
      runId: 'r',
      reason: 'NO_DOCUMENT',
      message: '',
    });
    for (const path of [
      paths.today,
      paths.waiting,
      paths.group('failed', 'NO_DOCUMENT'),
      paths.record('client', '7'),
      paths.runs,
      paths.connection,
    ])
      expect(await office.page(path)).not.toMatch(/<form method="post" action="\/console\/hacer/);
  });
  it('that is too long is refused', async () => {
    const office = await new ConsoleOffice().signIn();
    const answer = await office.post(paths.actions.start, { modo: 'x'.repeat(70_000) });
    expect([answer.status, office.sent]).toEqual([413, []]);
  });
  it.each([
    [paths.actions.start, { modo: 'redrive' }],
    [paths.actions.retry, {}],
    [paths.actions.retry, { registro: 'client:7;DROP' }],
    [paths.actions.retry, { registro: ['client:7', 'run:1'] }],
    [paths.actions.retry, { solo: 'client:../../x' }],
    [paths.actions.cancel, { ejecucion: '../x' }],
    [paths.actions.confirm, { ejecucion: '../x' }],
    [paths.actions.undo, {}],
    [paths.actions.compare, { cliente: '7#x' }],
    [paths.actions.restore, { cliente: '7' }],
  ])('%s that asks for %j is refused', async (path, fields) => {
    const office = await new ConsoleOffice().signIn();
    const answer = await office.post(path, fields);
    expect([answer.status, office.sent]).toEqual([400, []]);
  });
});

describe('addresses', () => {
  it.each([
    '/console/ficha/cliente/7%23LINK',
    '/console/ficha/cliente/..%2f7',
    '/console/ficha/proveedor/7',
    '/console/por-resolver/fallidos/no_such',
    '/console/por-resolver/otros/NO_DOCUMENT',
    '/console/ejecuciones/a%20b',
    '/console/trabajo/%2e%2e',
  ])('%s is no page', async (path) => {
    const office = await new ConsoleOffice().signIn();
    expect([(await office.request(path)).status, office.errors]).toEqual([404, []]);
  });
  it.each([
    [undefined, BASE],
    ['/console/ficha?x=1', '/console/ficha?x=1'],
    ['//evil.example/console', BASE],
    ['/\\evil.example', BASE],
    ['https://evil.example/console', BASE],
    ['/console/../clientify/x', BASE],
    ['/consoles', BASE],
    ['/console/\u0000x', BASE],
  ])('the way back %s leads to %s', (wanted, where) => {
    expect(ownPage(wanted)).toBe(where);
  });
  it('the switch of languages leads nowhere else', async () => {
    const office = await new ConsoleOffice().signIn();
    const answer = await office.request(`${paths.language}/en?de=//evil.example`);
    expect(answer.headers.get('Location')).toBe(BASE);
  });
});

describe('what others typed', () => {
  /** Everything that can be stored, filled with what a page must show as text. */
  async function filled(): Promise<ConsoleOffice> {
    const office = await new ConsoleOffice('admin', {
      pipeline: NASTY,
      stages: { [NASTY]: NASTY },
      offices: [NASTY],
      clientTypes: { Empresa: { status: 'other', contactType: NASTY } },
    }).signIn();
    for (const entity of SUBJECTS)
      await office.desk.failures.add(entity, '7', {
        at: '2026-11-26T09:00:00.000Z',
        runId: 'r',
        reason: 'CLIENTIFY_REFUSED',
        message: NASTY,
      });
    for (const entity of ['client', 'expediente'] as const)
      await office.desk.links.replace(
        entity,
        {
          id: '7',
          status: 'linked',
          kind: 'contact',
          clientifyId: NASTY,
          clientId: '7',
          at: NASTY,
          parked: { [NASTY]: { giav: 'a', clientify: 'b', note: NASTY } },
          duplicates: [NASTY],
        },
        null,
      );
    await office.desk.pending.add('attention', '7');
    await office.desk.decisions.putMany(
      SUBJECTS.map((entity) => ({
        entity,
        id: '7',
        runId: NASTY,
        at: NASTY,
        message: NASTY,
        result: { outcome: 'updated' as const, unmapped: [`UNMAPPED_STAGE:${NASTY}` as const] },
        notes: [{ field: NASTY, note: NASTY }],
        replaced: [{ field: NASTY, side: 'giav' as const, from: NASTY, to: NASTY, why: NASTY }],
        conflicts: [{ field: NASTY, giav: NASTY, clientify: NASTY, winner: NASTY }],
        giav: {
          mode: 'on' as const,
          operation: 'Cliente_PUT' as const,
          changes: [{ field: NASTY, from: NASTY, to: { [NASTY]: NASTY } }],
          unreadable: [NASTY],
        },
        sent: [{ method: NASTY, path: NASTY, body: { first_name: NASTY, [NASTY]: NASTY } }],
      })),
      NOW,
    );
    await office.desk.runs.acquire('r1', 'full', NOW, true);
    const summary = await office.desk.runs.summarise('r1');
    summary.reasons[NASTY] = 1;
    await office.desk.runs.end(
      'r1',
      'failed',
      { summary, error: { kind: 'internal', message: NASTY, es: NASTY } },
      NOW,
    );
    await office.ports.activity.note({
      at: NOW.toISOString(),
      who: NASTY,
      what: NASTY,
      about: NASTY,
    });
    await office.desk.answers.put(
      {
        id: 'w1',
        do: 'compare',
        by: NASTY,
        askedAt: NASTY,
        doneAt: '',
        refused: null,
        result: [
          { client: '7', field: NASTY, giav: NASTY, clientify: NASTY, reason: NASTY, note: NASTY },
        ],
      },
      NOW,
    );
    await office.desk.answers.put(
      {
        id: 'w2',
        do: NASTY,
        by: NASTY,
        askedAt: '',
        doneAt: '',
        refused: { en: NASTY, es: NASTY },
        result: NASTY,
      },
      NOW,
    );
    return office;
  }
  it('is shown as text, on every page', async () => {
    const office = await filled();
    const all = [
      paths.today,
      paths.waiting,
      paths.group('failed', 'CLIENTIFY_REFUSED'),
      paths.group('attention', 'EDIT_PARKED'),
      ...SUBJECTS.map((entity) => paths.record(entity, '7')),
      paths.runs,
      paths.run('r1'),
      `${paths.run('r1')}/vivo`,
      paths.connection,
      paths.settings,
      paths.activity,
      paths.work('w1'),
      paths.work('w2'),
      `${paths.runs}?desde=${encodeURIComponent(NASTY)}`,
      `${paths.group('failed', 'CLIENTIFY_REFUSED')}?desde=${encodeURIComponent(NASTY)}`,
      `${paths.activity}?desde=`,
      `${BASE}/${encodeURIComponent(NASTY)}`,
    ];
    let shown = 0;
    for (const path of all) {
      const text = await office.page(path);
      expect(text).not.toContain('<img');
      expect(text).not.toContain('<script>');
      // No value ends an attribute before its time.
      expect(text).not.toMatch(/"><script|onerror=alert\(2\)>[^&]*'\$/);
      if (text.includes('&lt;script&gt;alert(1)')) shown += 1;
    }
    expect([office.errors, shown > 10]).toEqual([[], true]);
  });
});
