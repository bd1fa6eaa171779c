import { answerError } from '../../lib/clientify/answer-error';
import { ClientifyApi, type RecordsOptions } from '../../lib/clientify/api';
import type { Overwritten } from '../../lib/clientify/post-record';
import { ClientifyHttp } from '../../lib/clientify/http';
import { buildIndex } from '../../lib/clientify/build-index';
import { readAll } from '../../lib/clientify/read-list';
import { webhookBodies } from '../../lib/clientify/webhook-payloads';
import { parseSyncConfig } from '../../lib/config/environment';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import { StageFinder, resolveStages } from '../../lib/sync/stages';
import type { ChangeMessage } from '../../lib/ports/messages';
import { acceptWebhook } from '../../lib/way-back/accept-webhook';
import { heirsOf } from '../../lib/way-back/merged-away';
import { giavClient } from '../harness/giav-in-memory';
import { startTable } from '../harness/table';
import { DynamoAccount } from '../../lib/state/account';

type Fields = Record<string, unknown>;
const BASE = 'https://api.clientify.net/v1';
const EMAIL = 'familia@example.com';
const stamp = (): string => new Date().toISOString();
const OLD = '2025-01-02T03:04:05.000006+01:00';

/** A wire without a network: what is not answered is a 404 of the API. */
class Wire extends ClientifyHttp {
  readonly log: { method: string; path: string; body: unknown }[] = [];
  constructor(private readonly answer: (method: string, path: string, body: Fields) => unknown) {
    super({ baseUrl: BASE, token: 't' });
  }
  override request(method: string, path: string, body?: unknown): Promise<unknown> {
    this.log.push({ method, path, body });
    return Promise.resolve().then(() => {
      const found = this.answer(method, path, (body ?? {}) as Fields);
      if (found === undefined) throw new RecordError('Not found.', [], 404);
      return found;
    });
  }
  writes(): string[] {
    return this.log
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);
  }
}
const page = (results: unknown[]): Fields => ({ count: results.length, next: null, results });
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
const desired = mapClient(
  giavClient(7, { documento: '12345678Z', email: EMAIL }),
  clientMapping(parseSyncConfig('{}'), () => null),
).desired;
const create = (http: ClientifyHttp, options: RecordsOptions = {}) =>
  new ClientifyApi(http, 1, options).create(desired, new Date(Date.now() + 1000));

describe('POST /contacts/ that comes back with somebody else’s contact', () => {
  it('"its `created` not older than the call − 2 min": an answer that does not show when it was created is not believed', async () => {
    const http = new Wire((method, path) => {
      if (method === 'GET' && path.startsWith('/contacts/?')) return page([]);
      // Somebody's contact of last year; the answer of the create is poorer than the record.
      if (method === 'POST' && path.startsWith('/contacts/?'))
        return { ...contact(41), created: null };
      if (path === '/contacts/41/') return contact(41);
      return undefined;
    });
    const made = await create(http).then(
      ({ target }) => target.id,
      (error: unknown) => (error as RecordError).reason,
    );
    expect(made).toBe('FOREIGN_RECORD');
  });

  it('"What was overwritten by a create that returned another’s contact is put back from what was read before": one entry that is refused keeps nothing else from being put back', async () => {
    const before = contact(41, {
      emails: [{ id: 1, type: 4, email: EMAIL }],
      phones: [{ id: 2, type: 1, phone: 'ext. 12' }],
    });
    let record = before;
    let posts = 0;
    const http = new Wire((method, path, body) => {
      if (method === 'GET' && path.startsWith('/contacts/?')) return page([before]);
      if (method === 'POST' && path.startsWith('/contacts/?')) {
        posts += 1;
        record = {
          ...record,
          first_name: body['first_name'],
          taxpayer_identification_number: body['taxpayer_identification_number'],
          custom_fields: body['custom_fields'],
          phones: [],
        };
        return record;
      }
      if (method === 'POST') throw new RecordError('refused with 400', ['phone'], 400);
      if (method === 'PATCH') record = { ...record, ...body };
      return path === '/contacts/41/' ? record : undefined;
    });
    const told: Overwritten[] = [];
    await create(http, { onOverwrite: (what) => Promise.resolve(void told.push(what)) }).catch(
      () => undefined,
    );
    expect(posts).toBe(1);
    expect([record['first_name'], record['taxpayer_identification_number']]).toEqual(['Rosa', '']);
    expect(told[0]).toMatchObject({ clientifyId: '41', restored: false });
    expect(told[0]?.fields).toContain('phones');
  });
});

describe('a create of a deal whose answer was lost', () => {
  it('is found although the account takes the start date as `created` and ignores `cf_` filters: never a second deal', async () => {
    const deal = {
      id: 600,
      name: '24001234',
      created: '2026-01-10T13:00:00.000001+01:00',
      custom_fields: [{ field: 'gesintur_expediente_id', value: '9001' }],
    };
    const others = Array.from({ length: 120 }, (_, at) => ({
      ...deal,
      id: at + 1,
      custom_fields: [],
    }));
    const http = new Wire((_, path) => {
      const query = new URLSearchParams(path.split('?')[1]);
      const since = Date.parse(query.get('created[gte]') ?? OLD);
      const all = [...others, deal].filter(({ created }) => Date.parse(created) >= since);
      const at = Number(query.get('page')) - 1;
      return {
        count: all.length,
        next: all.length > (at + 1) * 100 ? `${BASE}/deals/?page=${at + 2}` : null,
        results: all.slice(at * 100, (at + 1) * 100),
      };
    });
    const found = await new ClientifyApi(http, 1).findById(
      'deal',
      '9001',
      new Date(Date.now() - 900_000),
    );
    expect(found.map(({ id }) => id)).toEqual(['600']);
  });
});

it('"relinked by itself only if the survivor has exactly the Documento and no other `gesintur_id`": a list that is poorer than the record does not show that it has none', async () => {
  const survivor = {
    id: 5002,
    name: 'Duero',
    taxpayer_identification_number: 'B12345674',
    created: OLD,
  };
  const http = new Wire((_, path) =>
    path.startsWith('/companies/?')
      ? page([survivor])
      : { ...survivor, custom_fields: [{ field: 'gesintur_id', value: '8' }] },
  );
  const giav = {
    readClient: () => Promise.resolve({ client: giavClient(7, { documento: 'B12345674' }) }),
  } as unknown as Parameters<typeof heirsOf>[0]['giav'];
  const heirs = await heirsOf(
    { giav, clientify: new ClientifyApi(http, 1) },
    'company',
    '5001',
    '7',
  );
  expect(heirs).toMatchObject({ linkable: false });
});

it('"learnt once, remembered": two things that are learnt at the same moment are both remembered', async () => {
  const { table, stop } = await startTable();
  try {
    const account = new DynamoAccount(table);
    await Promise.all([
      account.learn('forceInsertIgnored', new Date()),
      account.learn('pipelineIgnored', new Date()),
    ]);
    expect([...(await account.traits())].sort()).toEqual(['forceInsertIgnored', 'pipelineIgnored']);
  } finally {
    stop();
  }
});

describe('a list', () => {
  it.each([
    ['is deleted', 404, undefined],
    ['may not be read', 403, 'FORBIDDEN_IN_CLIENTIFY'],
  ] as const)(
    '"list poorer than record": one company that %s before it is read in full does not keep the others from being found',
    async (_, status, reason) => {
      const companies = [5001, 5002].map((id) => ({ id, name: 'Duero', created: OLD }));
      const http = new Wire((__, path) => {
        if (path.startsWith('/companies/?')) return page(companies);
        if (path.includes('?')) return page([]);
        if (path === '/companies/5001/') throw new RecordError('no', [], status, reason);
        return { ...companies[1], custom_fields: [{ field: 'gesintur_id', value: '8' }] };
      });
      const index = await buildIndex(http, 2);
      const { byId } = index.clientCandidates('8', 'company', 'B12345674');
      expect(byId.map(({ id }) => id)).toEqual(['5002']);
    },
  );

  it('"Only `next` ends a list": a page that is missing although `next` promised it, with records of `count` unseen, is no end', async () => {
    const http = new Wire((_, path) => {
      const at = Number(new URLSearchParams(path.split('?')[1]).get('page'));
      if (at > 2) return undefined;
      const results = Array.from({ length: 100 }, (__, n) => ({ id: at * 1000 + n }));
      return { count: 300, next: `${BASE}/contacts/?page=${at + 1}`, results };
    });
    await expect(readAll(http, '/contacts/', 2, () => undefined)).rejects.toThrow(RetryableError);
  });

  it('of more pages than ten thousand is read to its end in a second pass too', async () => {
    const last = 10_050;
    let asked = 0;
    const http = new Wire((_, path) => {
      const at = Number(new URLSearchParams(path.split('?')[1]).get('page'));
      // In the first pass somebody's insert pushed one record over a page border.
      const id = ++asked <= last && at === 7 ? 6 : at;
      const next = at < last ? `${BASE}/deals/?page=${at + 1}` : null;
      return { count: last, next, results: [{ id }] };
    });
    const found = new Set<unknown>();
    await readAll(http, '/deals/', 2, (item) => found.add((item as Fields)['id']));
    expect(found.size).toBe(last);
  });

  it('whose pages repeat without an end in a second pass is an error, not a loop', async () => {
    let calls = 0;
    const http = new Wire((_, path) => {
      if (++calls > 2000) throw new Error('asked for ever');
      const at = Number(new URLSearchParams(path.split('?')[1]).get('page'));
      const isFirstPass = calls <= 2;
      const next = isFirstPass && at === 2 ? null : `${BASE}/deals/?page=${at + 1}`;
      return { count: 3, next, results: calls === 2 ? [] : [{ id: 1 }, { id: 2 }] };
    });
    await expect(readAll(http, '/deals/', 1, () => undefined)).rejects.toThrow(RetryableError);
  });

  it('whose `next` never ends and whose pages repeat is an error, not a loop', async () => {
    let calls = 0;
    const http = new Wire(() => {
      if (++calls > 200) throw new Error('asked for ever');
      return { count: 2, next: `${BASE}/contacts/?page=2`, results: [{ id: 1 }, { id: 2 }] };
    });
    await expect(readAll(http, '/contacts/', 2, () => undefined)).rejects.toThrow(RetryableError);
  });
});

describe('the second host', () => {
  it.each([
    [403, '<html>blocked</html>'],
    [401, '{"detail":"Invalid token."}'],
    [404, '<html>nothing here</html>'],
    [301, ''],
  ])(
    'that answers %s does not turn a passing 504 of the first one into a fault of the settings',
    async (status, text) => {
      const http = new ClientifyHttp({
        baseUrl: BASE,
        secondBaseUrl: 'https://api.clientify.com/v1',
        token: 't',
        retryDelayMs: 0,
        fetch: (url) =>
          Promise.resolve(
            String(url).startsWith(BASE)
              ? new Response('<html>504</html>', { status: 504 })
              : new Response(text, { status }),
          ),
      });
      await expect(http.request('GET', '/contacts/?page=1')).rejects.toThrow(RetryableError);
    },
  );
});

describe('stages', () => {
  it('"Stages are remembered by id once resolved": a second stage of the same name moves no deal', () => {
    const url = (id: number): string => `${BASE}/deals/pipelines/stages/${id}/`;
    const giav = [{ id: 3, name: 'Confirmado' }] as Parameters<typeof resolveStages>[0];
    const before = [{ name: 'Confirmado', url: url(712) }];
    const first = new StageFinder(before);
    const memory = first.memoryWith(resolveStages(giav, before, {}, first).byGiavStage);
    const now = [...before, { name: 'CONFIRMADO', url: url(799) }];
    const { byGiavStage } = resolveStages(giav, now, {}, new StageFinder(now, memory));
    expect(byGiavStage.get(3)).toBe(url(712));
  });
});

describe('the webhook', () => {
  const deliver = async (body: unknown): Promise<ChangeMessage[]> => {
    const sent: ChangeMessage[] = [];
    await acceptWebhook(
      {
        changes: { send: (message) => Promise.resolve(void sent.push(message)) },
        bodies: webhookBodies,
        secrets: ['s'],
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      },
      {
        method: 'POST',
        headers: { 'x-clientify-secret': 's' },
        secrets: [],
        body: Buffer.from(JSON.stringify(body)),
      },
    );
    return sent;
  };
  it.each([
    [
      'a record of 300 KB ("body limit ~1 MB")',
      { remarks: 'x'.repeat(300 * 1024) },
      'contact.deleted',
    ],
    ['an event that is null', { first_name: 'Rosa' }, null],
  ])(
    '"never loses an event by answering" (413 and 400 count as delivered): %s',
    async (_, more, event) => {
      const sent = await deliver({ hook: { id: 412, event }, data: { id: 41, ...more } });
      expect(sent).toMatchObject([{ kind: 'change', of: 'contact', id: '41' }]);
    },
  );
});

it('"the contact lives without it, with a note (EMAIL_SHARED, both ids)", also when no search showed who has the e-mail', async () => {
  const mine: Fields = contact(90, { created: stamp() });
  const http = new Wire((method, path, body) => {
    if (method === 'GET' && path.startsWith('/contacts/?')) return page([]);
    if (method === 'POST' && path.startsWith('/contacts/?'))
      return 'email' in body ? contact(41) : { ...mine, ...body, id: 90, tags: [] };
    if (method === 'POST') throw new RecordError('refused with 400', ['email'], 400);
    return path === '/contacts/90/' ? mine : path === '/contacts/41/' ? contact(41) : undefined;
  });
  const { target, notices, notes } = await create(http);
  expect(target.id).toBe('90');
  expect(notices).toEqual(['EMAIL_SHARED']);
  expect(notes.map(({ note }) => note).join()).toContain('41');
});

it('"a 403 HTML page is told apart": an e-mail that a firewall turned away is not told as EMAIL_SHARED', async () => {
  const mine = contact(90, { created: stamp() });
  const other = contact(41, { emails: [{ id: 1, type: 4, email: EMAIL }] });
  const http = new Wire((method, path, body) => {
    if (method === 'GET' && path.startsWith('/contacts/?')) return page([other]);
    if (method === 'POST' && path.startsWith('/contacts/?'))
      return { ...mine, ...body, id: 90, tags: [] };
    if (method === 'POST') throw answerError('POST', path, 403, null);
    return path === '/contacts/90/' ? mine : path === '/contacts/41/' ? other : undefined;
  });
  const { notices, notes } = await create(http);
  expect(notices ?? []).toEqual([]);
  expect(notes.map(({ note }) => note).join()).not.toContain('41');
});
