import { paths } from '../../lib/console/paths';
import { describeInBrowser } from '../harness/chromium';
import { ConsoleVisit } from '../harness/console-visit';
import { World, client, expediente } from '../harness/world';

const DOCUMENT = { clientify: { timeoutSeconds: 1, retrySeconds: 0.01 } };

describeInBrowser('the settings in the console', () => {
  let world: World;
  let visit: ConsoleVisit;

  beforeAll(async () => {
    world = await World.start({ timeScale: 1 / 100, config: DOCUMENT });
    await world.setGiav('clients', [client(1)]);
    await world.setGiav('expedientes', [expediente(101, 1), expediente(102, 1)]);
    await world.sync();
    visit = await ConsoleVisit.start(world, DOCUMENT);
  });
  afterAll(async () => {
    await visit.stop();
    await world.stop();
  });
  afterEach(() => {
    expect([visit.elsewhere, visit.problems]).toEqual([[], []]);
  });

  /** The next run, by functions that begin anew: those that run know other settings within a minute. */
  async function nextRun(): Promise<void> {
    await visit.stop();
    await world.restart();
    visit = await ConsoleVisit.start(world, DOCUMENT);
    await world.sync('modified');
  }
  const stages = async (): Promise<unknown[]> =>
    (await world.crm('deals')).map(({ pipeline_stage: stage }) => stage);

  it('are chosen among the lists of both systems, rehearsed, saved, and the next run follows; and back', async () => {
    const before = await stages();
    const ana = await visit.person({ javaScriptEnabled: false });
    await ana.open(paths.settings);
    await ana.press('Cambiar los ajustes');
    await ana.sees('Listas leídas');
    await ana.page.getByRole('link', { name: 'Elegir los ajustes' }).click();
    await ana.page.getByLabel('Etapa en Clientify: Confirmado').selectOption('Anulado');
    await ana.press('Ver qué cambiaría');
    await ana.sees('stages.Confirmado');
    // Of the dry run with them: both deals would move.
    await ana.sees('pipeline_stage');
    expect(await stages()).toEqual(before);
    await ana.press('Guardar los ajustes');
    await ana.sees('Versión 1, guardada por ana');
    await nextRun();
    const after = await stages();
    expect(after).toHaveLength(2);
    for (const [at, stage] of after.entries()) expect(stage).not.toEqual(before[at]);
    const eva = await visit.person();
    await eva.open(paths.settings);
    await eva.press('Volver a esta versión');
    await eva.press('Guardar los ajustes');
    await eva.sees('Versión 2, guardada por ana');
    await nextRun();
    expect(await stages()).toEqual(before);
  }, 180_000);

  it('are fit for everybody, and for a telephone, with the lists and without', async () => {
    const ana = await visit.person({ bypassCSP: true, viewport: { width: 360, height: 700 } });
    await ana.open(paths.settings);
    await ana.press('Cambiar los ajustes');
    await ana.page.getByRole('link', { name: 'Elegir los ajustes' }).click();
    for (const path of [null, paths.editSettings, paths.settings]) {
      if (path !== null) await ana.open(path);
      await ana.page.getByRole('heading', { level: 1 }).waitFor();
      expect([path, await ana.violations(), await ana.overflow()]).toEqual([path, [], 0]);
    }
    await ana.leave();
  });
});
