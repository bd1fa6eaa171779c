import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientifyApi } from '../../lib/clientify/api';
import { ClientifyHttp } from '../../lib/clientify/http';
import { mapClient } from '../../lib/sync/client-to-clientify';
import type { Changes } from '../../lib/sync/changes';
import { giavClient } from '../harness/giav-records';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}
type Answer = readonly [status: number, body: unknown];

let server: Server;
let calls: Call[] = [];
let answer: (call: Call) => Answer = () => [500, {}];
let records: ClientifyApi;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const call = {
        method: request.method ?? '',
        path: request.url ?? '',
        body: (text === '' ? {} : JSON.parse(text)) as Call['body'],
      };
      // Nobody else has these e-mails.
      const search = call.method === 'GET' && call.path.includes('?');
      if (!search) calls.push({ ...call, path: call.path.replace('?force_insert=true', '') });
      const [status, body] = search ? [200, { count: 0, next: null, results: [] }] : answer(call);
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(body === null ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  records = new ClientifyApi(new ClientifyHttp({ baseUrl, token: 'T', retryDelayMs: 1 }), 1);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  calls = [];
});

const notAfter = new Date('2999-01-01T00:00:00Z');
const desired = (fields: Parameters<typeof giavClient>[0]) =>
  mapClient(giavClient({ nombre: 'Ana', ...fields }), { clientTypes: {}, countryCode: () => null })
    .desired;
const record = {
  id: 9,
  created: '2999-01-01T00:00:00Z',
  modified: '2026-05-07T20:02:41+02:00',
  emails: [],
  phones: [],
  addresses: [],
};
const NONE: Changes = {
  fields: {},
  customFields: {},
  emails: { add: [], replace: [], remove: [] },
  phones: { add: [], replace: [], remove: [] },
  addresses: { add: [], replace: [], remove: [] },
  tags: [],
};
const target = { kind: 'contact', id: '9', modified: null, fields: {} } as const;

describe('a create of which a part is refused', () => {
  it('is sent again without that part, and says which', async () => {
    answer = ({ body }) =>
      JSON.stringify(body).includes('mala@')
        ? [400, { emails: [{}, { email: ['No es válido.'] }] }]
        : [201, record];
    const result = await records.create(
      desired({ email: 'buena@example.com; mala@example.com' }),
      notAfter,
    );
    expect(calls.map(({ body }) => body['emails'])).toEqual([
      [
        { email: 'buena@example.com', type: 4 },
        { email: 'mala@example.com', type: 3 },
      ],
      [{ email: 'buena@example.com', type: 4 }],
    ]);
    expect(result.notes).toEqual([{ field: 'emails[1]', note: 'refused by Clientify; left out' }]);
    expect(result.refused).toEqual([{ field: 'emails', key: 'mala@example.com' }]);
    expect(result.sent).toEqual([{ method: 'POST', path: '/contacts/', body: calls[1]?.body }]);
  });
  it('is sent again as often as other parts are refused', async () => {
    answer = ({ body }) =>
      'birthday' in body
        ? [400, { birthday: ['…'] }]
        : JSON.stringify(body).includes('Tabarnia')
          ? [400, { addresses: [{ country: ['…'] }] }]
          : [201, record];
    const result = await records.create(
      desired({ birthday: '1984-05-06', poblacion: 'Soria', nombrePais: 'Tabarnia' }),
      notAfter,
    );
    expect(calls).toHaveLength(3);
    expect(calls[2]?.body['addresses']).toEqual([{ city: 'Soria', type: 5 }]);
    expect(result.refused?.map(({ field }) => field)).toEqual(['birthday', 'address']);
  });
  it('does not end in an endless loop', async () => {
    let turn = 0;
    answer = () => [
      400,
      {
        [['birthday', 'last_name', 'remarks', 'email', 'phone', 'status', 'contact_type'][turn++] ??
        'tags']: ['…'],
      },
    ];
    await expect(
      records.create(
        desired({
          birthday: '1984-05-06',
          apellidos: 'x',
          comentarios: 'x',
          email: 'a@example.com',
          movil: '600111222',
        }),
        notAfter,
      ),
    ).rejects.toThrow('400');
    expect(calls.length).toBeLessThanOrEqual(6);
  });
  it('fails when the record needs that part', async () => {
    answer = () => [400, { first_name: ['…'], birthday: ['…'] }];
    await expect(records.create(desired({ birthday: '1984-05-06' }), notAfter)).rejects.toThrow(
      '400',
    );
    expect(calls).toHaveLength(1);
  });
  it('a list that is refused as a whole: each entry is tried on its own, and only the bad one is missing', async () => {
    answer = ({ method, path, body }) => {
      if (method === 'GET')
        return [200, { ...record, emails: [{ id: 1, type: 4, email: 'buena@example.com' }] }];
      if (path.endsWith('/emails/'))
        return body['email'] === 'mala@example.com'
          ? [400, { email: ['…'] }]
          : [201, { id: 1, ...body }];
      return 'emails' in body ? [400, { emails: ['…'] }] : [201, record];
    };
    const result = await records.create(
      desired({ email: 'buena@example.com; mala@example.com' }),
      notAfter,
    );
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/contacts/',
      'POST /v1/contacts/',
      'POST /v1/contacts/9/emails/',
      'POST /v1/contacts/9/emails/',
      'GET /v1/contacts/9/',
    ]);
    expect(result.target.emails).toEqual([{ id: '1', type: 4, email: 'buena@example.com' }]);
    expect(result.refused).toEqual([{ field: 'emails', key: 'mala@example.com' }]);
    expect(result.notes).toHaveLength(1);
  });
});

describe('an update of which a part is refused', () => {
  const address = {
    street: 'C/ Mayor 1',
    city: 'Soria',
    state: '',
    country: 'es',
    postal_code: '',
    type: 5,
  };

  it('an entry that is refused is told and remembered; the others and the fields go on', async () => {
    answer = ({ method, body }) =>
      method === 'PATCH' || method === 'GET'
        ? [200, record]
        : body['phone'] === '112'
          ? [400, { phone: ['…'] }]
          : [201, { id: 1, ...body }];
    const phones = {
      add: [
        { phone: '112', type: 1 },
        { phone: '600111222', type: 2 },
      ],
      replace: [],
      remove: [],
    };
    const result = await records.apply(target, { ...NONE, phones, fields: { last_name: 'x' } });
    expect(result.sent.map(({ path }) => path)).toEqual(['/contacts/9/phones/', '/contacts/9/']);
    expect(result.refused).toEqual([{ field: 'phones', key: '112' }]);
    expect(result.notes).toEqual([
      { field: 'phones', note: 'refused by Clientify (400); left as it was' },
    ]);
  });
  it('an address is sent with all six parts; refused, once more without the blank ones', async () => {
    answer = ({ method, body }) =>
      method === 'GET'
        ? [200, record]
        : 'state' in body
          ? [400, { state: ['…'] }]
          : [201, { id: 1, ...body }];
    const result = await records.apply(target, {
      ...NONE,
      addresses: { add: [address], replace: [], remove: [] },
    });
    expect(calls.slice(0, 2).map(({ body }) => body)).toEqual([
      address,
      { street: 'C/ Mayor 1', city: 'Soria', country: 'es', type: 5 },
    ]);
    expect(result.notes).toEqual([]);
    expect(result.refused).toEqual([]);
  });
  it('refused both times it is left as it was, told and remembered', async () => {
    answer = ({ method }) => (method === 'GET' ? [200, record] : [400, { street: ['…'] }]);
    const result = await records.apply(target, {
      ...NONE,
      addresses: { add: [], replace: [{ id: '3', entry: address }], remove: [] },
    });
    expect(calls.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
    expect(result.refused).toEqual([{ field: 'address', key: 'C/ Mayor 1 | Soria |  | es | ' }]);
    expect(result.notes).toEqual([
      { field: 'addresses', note: 'refused by Clientify (400); left as it was' },
    ]);
  });
  it('a full address that is refused is not sent a second time', async () => {
    answer = ({ method }) => (method === 'GET' ? [200, record] : [400, { street: ['…'] }]);
    await records.apply(target, {
      ...NONE,
      addresses: {
        add: [{ ...address, state: 'Soria', postal_code: '42001' }],
        replace: [],
        remove: [],
      },
    });
    expect(calls.map(({ method }) => method)).toEqual(['POST']);
  });
  it('an entry that is gone already is no refusal', async () => {
    answer = ({ method }) =>
      method === 'DELETE' ? [404, { detail: 'Not found.' }] : [200, record];
    const result = await records.apply(target, {
      ...NONE,
      emails: { add: [], replace: [], remove: ['3'] },
    });
    expect([result.notes, result.refused]).toEqual([[], []]);
  });
  it('a field that is refused is left out, told and remembered with its value', async () => {
    answer = ({ body }) => ('birthday' in body ? [400, { birthday: ['…'] }] : [200, record]);
    const result = await records.apply(target, {
      ...NONE,
      fields: { birthday: '1984-05-06', last_name: 'x' },
    });
    expect(calls[1]?.body).toEqual({ last_name: 'x' });
    expect(result.refused).toEqual([{ field: 'birthday', key: '1984-05-06' }]);
  });
});
