import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launch } from '../harness/chromium';
import { World, client, expediente } from '../harness/world';
import { rehearse, type Rehearsal } from '../harness/dry-run';

describeInBrowser('the page of a dry run', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  let rehearsal: Rehearsal;
  const requests: string[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    world = await World.start();
    await world.setGiav('clients', [
      ...Array.from({ length: 120 }, (_, at) => client(at + 1)),
      client(200, { Documento: '' }),
      client(201, { Documento: 'DOC-LINK' }),
      client(202, {
        Nombre: '</script><script>window.broken = 1</script>',
        Apellidos: '<img src=x onerror="window.broken = 1">',
      }),
    ]);
    await world.setGiav('expedientes', [expediente(100, 1), expediente(101, 200)]);
    await world.clientify('POST', '/contacts/', {
      first_name: 'Antiguo',
      taxpayer_identification_number: 'DOC-LINK',
    });
    rehearsal = await rehearse(world);
    browser = await launch();
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(pathToFileURL(rehearsal.files.html).href);
    await page.waitForSelector('body[data-ready]');
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  const shown = async (): Promise<string> => (await page.textContent('#shown')) ?? '';
  const search = async (text: string): Promise<void> => {
    await page.fill('#search', text);
  };

  /** The browser redraws a moment later. */
  const becomes = (text: string): Promise<unknown> =>
    page.waitForFunction(
      `document.getElementById('shown').textContent === ${JSON.stringify(text)}`,
      undefined,
      { timeout: 5000 },
    );

  it('asks nobody for anything, and nothing in it breaks', () => {
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual(
      [],
    );
    expect(problems).toEqual([]);
  });
  it('shows the counts first, for clients and for expedientes', async () => {
    const cards: unknown[] = [];
    for (const card of await page.locator('.card').all())
      cards.push([await card.getAttribute('data-outcome'), await card.locator('b').textContent()]);
    const { clients, expedientes } = rehearsal.end.summary;
    const countsOf = (counts: Record<string, number>) =>
      ['created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'].map((outcome) => [
        outcome,
        String(counts[outcome]),
      ]);
    expect(cards).toEqual([...countsOf(clients), ...countsOf(expedientes)]);
    const topOf = async (selector: string): Promise<number> =>
      (await page.locator(selector).first().boundingBox())?.y ?? -1;
    expect(await topOf('.card')).toBeLessThan(await topOf('#records'));
  });
  it('is in Spanish, with the sentence of every reason', async () => {
    expect(await page.getAttribute('html', 'lang')).toBe('es');
    expect(await page.textContent('#reasons')).toContain(
      'Rellénelo en GIAV para que se sincronice',
    );
  });
  it('draws how many records each field would change in', async () => {
    const bars: number[] = [];
    for (const bar of await page.locator('#fields .meter').all())
      bars.push((await bar.boundingBox())?.width ?? 0);
    expect(bars.length).toBeGreaterThan(3);
    expect(Math.min(...bars)).toBeGreaterThan(0);
  });
  it('finds a record by what is in it, and by what would happen to it', async () => {
    expect(await shown()).toBe('Registros: 125');
    await search('NO_DOCUMENT');
    await becomes('Registros: 1');
    await search('c7@example.com');
    await becomes('Registros: 1');
    await search('');
    await page.selectOption('#outcome', 'linked');
    await becomes('Registros: 1');
  });
  /** The row of one record: the count changes a moment before the rows do, so a row is known by its id. */
  const clickRow = async (id: string): Promise<string> => {
    await search(id);
    const line = page.locator('#records .tabulator-row', {
      has: page.locator(`[tabulator-field="id"]:text-is("${id}")`),
    });
    await line.click();
    await line.locator('.detail').waitFor();
    return (await line.textContent()) ?? '';
  };
  it('shows on a click which fields would change, before and after', async () => {
    await page.selectOption('#outcome', '');
    const line = await clickRow('201');
    expect(line).toContain('Antiguo');
    expect(line).toContain('Lucía');
    expect(line).toContain('Ahora en Clientify');
  });
  it('shows hostile names as text', async () => {
    await page.selectOption('#outcome', '');
    expect(await clickRow('202')).toContain('<script>');
    expect(await page.evaluate('window.broken')).toBeUndefined();
  });
});
