import { ClientifyApi } from '../../lib/clientify/api';
import { CandidateSearch } from '../../lib/clientify/candidates';
import type { Overwritten } from '../../lib/clientify/post-record';
import { Finder } from '../../lib/clientify/find';
import { ClientifyHttp } from '../../lib/clientify/http';
import { readPipeline } from '../../lib/clientify/setup';
import { webhookBodies } from '../../lib/clientify/webhook-payloads';
import { NOT_CHANGED_LISTS } from '../../lib/sync/changes';
import type { Target } from '../../lib/sync/target';
import { heirsOf } from '../../lib/way-back/merged-away';
import { giavClient } from '../harness/giav-in-memory';
import { contact as desiredContact } from '../harness/clientify';
import { found } from '../ports/searched';

type Fields = Record<string, unknown>;
const BASE = 'https://api.clientify.net/v1';
const OLD = '2025-01-02T03:04:05.000006+01:00';

/** An account without a network; what is not answered is a 404 of the API. */
function account(
  answer: (method: string, path: string, body: Fields) => unknown,
  log: string[] = [],
): ClientifyHttp {
  return new ClientifyHttp({
    baseUrl: BASE,
    token: 't',
    retryDelayMs: 0,
    fetch: (url, { method = 'GET', body } = {}) => {
      const path = String(url).slice(BASE.length);
      log.push(`${method} ${path}`);
      const found = answer(
        method,
        path,
        JSON.parse((body as string | undefined) ?? '{}') as Fields,
      );
      if (found instanceof Response) return Promise.resolve(found);
      return Promise.resolve(
        found === undefined
          ? new Response('{"detail":"Not found."}', { status: 404 })
          : new Response(JSON.stringify(found), { status: 200 }),
      );
    },
  });
}
const page = (results: unknown[], count = results.length): Fields => ({
  count,
  next: null,
  results,
});
const contact = (id: number, more: Fields = {}): Fields => ({
  id,
  created: OLD,
  modified: OLD,
  first_name: 'Rosa',
  taxpayer_identification_number: '',
  emails: [],
  phones: [],
  addresses: [],
  tags: [],
  custom_fields: [],
  ...more,
});

it('a record that is asked for and comes back with another id was merged away: it is gone, and nobody writes to the other', async () => {
  const http = account((method, path) =>
    method === 'GET' && path === '/contacts/41/' ? contact(42) : undefined,
  );
  expect(await new ClientifyApi(http, 1).read('contact', '41')).toBeNull();
});

it('a birthday that somebody had not is taken out again after a create that overwrote the record', async () => {
  const before = contact(41, {
    birthday: null,
    emails: [{ id: 1, type: 4, email: 'c7@example.com' }],
  });
  let record = before;
  const http = account((method, path, body) => {
    if (path.startsWith('/contacts/?')) {
      if (method === 'GET') return page([before]);
      record = { ...record, birthday: body['birthday'], first_name: body['first_name'] };
      return record;
    }
    if (method === 'PATCH') {
      if (body['birthday'] === '')
        return new Response('{"birthday":["Fecha con formato erróneo."]}', { status: 400 });
      record = { ...record, ...body };
    }
    return path === '/contacts/41/' ? record : undefined;
  });
  const told: Overwritten[] = [];
  const api = new ClientifyApi(http, 1, {
    onOverwrite: (what) => Promise.resolve(void told.push(what)),
  });
  await api.create(desiredContact(7), new Date(Date.now() + 1000)).catch(() => undefined);
  expect([record['birthday'], record['first_name']]).toEqual([null, 'Rosa']);
  expect(told).toMatchObject([{ clientifyId: '41', restored: true }]);
});

it('a birthday that GIAV holds no more is taken away by null: an empty text is refused as no date', async () => {
  let record = contact(41, { birthday: '1984-05-06' });
  const http = account((method, path, body) => {
    if (path !== '/contacts/41/') return undefined;
    if (body['birthday'] === '')
      return new Response('{"birthday":["Fecha con formato erróneo."]}', { status: 400 });
    if (method !== 'GET') record = { ...record, ...body };
    return record;
  });
  const api = new ClientifyApi(http, 1);
  const before = (await api.read('contact', '41')) as Target;
  await api.apply(before, {
    ...NOT_CHANGED_LISTS,
    fields: { birthday: '' },
    customFields: {},
  });
  expect(record['birthday']).toBeNull();
});

it('a `count` of 0 beside records proves no search: the lists are read', async () => {
  const pages = [contact(1), contact(2, { taxpayer_identification_number: '12345678Z' })];
  const http = account((_, path) => {
    const query = new URLSearchParams(path.split('?')[1]);
    // A search for anything finds nothing, and no count is right.
    const isSearch = [...query.keys()].some((key) => key === 'query' || key.startsWith('cf_'));
    if (isSearch || !path.startsWith('/contacts/?')) return page([]);
    const at = Number(query.get('page'));
    return {
      count: 0,
      next: at === 1 ? `${BASE}/contacts/?page=2` : null,
      results: pages.slice(at - 1, at),
    };
  });
  const search = new CandidateSearch(http, 1);
  const { byDocument } = await found(search.clientCandidates('7', 'contact', '12345678Z'));
  expect(byDocument.map(({ id }) => id)).toEqual(['2']);
});

it('a change that is answered with another record is not taken for that record', async () => {
  const http = account((method, path) =>
    method === 'PATCH' || path === '/contacts/41/' ? contact(42) : undefined,
  );
  const before: Target = {
    kind: 'contact',
    id: '41',
    modified: OLD,
    fields: { first_name: 'Ana' },
    customFields: {},
  };
  const none = { add: [], replace: [], remove: [] };
  const { target } = await new ClientifyApi(http, 1).apply(before, {
    fields: { first_name: 'Eva' },
    customFields: {},
    emails: none,
    phones: none,
    addresses: none,
    tags: [],
  });
  expect([target.id, target.modified]).toEqual(['41', null]);
});

it.each([
  ['it was renamed, and an older one took its name', 72, 71],
  ['it was renamed, and a new one took its name', 72, 73],
])('a pipeline that the setting named is still the one it was: %s', async (_, id, other) => {
  const stage = (of: number): Fields => ({
    id: of * 10,
    name: 'Confirmado',
    position: 0,
    pipeline: `${BASE}/deals/pipelines/${of}/`,
  });
  const http = account((__, path) => {
    if (path.startsWith('/deals/pipelines/stages/')) return page([stage(id), stage(other)]);
    return page([
      { id: other, name: 'Expedientes' },
      { id, name: 'Expedientes 2025' },
    ]);
  });
  const { url } = await readPipeline(http, 'Expedientes', 1, String(id));
  expect(url).toBe(`${BASE}/deals/pipelines/${id}/`);
});

it('a search finds by substring, and what it finds is compared: e-mails and Documentos', async () => {
  const hits = [
    contact(1, {
      emails: [{ id: 5, type: 4, email: 'mariana@x.es' }],
      taxpayer_identification_number: 'A12345678Z',
    }),
    contact(2, {
      emails: [{ id: 6, type: 4, email: 'Ana@X.es' }],
      taxpayer_identification_number: '12345678Z',
    }),
  ];
  const http = account((_, path) =>
    path.startsWith('/contacts/?')
      ? page(hits)
      : hits.find(({ id }) => path === `/contacts/${String(id)}/`),
  );
  const finder = new Finder(http, 1);
  const byEmail = await finder.byEmail(['ana@x.es']);
  expect(byEmail.found.map(({ id }) => id)).toEqual(['2']);
  expect((await finder.byDocumento('contact', '12345678Z')).map(({ id }) => id)).toEqual(['2']);
});

it('a record of nearly the same Documento is nobody’s heir', async () => {
  const near = { kind: 'contact', gesinturId: '', modified: null } as const;
  const heirs = await heirsOf(
    {
      giav: {
        readClient: () =>
          Promise.resolve({ client: giavClient(7, { documento: '12345678Z' }) } as never),
      },
      clientify: {
        findByDocumento: () =>
          Promise.resolve([
            { ...near, id: '42', documento: '12345678-Z' },
            { ...near, id: '43', documento: '12345678z' },
          ]),
        read: () => Promise.reject(new Error('nobody asks for it')),
      },
    },
    'contact',
    '41',
    '7',
  );
  expect(heirs).toBeNull();
});

describe('a webhook body', () => {
  it.each([
    [
      'a bare contact that shows its company as a record',
      { id: 5, first_name: 'Ana', company: { id: 9, name: 'Duero' } },
      { kind: 'contact', id: '5' },
    ],
    [
      'the record beside an empty `data`',
      { event: 'contact.saved', data: null, contact: { id: 5 } },
      { kind: 'contact', id: '5' },
    ],
    [
      'the record under its own name in `data`, with the id of the event beside it',
      { event: 'contact.updated', id: 77, data: { contact: { id: 5 }, changes: {} } },
      { kind: 'contact', id: '5' },
    ],
    [
      'a contact of which the whole record shows its company',
      { hook: { event: 'contact.deleted' }, data: { id: 5, company: { id: 9 } } },
      { kind: 'contact', id: '5' },
    ],
  ])('%s', (_, body, hint) => {
    expect(webhookBodies.readHint(body)).toMatchObject(hint);
  });
});
