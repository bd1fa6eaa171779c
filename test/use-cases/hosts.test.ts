import { ClientifyApi } from '../../lib/clientify/api';
import { ClientifyHttp } from '../../lib/clientify/http';
import { readAll } from '../../lib/clientify/read-list';
import { readPipeline } from '../../lib/clientify/setup';
import { resourceId } from '../../lib/sync/relations';

const CONFIGURED = 'https://crm.example:8443/v1';
const SECOND = 'https://crm-b.example/v1';

/** @param answer by path */
const connect = (answer: (url: string) => unknown): { http: ClientifyHttp; asked: string[] } => {
  const asked: string[] = [];
  const http = new ClientifyHttp({
    baseUrl: CONFIGURED,
    secondBaseUrl: SECOND,
    token: 't',
    retryDelayMs: 1,
    fetch: (url) => {
      asked.push(String(url));
      return Promise.resolve(new Response(JSON.stringify(answer(String(url))), { status: 200 }));
    },
  });
  return { http, asked };
};

const dealAt = (host: string) => ({
  id: 600001,
  name: '26001',
  contact: `${host}/contacts-dynamic/200000001/`,
  company: null,
  pipeline: `${host}/deals/pipelines/71/`,
  pipeline_stage: `${host}/deals/pipelines/stages/712/`,
  custom_fields: [],
  tags: [],
});
const read = (host: string) => {
  const { http } = connect(() => dealAt(host));
  return new ClientifyApi(http, 1).read('deal', '600001');
};

describe('"ids and `next` of both hosts are accepted, no other"', () => {
  it.each([CONFIGURED, SECOND, 'https://api.clientify.net/v1', 'https://api.clientify.com/v1'])(
    'a deal that names its pipeline on %s is read',
    async (host) => {
      const deal = await read(host);
      expect(resourceId(deal?.fields['pipeline'])).toBe('71');
      expect(resourceId(deal?.fields['contact'])).toBe('200000001');
    },
  );

  it.each([
    'https://api.clientify.net.evil.example/v1',
    'https://evil.example/v1',
    'https://crm.example/v1',
    'http://api.clientify.net@evil.example/v1',
  ])('one that names %s cannot be read: nothing is written to it', async (host) => {
    await expect(read(host)).rejects.toMatchObject({
      reason: 'UNREADABLE_IN_CLIENTIFY',
      message: expect.stringContaining('deal 600001') as string,
    });
  });

  it('a stage that names a pipeline of another host is in none of ours', async () => {
    const { http } = connect((url) => {
      const stages = [
        { id: 711, name: 'Nuevo', pipeline: `${CONFIGURED}/deals/pipelines/71/` },
        { id: 712, name: 'Otro', pipeline: 'https://evil.example/v1/deals/pipelines/71/' },
      ];
      const results = url.includes('/stages/') ? stages : [{ id: 71, name: 'Expedientes' }];
      return { count: results.length, next: null, results };
    });
    const { stages } = await readPipeline(http, 'Expedientes', 1);
    expect(stages.map(({ name }) => name)).toEqual(['Nuevo']);
  });

  it('a name, or a text with digits, is no id', () => {
    for (const text of ['Pipeline 71', 'Expedientes', '', 'ftp://x/71/'])
      expect([text, resourceId(text)]).toEqual([text, null]);
    expect(resourceId('https://api.clientify.com/v1/contacts-dynamic/200000001/')).toBe(
      '200000001',
    );
    expect(resourceId(71)).toBe('71');
  });

  it('a list whose `next` names another host is read on by its number: that host is never called', async () => {
    const { http, asked } = connect((url) => {
      const page = Number(new URL(url).searchParams.get('page'));
      const next = page < 3 ? `https://evil.example/v1/deals/?page=${page + 1}` : null;
      return { count: 3, next, results: [{ id: page }] };
    });
    const ids: unknown[] = [];
    await readAll(http, '/deals/', 2, (item) => ids.push((item as { id: unknown }).id));
    expect(ids.sort()).toEqual([1, 2, 3]);
    expect(asked.filter((url) => !url.startsWith(CONFIGURED))).toEqual([]);
  });
});
