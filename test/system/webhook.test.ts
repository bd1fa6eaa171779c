import { World } from '../harness/world';

/** How it answers over HTTP; what becomes of what Clientify tells: test/simulation/webhook.test.ts. */
describe('the webhook', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      config: { writeBack: { mode: 'on', acknowledgeUnreadable: true } },
    });
  });
  afterAll(() => world.stop());

  const base = (): string => world.webhookUrl.slice(0, world.webhookUrl.lastIndexOf('/'));
  const secret = (): string => world.webhookUrl.slice(world.webhookUrl.lastIndexOf('/') + 1);
  const post = (url: string, body: string, headers: Record<string, string> = {}): Promise<number> =>
    fetch(url, { method: 'POST', body, headers }).then((answer) => answer.status);
  const hook = (): string =>
    JSON.stringify({ hook: { id: 1, event: 'contact.saved', target: '' }, data: { id: 1 } });

  it('takes the secret from the header, the path or the query', async () => {
    expect(await post(base(), hook(), { 'X-Clientify-Secret': secret() })).toBe(200);
    expect(await post(world.webhookUrl, hook())).toBe(200);
    expect(await post(`${base()}?secret=${secret()}`, hook())).toBe(200);
  });

  it('refuses a wrong or missing secret without a hint', async () => {
    expect(await post(base(), hook())).toBe(401);
    const answer = await fetch(`${base()}/wrong`, { method: 'POST', body: hook() });
    expect([answer.status, await answer.text()]).toEqual([401, '']);
  });

  it('answers 404, 405, 413 and 400 where they are due', async () => {
    expect(await post(`${base()}/a/b`, hook())).toBe(404);
    expect(await fetch(world.webhookUrl).then((answer) => answer.status)).toBe(405);
    expect(await post(world.webhookUrl, JSON.stringify({ a: 'x'.repeat(4 * 1024 * 1024) }))).toBe(
      413,
    );
    expect(await post(world.webhookUrl, 'no json')).toBe(400);
    expect(await post(world.webhookUrl, '{"what":"ever"}')).toBe(400);
  });

  it('ignores events of other entities', async () => {
    expect(
      await post(
        world.webhookUrl,
        JSON.stringify({ hook: { event: 'deal.saved' }, data: { id: 3 } }),
      ),
    ).toBe(200);
    expect(
      await post(world.webhookUrl, JSON.stringify({ event: 'task.deleted', data: { id: 3 } })),
    ).toBe(200);
  });
});
