import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { deskPorts } from '../../lib/admin/admin-ports';
import { registerWebhook, removeWebhook, webhookStatus } from '../../lib/admin/webhook';
import { TEXTS } from '../../lib/admin/texts';
import { ClientifyHttp } from '../../lib/clientify/http';
import { syncConfigSchema } from '../../lib/config/schema';
import { paths } from '../../lib/console/paths';
import { consolePorts } from '../../lib/runtime/console-ports';
import { logsIn } from '../../local/services';
import { ConsoleOffice } from '../console/office';
import { World, client } from '../harness/world';

describe("Clientify's webhook slots", () => {
  let world: World;
  let http: ClientifyHttp;
  const target = {
    url: 'https://abc.execute-api.eu-west-1.amazonaws.com/clientify',
    secret: 's3creto',
  };
  const states = async (): Promise<string[]> =>
    (await webhookStatus(http, target)).map(({ entity, state }) => `${entity} ${state}`);
  beforeAll(async () => {
    world = await World.start();
    const { baseUrl, token } = world.wiring.clientify;
    http = new ClientifyHttp({ baseUrl: baseUrl.replace('/v1', '/v2'), token });
  });
  afterAll(() => world.stop());

  it('free ones are taken with the secret in a header, ours are taken again with the secret of now, and only ours are freed', async () => {
    expect(await states()).toEqual(['contacts free', 'companies free']);
    await registerWebhook(http, target);
    expect(await states()).toEqual(['contacts ours', 'companies ours']);
    await world.clearLog();
    await registerWebhook(http, { ...target, secret: 'otro' });
    expect(await states()).toEqual(['contacts ours', 'companies ours']);
    const sent = (await world.writes()).filter(({ path }) => path.startsWith('/v2/webhooks/'));
    expect(sent.map(({ method }) => method)).toEqual(['DELETE', 'POST', 'DELETE', 'POST']);
    expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(
      ['contacts', 'companies'].map(() => ({
        target: target.url,
        headers: { 'X-Clientify-Secret': 'otro' },
      })),
    );
    await removeWebhook(http, target);
    expect(await states()).toEqual(['contacts free', 'companies free']);
  });

  it('a slot that points elsewhere is never overwritten nor freed; the advice names its host, not its address', async () => {
    await world.control('POST', 'clientify/hooks', 'https://crm.example/hook?token=private');
    const reports = [
      ...(await registerWebhook(http, target)),
      ...(await removeWebhook(http, target)),
    ];
    expect(reports.map(({ state }) => state)).toEqual(['foreign', 'foreign', 'foreign', 'foreign']);
    expect(reports[0]?.host).toBe('crm.example');
    for (const language of ['en', 'es'] as const) {
      const [first] = reports;
      const advice = first && TEXTS[language].webhook.advice.foreign(first);
      expect(advice).toContain('crm.example');
    }
    expect(JSON.stringify(reports)).not.toContain('private');
    await world.control('POST', 'clientify/hooks', '');
  });

  it('one that was set by hand with the secret in its path is ours', async () => {
    await world.control('POST', 'clientify/hooks', `${target.url}/s3creto`);
    expect(await states()).toEqual(['contacts ours', 'companies ours']);
    await world.control('POST', 'clientify/hooks', '');
  });

  it("403 says that the API addon or an administrator's key is missing, in those words", async () => {
    await world.control('PATCH', 'clientify/switches', { administrator: false });
    const [report] = await registerWebhook(http, target);
    expect(report).toMatchObject({
      state: 'unknown',
      why: 'forbidden',
    });
    expect(report && TEXTS.en.webhook.advice.forbidden(report)).toContain(
      "API addon or administrator's key is missing",
    );
    await world.control('PATCH', 'clientify/switches', { administrator: true });
  });

  it('an address that is not public https is refused by Clientify, and the manual way is told', async () => {
    const [report] = await registerWebhook(http, {
      url: 'http://127.0.0.1:1/clientify',
      secret: 'x',
    });
    expect(report).toMatchObject({
      state: 'unknown',
      why: 'refused',
    });
    expect(report && TEXTS.en.webhook.advice.refused(report)).toContain('by hand');
  });
});

describe('from the console to the slot', () => {
  let world: World;
  const DOCUMENT = {
    writeBack: { mode: 'dry-run' },
    clientify: { timeoutSeconds: 1, retrySeconds: 0.01 },
  } as const;
  beforeAll(async () => {
    world = await World.start({ timeScale: 1 / 100, config: DOCUMENT });
    await world.setGiav('clients', [client(1)]);
    await world.sync();
    // The local cloud has no public address.
    await world.control('PATCH', 'clientify/switches', { anyTarget: true });
  });
  afterAll(() => world.stop());

  it('it is taken by the function that holds the keys, and Clientify is heard with the secret that nobody was shown', async () => {
    const { cloud } = world.wiring;
    const config = () => Promise.resolve(syncConfigSchema.parse(DOCUMENT));
    const onError = (error: unknown): never => {
      throw error;
    };
    const { webhookUrl } = cloud;
    const ports = consolePorts(deskPorts(cloud), { config, onError, webhookUrl });
    const office = await new ConsoleOffice('admin', DOCUMENT, ports).signIn();
    const { headers } = await office.post(paths.actions['webhook-register'], {});
    const page = headers.get('Location') ?? '';
    const until = Date.now() + 60_000;
    let text = '';
    while (!(text = await office.page(page)).includes('Los dos huecos son nuestros')) {
      if (Date.now() > until) throw new Error(text);
      await wait(100);
    }
    expect((await ports.state.notes.lastHeard()) ?? null).toBeNull();
    const [contact] = await world.crm('contacts');
    await world.clientify('PATCH', `/contacts/${String(contact?.['id'])}/`, {
      first_name: 'Lucinda',
    });
    await world.settled();
    expect(await ports.state.notes.lastHeard()).not.toBeNull();
    const shown = [text, await office.page(paths.connection), await office.page(paths.activity)];
    expect(shown.join()).toContain('Nuestro');
    const log = readFileSync(join(logsIn(world.stateDirectory), 'functions.log'), 'utf8');
    expect(log).toContain('webhook-register');
    expect(shown.join() + log).not.toContain(cloud.webhookSecret);
  });
});
