import { DynamoSamples } from '../../lib/state/samples';
import { hintTo } from '../../simulation/systems/webhook-calls';
import { VirtualWorld } from '../harness/virtual-world';
import { client, withId, type Fields } from '../harness/world';

/** What becomes of what Clientify tells; how it is answered over HTTP: test/system/webhook.test.ts. */
describe('the webhook', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = VirtualWorld.open({
      config: { writeBack: { mode: 'on', acknowledgeUnreadable: true } },
    });
    world.addClient(client(1));
    await world.sync();
  });
  afterEach(() => world.close());

  const post = (body: unknown): Promise<number> => {
    const { account, facts } = world.simulation;
    return world.when(hintTo(account.functions.webhook, facts.webhookSecret, JSON.stringify(body)));
  };
  const contact = (): Fields => withId(world.crm('contacts'), 1)[0] as Fields;
  const rename = (name: string): Fields =>
    world.clientify('PATCH', `/contacts/${String(contact()['id'])}/`, { last_name: name });

  it('keeps the shape of a body that nobody understands, without its values', async () => {
    const body = { kind: 'novel', person: { first: 'Lucía', 'ana@example.com': 1 } };
    expect(await post(body)).toBe(400);
    await world.settled();
    const [sample] = await new DynamoSamples(world.kept.table).recent(1);
    expect(sample?.shape).toEqual({
      kind: 'string',
      person: { first: 'string', '(key)': 'number' },
    });
  });

  it.each<[string, (id: number) => unknown]>([
    [
      'hook and data',
      (id) => ({ data: { id }, hook: { id: 4, event: 'contact.saved', target: 'x' } }),
    ],
    [
      'hook and data with a company as text',
      (id) => ({ hook: { event: 'contact.saved' }, data: { id, company: '', first_name: 'x' } }),
    ],
    [
      'event and data.contact',
      (id) => ({
        event: 'contact.updated',
        timestamp: 'x',
        account_id: 1,
        data: { contact: { id }, changes: { phone: {} } },
      }),
    ],
    ['event and contact', (id) => ({ event: 'contact.updated', contact: { id } })],
    [
      'hook and contact',
      (id) => ({ hook: { event: 'contact.saved' }, contact: { id: String(id) } }),
    ],
    ['a bare record', (id) => ({ id, first_name: 'x', emails: [] })],
  ])('understands the shape: %s', async (_, bodyOf) => {
    rename('Forma');
    await world.settled();
    expect(world.giavClient(1)?.['Apellidos']).toBe('Ejemplo Prueba');
    expect(await post(bodyOf(Number(contact()['id'])))).toBe(200);
    await world.settled();
    expect(world.giavClient(1)?.['Apellidos']).toBe('Forma');
  });

  it('learns what the account calls a status, which only its webhooks tell', async () => {
    world.connectHooks();
    rename('Etiqueta');
    await world.settled();
    expect(await world.kept.account.labels()).toEqual([{ code: 'client', label: 'Cliente' }]);
  });
});
