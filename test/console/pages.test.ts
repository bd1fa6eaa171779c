import { BASE, paths } from '../../lib/console/paths';
import { ConsoleOffice, NOW } from './office';

const failed = (reason: string, message = 'Clientify says no.') => ({
  at: '2026-11-26T09:00:00.000Z',
  runId: '20261126T085900Z-aaaaaaaa',
  reason,
  message,
});
const ALL = [
  paths.today,
  paths.waiting,
  paths.group('failed', 'CLIENTIFY_REFUSED'),
  paths.find,
  paths.record('client', '7'),
  paths.runs,
  paths.connection,
  paths.settings,
  paths.activity,
];

describe('the pages of the console', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice().signIn();
  });

  it.each(ALL)('%s answers in Spanish, and in English by the switch', async (path) => {
    const spanish = await office.page(path);
    expect(spanish).toMatch(/^<!doctype html><html lang="es">/i);
    expect(spanish).toContain('Por resolver');
    const back = await office.request(`${paths.language}/en?de=${encodeURIComponent(path)}`);
    expect([back.status, back.headers.get('Location')]).toEqual([303, path]);
    const english = await office.page(path);
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('To solve');
    expect(office.errors).toEqual([]);
  });
  it.each([...ALL, `${BASE}/nothing-here`])(
    '%s is kept by nobody, and runs and asks for nothing but the console’s own',
    async (path) => {
      const { headers } = await office.request(path);
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('same-origin');
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    },
  );
  it.each(ALL)('%s carries no style and no script of its own', async (path) => {
    const text = await office.page(path);
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      `<script src="${paths.script}" defer="">`,
    ]);
  });

  it('shows both versions of the client that a write damaged, and the button that resumes below them', async () => {
    const { incidents } = office.desk;
    await incidents.halt('7', NOW);
    await incidents.add(
      '7',
      {
        before: { Nombre: 'Lucía', Telefono: '910000001', Email: 'l@example.com' },
        after: { Nombre: 'Lucía', Telefono: '', Email: 'l@example.com' },
        found: [{ field: 'Telefono', kind: 'damage', before: '910000001', after: '' }] as never,
        restored: false,
      },
      NOW,
    );
    const text = await office.page(paths.record('client', '7'));
    const places = ['910000001', 'El cliente entero en GIAV', 'Email', 'Reanudar la vuelta a GIAV'];
    const found = places.map((shown) => text.indexOf(shown));
    expect(found.every((at) => at > 0)).toBe(true);
    expect([...found].sort((a, b) => a - b)).toEqual(found);
    expect(text.split('Reanudar la vuelta a GIAV</button>')).toHaveLength(2);
  });
  it('counts what went to GIAV today, and tells when Clientify was last heard of', async () => {
    await office.desk.notes.written(NOW);
    await office.desk.notes.written(NOW);
    expect(await office.page(paths.today)).toMatch(/<b>2<\/b> llevados a GIAV/);
    office = await new ConsoleOffice('admin', { writeBack: { mode: 'dry-run' } }).signIn();
    expect(await office.page(paths.connection)).toContain('ninguno todavía');
    await office.desk.notes.heard(new Date('2026-11-26T09:12:00Z'));
    expect(await office.page(paths.connection)).toContain('datetime="2026-11-26T09:12:00.000Z"');
  });
  it('tells how long both systems took to answer, and that a slow one needs nothing', async () => {
    expect(await office.page(paths.connection)).not.toContain('más lento');
    const { runs } = office.desk;
    await runs.acquire('r1', 'full', NOW, true);
    await runs.addCalls('r1', { giav: 10, giavMs: 3_100, GET: 10, clientifyMs: 24_000 });
    await runs.end('r1', 'completed', {}, NOW);
    const [, giav = '', clientify = ''] = (await office.page(paths.connection)).split(
      'Respuesta media',
    );
    expect(giav).toContain('0,3 s</dd>');
    expect(clientify).toMatch(/2,4 s — va más lento que de costumbre/);
  });
  it('asks for a few runs at once, however many there are that called nobody', async () => {
    const { runs } = office.desk;
    for (let at = 0; at < 40; at++) {
      await runs.acquire(`r${at}`, 'modified', new Date(NOW.getTime() + at), true);
      await runs.end(`r${at}`, 'completed', {}, NOW);
    }
    office.table.calls.length = 0;
    await office.page(paths.connection);
    const ofRuns = office.table.calls.filter((call) => call.endsWith(' RUNS'));
    expect(ofRuns).toEqual(['slice RUNS']);
    expect(office.table.calls).toContain('getMany 5');
  });
  it('says that all is well when nothing waits', async () => {
    await office.desk.runs.acquire('r1', 'full', NOW, true);
    await office.desk.runs.end('r1', 'completed', {}, NOW);
    expect(await office.page(paths.today)).toContain('Todo al día');
    expect(await office.page(paths.waiting)).toContain('Nada espera a una persona');
  });
  it('says that nothing has been synced yet', async () => {
    expect(await office.page(paths.today)).toContain('Todavía no se ha sincronizado nada');
  });
  it('says how many need a person, why, and what to do', async () => {
    for (const id of ['7', '8'])
      await office.desk.failures.add('client', id, failed('CLIENTIFY_REFUSED'));
    await office.desk.pending.add('attention', '9');
    await office.desk.links.replace(
      'client',
      {
        id: '9',
        status: 'linked',
        kind: 'contact',
        clientifyId: '5',
        notices: ['OPTED_OUT_IN_CLIENTIFY'],
        at: '2026-11-20T09:00:00.000Z',
      },
      null,
    );
    expect(await office.page(paths.today)).toContain('3 registros le necesitan');
    const text = await office.page(paths.waiting);
    // The withdrawn consent of a person comes before all else.
    expect(text.indexOf('corrija el consentimiento en GIAV')).toBeGreaterThan(0);
    expect(text).toContain('Clientify ha rechazado el contenido del registro');
    expect(text).toContain('Reintentar todos (2)');
    const group = await office.page(paths.group('failed', 'CLIENTIFY_REFUSED'));
    expect(group).toContain('Clientify says no.');
    expect(group).toContain(paths.record('client', '7'));
    expect(await office.page(paths.group('attention', 'OPTED_OUT_IN_CLIENTIFY'))).toContain(
      'contacto 5',
    );
  });
  it('shows what the last full run left out until GIAV is corrected, without calling the day a bad one', async () => {
    const { runs, links } = office.desk;
    await runs.acquire('r1', 'full', NOW, true);
    const results = new Map([
      ['7', { outcome: 'skipped' as const, reason: 'NO_DOCUMENT' as const }],
      ['8', { outcome: 'skipped' as const, reason: 'NO_DOCUMENT' as const }],
      ['9', { outcome: 'created' as const }],
    ]);
    await runs.openPage('r1', 'client', 0, ['7', '8', '9'], results, NOW);
    await runs.end('r1', 'completed', { summary: await runs.summarise('r1') }, NOW);
    expect(await office.page(paths.today)).toContain('Todo al día');
    expect(await office.page(paths.waiting)).toContain('Rellénelo en GIAV');
    const path = paths.group('giav', 'NO_DOCUMENT');
    const text = await office.page(path);
    expect([text.includes('Cliente 7'), text.includes('Cliente 9')]).toEqual([true, false]);
    // It has been put right since.
    const link = { id: '7', status: 'linked' as const, kind: 'contact' as const, at: 'x' };
    await links.replace('client', { ...link, clientifyId: '5' }, null);
    const later = await office.page(path);
    expect([later.includes('Cliente 7'), later.includes('Cliente 8')]).toEqual([false, true]);
  });
  it('shows a run that is in progress, and looks at it again by itself, without a script too', async () => {
    await office.desk.runs.acquire('r1', 'full', NOW, true);
    const text = await office.page(paths.today);
    expect(text).toContain(`data-live="${paths.today}/vivo"`);
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="5"');
    expect(await office.page(`${paths.today}/vivo`)).toMatch(/^<section[^>]*data-live/);
    const run = await office.page(paths.run('r1'));
    expect(run).toContain('Cancelar la ejecución');
    await office.desk.runs.end('r1', 'completed', {}, NOW);
    expect(await office.page(paths.run('r1'))).not.toContain('Cancelar la ejecución');
    expect(await office.page(`${paths.run('r1')}/vivo`)).toContain('data-reload');
  });
  it('says that the way back is halted, and because of whom', async () => {
    await office.desk.incidents.halt('7', NOW);
    expect(await office.page(paths.today)).toContain(paths.record('client', '7'));
    expect(await office.page(paths.record('client', '7'))).toContain('Reanudar la vuelta');
    expect(await office.page(paths.record('client', '8'))).not.toContain('Reanudar la vuelta');
  });
  it('shows pauses in plain words', async () => {
    await office.desk.pauses.replace(null, { until: NOW.getTime() + 60_000, failures: 1 });
    const text = await office.page(paths.connection);
    expect(text).toContain('Clientify no responde. Se vuelve a probar a las 11:01');
  });
  it('shows what each day brought as a chart and as a table', async () => {
    await office.desk.runs.acquire('r1', 'full', NOW, true);
    await office.desk.runs.end('r1', 'completed', {}, NOW);
    const text = await office.page(paths.today);
    expect(text).toMatch(/<svg class="chart" role="img" aria-label="[^"]+"/);
    expect(text.match(/<tr>/g)?.length).toBe(31);
  });
  it('leafs through runs', async () => {
    for (let at = 0; at < 30; at++)
      await office.desk.runs.recordRefused(
        `r${at}`,
        'full',
        'busy',
        new Date(NOW.getTime() - at * 60_000),
      );
    const first = await office.page(paths.runs);
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1] ?? '';
    expect(first).toContain(paths.run('r24'));
    const second = await office.page(next.replaceAll('&amp;', '&'));
    expect([second.includes('r25'), second.includes('r29'), second.includes('>r0<')]).toEqual([
      true,
      true,
      false,
    ]);
  });
  it('waits for a run that was asked for and is not there yet', async () => {
    const path = paths.run('20261126T100000Z-00000001');
    expect(await office.page(path)).toContain('Se ha pedido; todavía no ha empezado');
    expect((await office.request(paths.run('nobody'))).status).toBe(404);
  });
  it('gives the rows as a file, in which nothing is a formula', async () => {
    await office.desk.failures.add(
      'client',
      '7',
      failed('CLIENTIFY_REFUSED', '=HYPERLINK("x";"y")'),
    );
    const answer = await office.request(
      `${paths.group('failed', 'CLIENTIFY_REFUSED')}/registros.csv`,
    );
    expect(answer.headers.get('Content-Disposition')).toBe(
      'attachment; filename="CLIENTIFY_REFUSED.csv"',
    );
    expect(await answer.text()).toContain(`"'=HYPERLINK(""x"";""y"")"`);
  });
  it.each(['\n=1+1', '\t=1+1', '+34600000000', '-2+3', '@SUM(1)', '＝1+1'])(
    'gives %j as text',
    async (said) => {
      await office.desk.failures.add('client', '7', failed('CLIENTIFY_REFUSED', said));
      const path = `${paths.group('failed', 'CLIENTIFY_REFUSED')}/registros.csv`;
      expect(await office.page(path)).toContain(`"'${said}"`);
    },
  );
});

describe('the page of a record', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice().signIn();
  });
  it('shows its links, its name and what was done to it, old → new', async () => {
    await office.desk.links.replace(
      'client',
      {
        id: '7',
        status: 'linked',
        kind: 'contact',
        clientifyId: '55',
        at: '2026-11-20T09:00:00.000Z',
      },
      null,
    );
    await office.desk.decisions.putMany(
      [
        {
          entity: 'client',
          id: '7',
          runId: 'r1',
          at: '2026-11-26T09:00:00.000Z',
          result: { outcome: 'updated', notices: ['REPLACED'] },
          replaced: [
            { field: 'status', side: 'clientify', from: 'cold', to: 'client', why: 'put-back' },
            { field: 'remarks', side: 'clientify', from: 'viejo', to: 'nuevo', why: 'conflict' },
          ],
          sent: [
            {
              method: 'PUT',
              path: '/contacts/55/',
              body: { first_name: 'Ana', last_name: 'Ruiz' },
            },
          ],
        },
      ],
      NOW,
    );
    const text = await office.page(paths.record('client', '7'));
    for (const shown of [
      'Cliente 7: Ana Ruiz',
      'contacto 55',
      'viejo',
      'nuevo',
      'Sincronizado',
      'Reponer el valor anterior: remarks',
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain('Reponer el valor anterior: status');
    // The browser's history keeps titles.
    expect(/<title>([^<]*)/.exec(text)?.[1]).not.toContain('Ruiz');
  });
  it('says that a link cannot be read instead of breaking', async () => {
    await office.table.put({ pk: 'LINK#client#7', sk: 'LINK', v: 99 });
    const text = await office.page(paths.record('client', '7'));
    expect(text).toContain('cannot be read');
    expect(office.errors).toEqual([]);
  });
  it.each([
    ['client', '7', paths.record('client', '7')],
    ['expediente', ' 8 ', paths.record('expediente', '8')],
    ['clientify', 'https://app.clientify.com/contacts/55/?tab=1', paths.record('client', '7')],
    ['clientify', '55', paths.record('client', '7')],
    ['clientify', '56', paths.record('contact', '56')],
    ['documento', '12345678Z', paths.record('client', '7')],
  ])('is found by %s %s', async (por, valor, where) => {
    const ofDocumento = (text: string) => Promise.resolve(text === '12345678Z' ? ['7'] : []);
    office = await new ConsoleOffice('reader', {}, { ofDocumento }).signIn();
    await office.desk.links.replace(
      'client',
      { id: '7', status: 'linked', kind: 'contact', clientifyId: '55', at: 'x' },
      null,
    );
    const answer = await office.post(paths.find, { por, valor });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, where]);
  });
  it.each([
    ['client', 'Ana Ruiz', 'no parece un id'],
    ['clientify', 'https://app.clientify.com/deals/55/', 'por el id del expediente'],
    ['documento', '12345678Z', 'no se puede buscar por Documento'],
  ])('is not found by %s %s, which is not shown again', async (por, valor, why) => {
    const answer = await office.post(paths.find, { por, valor });
    const text = await answer.text();
    expect([answer.status, text.includes(why), text.includes(valor)]).toEqual([404, true, false]);
  });
});
