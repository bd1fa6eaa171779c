import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { deskPorts, type DeskPorts } from '../../lib/admin/admin-ports';
import { syncConfigSchema, type SyncConfig } from '../../lib/config/schema';
import type { Person } from '../../lib/console/session/person';
import { consolePorts } from '../../lib/runtime/console-ports';
import { settingsInForce } from '../../lib/runtime/settings';
import { ConsoleServer, type LocalConsole } from '../../local/console';
import { launch } from './chromium';
import type { World } from './world';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The console on a world's local cloud, and people who look at it in a browser. */
export class ConsoleVisit {
  /** Requests to anybody but the console. */
  readonly elsewhere: string[] = [];
  /** What the browser complained about. */
  readonly problems: string[] = [];
  private readonly servers: LocalConsole[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly desk: DeskPorts,
    private readonly document: SyncConfig,
    private readonly webhookUrl: string,
  ) {}

  /** @param document the settings that the world was started with */
  static async start(world: World, document: unknown = {}): Promise<ConsoleVisit> {
    const deployed = syncConfigSchema.parse(document);
    const { cloud } = world.wiring;
    return new ConsoleVisit(await launch(), deskPorts(cloud), deployed, cloud.webhookUrl);
  }

  /** Somebody with a browser of their own, signed in, who looks at the first page. */
  async person(
    options: BrowserContextOptions = {},
    role: Person['role'] = 'admin',
  ): Promise<Visitor> {
    const deployed = () => Promise.resolve(this.document);
    const ports = consolePorts(this.desk, {
      config: () => settingsInForce(deployed(), this.desk.settingsVersions),
      deployed,
      webhookUrl: this.webhookUrl,
      onError: (error) => this.problems.push(String((error as Error).stack)),
    });
    const server = await new ConsoleServer().start({ id: 'ana', role }, ports);
    this.servers.push(server);
    const context = await this.browser.newContext(options);
    const page = await context.newPage();
    const { origin } = new URL(server.url);
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) this.elsewhere.push(request.url());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (said) => {
      if (said.type() === 'error') this.problems.push(said.text());
    });
    await page.goto(server.url);
    return new Visitor(page, context, origin);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    for (const server of this.servers) await server.stop();
  }
}

export class Visitor {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly origin: string,
  ) {}

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
  }

  async text(): Promise<string> {
    return (await this.page.textContent('main')) ?? '';
  }

  /** Waits until the page says it. */
  async sees(text: string | RegExp, timeout = 60_000): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  /** As somebody without a mouse: on and on with Tab until the element has the focus. */
  async tabTo(name: string): Promise<void> {
    for (let steps = 0; steps < 80; steps++) {
      await this.page.keyboard.press('Tab');
      const focused = await this.page.evaluate(
        `(() => { const at = document.activeElement; return at.getAttribute('aria-label') || at.textContent.trim(); })()`,
      );
      if (focused === name) return;
    }
    throw new Error(`Tab never reaches ${name}`);
  }

  /** Enter on what has the focus, which leads to another page. */
  async enter(): Promise<void> {
    const gone = this.page.waitForEvent('framenavigated');
    await this.page.keyboard.press('Enter');
    await gone;
    await this.page.waitForLoadState();
  }

  /** What axe-core has to say of the page: rules that are broken, and where. The context must pass by the page's policy. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(AXE);
    return this.page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
    );
  }

  /** By how much the page is wider than the window, in pixels. */
  async overflow(): Promise<number> {
    return this.page.evaluate(
      'document.scrollingElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}
