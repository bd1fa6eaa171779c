import { webhookBodies } from '../../lib/clientify/webhook-payloads';
import type { ChangeMessage } from '../../lib/ports/messages';
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
      bodies: webhookBodies,
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
  it.each([
    ['Cliente', 'Cliente'],
    [' Lead frío (web) ', 'Lead frío (web)'],
    ['ana@example.com', undefined],
    ['600 123 456', undefined],
    ['x'.repeat(41), undefined],
    ['', undefined],
    [7, undefined],
  ])(
    'what a status is called (%p) goes with the hint, if it is a plain name',
    async (status, label) => {
      expect(await call({ hook: { event: 'contact.saved' }, data: { id: 5, status } })).toBe(200);
      expect(sent).toEqual([
        {
          v: 1,
          kind: 'change',
          of: 'contact',
          id: '5',
          source: 'webhook',
          ...(label && { label }),
        },
      ]);
    },
  );
  it.each([
    ['a company', { hook: { event: 'company.saved' }, data: { id: 5, status: 'Cliente' } }],
    ['a deleted one', { hook: { event: 'contact.deleted' }, data: { id: 5, status: 'Cliente' } }],
    ['another shape', { event: 'contact.saved', data: { contact: { id: 5, status: 'Cliente' } } }],
  ])('the status of %s tells no name', async (_, body) => {
    expect(await call(body)).toBe(200);
    expect(sent).toEqual([expect.objectContaining({ id: '5', label: undefined })]);
  });
  it('takes the secret of now and, during a rotation, the one before; nothing else', async () => {
    expect(await call({ hook: { event: 'contact.saved' }, data: { id: 5 } }, 'previous')).toBe(200);
    expect(await call({ hook: { event: 'contact.saved' }, data: { id: 6 } }, 'other')).toBe(401);
    expect(sent).toHaveLength(1);
  });
});
