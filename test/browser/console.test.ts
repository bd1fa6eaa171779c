import { paths } from '../../lib/console/paths';
import { linkOfAlarm } from '../harness/alarm-text';
import { describeInBrowser } from '../harness/chromium';
import { ConsoleVisit, type Visitor } from '../harness/console-visit';
import { World, client, expediente } from '../harness/world';

const NASTY = '<img src=x onerror="window.broken = 1">';
const DOCUMENT = { clientify: { timeoutSeconds: 1, retrySeconds: 0.01 } };

describeInBrowser('the console', () => {
  let world: World;
  let visit: ConsoleVisit;
  let next = 10;

  beforeAll(async () => {
    world = await World.start({ timeScale: 1 / 100, config: DOCUMENT });
    await world.setGiav('clients', [client(1), client(2, { Nombre: NASTY }), client(3)]);
    await world.setGiav('expedientes', [expediente(101, 1)]);
    await world.sync();
    visit = await ConsoleVisit.start(world);
  });
  afterAll(async () => {
    await visit.stop();
    await world.stop();
  });
  afterEach(() => {
    expect([visit.elsewhere, visit.problems]).toEqual([[], []]);
  });

  /** A client that Clientify refuses once; the next try would succeed. */
  async function failing(): Promise<string> {
    const id = (next += 1);
    await world.addGiav('clients', client(id));
    await world.faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 400,
        message: '{"first_name":["no es válido"]}',
        times: 1,
      },
    ]);
    await world.sync();
    return String(id);
  }
  const stillFailing = async (): Promise<string[]> =>
    (await world.failures()).map(({ id }) => id ?? '');

  it('shows a failure, why it is and what to do; from the link in an alarm’s e-mail it is retried within three clicks, and then it is gone', async () => {
    const id = await failing();
    const ana = await visit.person();
    await ana.sees('1 registro le necesita');
    let clicks = 0;
    await ana.open(linkOfAlarm('RecordErrors', DOCUMENT));
    clicks += 1;
    expect(await ana.text()).toContain('Clientify ha rechazado el contenido del registro');
    const retry = ana.page.getByRole('button', { name: 'Reintentar todos (1)' });
    await retry.click();
    clicks += 1;
    await ana.sees('1 registro relanzado.');
    expect(clicks).toBeLessThanOrEqual(3);
    await ana.page.getByRole('link', { name: 'Ver cómo van' }).click();
    await ana.sees('completada');
    expect(await stillFailing()).toEqual([]);
    await ana.open(paths.waiting);
    await ana.sees('Nada espera a una persona');
    await ana.open(paths.record('client', id));
    await ana.sees('Sincronizado');
    expect(await ana.text()).toContain('creado');
    await ana.leave();
  });

  it('is used by keyboard alone', async () => {
    const id = await failing();
    const ana = await visit.person();
    const { keyboard } = ana.page;
    await keyboard.press('Tab');
    expect(await ana.page.evaluate('document.activeElement.textContent')).toBe('Ir al contenido');
    await ana.tabTo('Ver qué hacer');
    await ana.enter();
    await ana.tabTo('Ver los registros');
    await ana.enter();
    await ana.sees(`Cliente ${id}`);
    await ana.tabTo(`Marcar Cliente ${id}`);
    await keyboard.press('Space');
    await ana.tabTo('Reintentar los marcados');
    await ana.enter();
    await ana.sees('1 registro relanzado.');
    await ana.tabTo('Ver cómo van');
    await ana.enter();
    await ana.sees('completada');
    expect(await stillFailing()).toEqual([]);
    await ana.leave();
  });

  it('works without JavaScript', async () => {
    await failing();
    const ana = await visit.person({ javaScriptEnabled: false });
    await ana.page.getByRole('link', { name: 'Ver qué hacer' }).click();
    await ana.press('Reintentar todos (1)');
    // The page is loaded again by itself.
    await ana.sees('1 registro relanzado.');
    await ana.page.getByRole('link', { name: 'Ver cómo van' }).click();
    await ana.sees('completada');
    await ana.open(paths.runs);
    await ana.press('Solo lo modificado');
    await ana.sees('completada');
    expect(await stillFailing()).toEqual([]);
    await ana.leave();
  });

  it('speaks the other language after one click, on the same page', async () => {
    const ana = await visit.person();
    await ana.open(paths.runs);
    await ana.page.getByRole('link', { name: 'English' }).click();
    await ana.page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    expect(new URL(ana.page.url()).pathname).toBe(paths.runs);
    expect(await ana.page.getAttribute('html', 'lang')).toBe('en');
    await ana.page.getByRole('link', { name: 'To solve' }).click();
    await ana.sees('Nothing waits for a person');
    await ana.page.getByRole('link', { name: 'Español' }).click();
    await ana.sees('Nada espera a una persona');
    await ana.leave();
  });

  it('asks both systems what could go wrong, and compares both sides of a client', async () => {
    const ana = await visit.person();
    await ana.open(paths.connection);
    await ana.press('Revisión rápida');
    await ana.sees(/\d+ bien, /);
    await ana.open(paths.record('client', '1'));
    await ana.press('Comparar los dos lados ahora');
    await ana.sees('nada de este cliente espera a nadie');
    await ana.leave();
  });

  it('shows hostile names as text', async () => {
    const ana = await visit.person();
    await ana.open(paths.record('client', '2'));
    await ana.sees(NASTY);
    expect(await ana.page.evaluate('window.broken')).toBeUndefined();
    await ana.leave();
  });

  it('lets a reader look and do nothing', async () => {
    await failing();
    const eva = await visit.person({}, 'reader');
    await eva.open(paths.group('failed', 'CLIENTIFY_REFUSED'));
    await eva.sees('Clientify ha rechazado');
    expect(await eva.page.getByRole('button').count()).toBe(0);
    await eva.leave();
  });

  describe('on every page, in every state', () => {
    /** Visits all pages as they are now. */
    async function all(visitor: Visitor, look: (path: string) => Promise<void>): Promise<void> {
      const run = (await visit.desk.runs.latest(1)).runs[0]?.id ?? '';
      for (const path of [
        paths.today,
        paths.waiting,
        paths.group('failed', 'CLIENTIFY_REFUSED'),
        paths.find,
        paths.record('client', '1'),
        paths.record('client', '2'),
        paths.record('expediente', '101'),
        paths.record('contact', '999'),
        paths.runs,
        paths.run(run),
        paths.run('20261126T100000Z-00000001'),
        paths.connection,
        paths.settings,
        paths.activity,
        paths.work('20261126T100000Z-00000001'),
        `${paths.today}/nothing-here`,
      ]) {
        await visitor.open(path);
        await look(path);
      }
      // A page that is not there is told as an error in the browser's console.
      visit.problems.length = 0;
    }

    /** What axe-core finds fault with on the pages as they are now. */
    async function faults(visitor: Visitor): Promise<string[]> {
      const found: string[] = [];
      await all(visitor, async (path) => {
        found.push(...(await visitor.violations()).map((one) => `${path} ${one}`));
      });
      return found;
    }

    it('there is nothing that axe-core finds fault with, when all is calm', async () => {
      const ana = await visit.person({ bypassCSP: true });
      expect(await faults(ana)).toEqual([]);
      await ana.leave();
    });
    it('there is nothing that axe-core finds fault with, when something runs, is paused and is halted, in English', async () => {
      const { runs, incidents, pauses } = visit.desk;
      await runs.acquire('r-axe', 'full', new Date(), true);
      await incidents.halt('1', new Date());
      await pauses.replace(null, { until: Date.now() + 600_000, failures: 2 });
      const ana = await visit.person({ bypassCSP: true });
      await ana.page.getByRole('link', { name: 'English' }).click();
      await ana.sees('The way back to GIAV is halted');
      const found = await faults(ana);
      await pauses.clear();
      await incidents.resume();
      await runs.end('r-axe', 'failed', { error: { kind: 'internal', message: 'no' } }, new Date());
      expect(found).toEqual([]);
      await ana.leave();
    });
    it('360 pixels are wide enough', async () => {
      const ana = await visit.person({ viewport: { width: 360, height: 700 } });
      const found: string[] = [];
      await all(ana, async (path) => {
        if ((await ana.overflow()) > 0) found.push(path);
      });
      expect(found).toEqual([]);
      await ana.leave();
    });
  });
});
