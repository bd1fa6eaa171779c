import type { ChangeMessage } from '../../lib/queue/messages';
import { acceptWebhook } from '../../lib/way-back/accept-webhook';

const SECRET = 's3creto';
let sent: ChangeMessage[];
beforeEach(() => {
  sent = [];
});
const call = (body: unknown, secret: string | undefined = SECRET): Promise<number> =>
  acceptWebhook(
    {
      changes: { send: (message) => Promise.resolve(void sent.push(message)) },
      secrets: [SECRET, 'previous'],
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    {
      method: 'POST',
      headers: { 'x-clientify-secret': secret },
      secrets: [],
      body: Buffer.from(JSON.stringify(body)),
    },
  );

describe('the webhook', () => {
  it.each(['contact', 'company'])(
    'makes a hint of a %s event: which record, never what changed',
    async (of) => {
      expect(
        await call({ hook: { event: `${of}.saved` }, data: { id: 5, first_name: 'Ana' } }),
      ).toBe(200);
      expect(sent).toEqual([{ v: 1, kind: 'change', of, id: '5', source: 'webhook' }]);
    },
  );
  it.each([
    'deal.saved',
    'deal.won',
    'task.saved',
    'budget.deleted',
    'product.saved',
    'invoice.saved',
  ])(
    'takes %s and makes no hint of it: events of other entities are none of ours',
    async (event) => {
      for (const body of [
        { hook: { event }, data: { id: 5, name: 'Viaje', contact: 'Ana Gil' } },
        { event, data: { contact: { id: 5 } } },
        { hook: { event }, contact: { id: 5 } },
      ])
        expect(await call(body)).toBe(200);
      expect(sent).toEqual([]);
    },
  );
  it('takes the secret of now and, during a rotation, the one before; nothing else', async () => {
    expect(await call({ hook: { event: 'contact.saved' }, data: { id: 5 } }, 'previous')).toBe(200);
    expect(await call({ hook: { event: 'contact.saved' }, data: { id: 6 } }, 'other')).toBe(401);
    expect(sent).toHaveLength(1);
  });
});
