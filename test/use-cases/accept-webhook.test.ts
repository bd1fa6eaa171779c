import { webhookBodies } from '../../lib/clientify/webhook-payloads';
import { changeMessageSchema, type ChangeMessage } from '../../lib/ports/messages';
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
    ['hook and data', { hook: { event: 'contact.saved' }, data: { id: 5, status: 'Cliente' } }],
    ['event and data', { event: 'contact.updated', data: { id: 5, status: 'Cliente' } }],
    [
      'event and data.contact',
      { event: 'contact.created', data: { contact: { id: 5, status: 'Cliente' }, changes: {} } },
    ],
    ['event and contact', { event: 'contact.saved', contact: { id: 5, status: 'Cliente' } }],
    [
      'hook and contact',
      { hook: { event: 'contacts.saved' }, contact: { id: 5, status: 'Cliente' } },
    ],
    ['data alone', { data: { id: 5, first_name: 'Ana', status: 'Cliente' } }],
    ['a bare record', { id: 5, first_name: 'Ana', status: 'Cliente' }],
  ])('the status of a contact tells a name in the shape: %s', async (_, body) => {
    expect(await call(body)).toBe(200);
    expect(sent).toEqual([expect.objectContaining({ of: 'contact', id: '5', label: 'Cliente' })]);
  });
  it.each([
    ['a company of its own', { company: { id: 5, status: 'Cliente' } }],
    ['a contact that was removed', { event: 'contact.DELETED', contact: { id: 5, status: 'X' } }],
    ['a company', { hook: { event: 'company.saved' }, data: { id: 5, status: 'Cliente' } }],
    ['a deleted one', { hook: { event: 'contact.deleted' }, data: { id: 5, status: 'Cliente' } }],
    ['a code', { hook: { event: 'contact.saved' }, data: { id: 5, status: 'cold-lead' } }],
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

describe('a body that was made to break what reads it', () => {
  const nested = (depth: number): unknown =>
    JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
  const wide = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [
      `key_${at}`,
      Object.fromEntries(Array.from({ length: 50 }, (__, inner) => [`k${inner}`, { a: { b: 1 } }])),
    ]),
  );
  it.each([
    ['a key of every object', { constructor: 1, toString: { valueOf: 2 } }],
    ['a prototype', JSON.parse('{"__proto__": {"id": 1}, "x": 1}')],
    ['lists in lists', nested(3000)],
    ['many lists', Array(30_000).fill([[1]])],
    ['many keys', wide],
    ['an id with blanks', { hook: { event: 'contact.saved' }, data: { id: '5 5' } }],
    ['an id of nothing', { hook: { event: 'contact.saved' }, data: { id: '0' } }],
  ])('is a small sample of own keys that the queue takes (%s)', async (_, body) => {
    expect(await call(body)).toBe(400);
    expect(sent).toHaveLength(1);
    const text = JSON.stringify(sent[0]);
    expect(text.length).toBeLessThan(20_000);
    expect(text).not.toMatch(/constructor|__proto__|toString|valueOf/);
    expect(changeMessageSchema.safeParse(sent[0]).success).toBe(true);
  });

  it.each(['__proto__', 'constructor.saved', 'toString', 'hasOwnProperty.x'])(
    'names no kind with the event %s',
    async (event) => {
      expect(await call({ hook: { event }, data: { id: 5, first_name: 'Ana' } })).toBe(200);
      expect(sent).toEqual([]);
    },
  );
});
