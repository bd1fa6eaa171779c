import { registerWebhook, removeWebhook, webhookStatus } from '../../lib/admin/webhook';
import { ClientifyHttp } from '../../lib/clientify/http';
import { World } from '../harness/world';

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
    expect(reports[0]?.advice).toContain('crm.example');
    expect(reports[0]?.advice).not.toContain('private');
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
      advice: expect.stringContaining("API addon or administrator's key is missing") as string,
    });
    await world.control('PATCH', 'clientify/switches', { administrator: true });
  });

  it('an address that is not public https is refused by Clientify, and the manual way is told', async () => {
    const [report] = await registerWebhook(http, {
      url: 'http://127.0.0.1:1/clientify',
      secret: 'x',
    });
    expect(report).toMatchObject({
      state: 'unknown',
      advice: expect.stringContaining('by hand') as string,
    });
  });
});
