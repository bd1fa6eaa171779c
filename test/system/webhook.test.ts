import { DynamoSamples } from '../../lib/state/samples';
import { World, client, withId, type Fields } from '../harness/world';

describe('the webhook', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      config: { writeBack: { mode: 'on', acknowledgeUnreadable: true } },
    });
    await world.setGiav('clients', [client(1)]);
    await world.sync();
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

  it('keeps the shape of a body that nobody understands, without its values', async () => {
    expect(
      await post(
        world.webhookUrl,
        JSON.stringify({ kind: 'novel', person: { first: 'Lucía', 'ana@example.com': 1 } }),
      ),
    ).toBe(400);
    await world.settled();
    const [sample] = await new DynamoSamples(world.wiring.cloud.table).recent(1);
    expect(sample?.shape).toEqual({
      kind: 'string',
      person: { first: 'string', '(key)': 'number' },
    });
  });

  const shapes = (id: number): [string, unknown][] => [
    ['hook and data', { data: { id }, hook: { id: 4, event: 'contact.saved', target: 'x' } }],
    [
      'hook and data with a company as text',
      { hook: { event: 'contact.saved' }, data: { id, company: '', first_name: 'x' } },
    ],
    [
      'event and data.contact',
      {
        event: 'contact.updated',
        timestamp: 'x',
        account_id: 1,
        data: { contact: { id }, changes: { phone: {} } },
      },
    ],
    ['event and contact', { event: 'contact.updated', contact: { id } }],
    ['hook and contact', { hook: { event: 'contact.saved' }, contact: { id: String(id) } }],
    ['a bare record', { id, first_name: 'x', emails: [] }],
  ];
  it.each(shapes(0).map(([name], at) => [name, at] as const))(
    'understands the shape: %s',
    async (_, at) => {
      const record = withId(await world.crm('contacts'), 1)[0] as Fields;
      const [, body] = shapes(Number(record['id']))[at] as [string, unknown];
      await world.clientify('PATCH', `/contacts/${String(record['id'])}/`, {
        last_name: `Forma ${at}`,
      });
      expect(await post(world.webhookUrl, JSON.stringify(body))).toBe(200);
      await world.settled();
      expect((await world.giavClient(1))?.['Apellidos']).toBe(`Forma ${at}`);
    },
  );

  it('learns what the account calls a status, which only its webhooks tell', async () => {
    await world.connectHooks();
    const record = withId(await world.crm('contacts'), 1)[0] as Fields;
    await world.clientify('PATCH', `/contacts/${String(record['id'])}/`, { last_name: 'Etiqueta' });
    await world.settled();
    expect(await world.admin.account.labels()).toEqual([{ code: 'client', label: 'Cliente' }]);
  });
});
