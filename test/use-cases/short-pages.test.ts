import { CandidateSearch } from '../../lib/clientify/candidates';
import { Finder } from '../../lib/clientify/find';
import { ClientifyHttp } from '../../lib/clientify/http';
import { readAll } from '../../lib/clientify/read-list';
import { RecordError } from '../../lib/sync/errors';
import { found } from '../ports/searched';

type Fields = Record<string, unknown>;
const BASE = 'https://api.clientify.net/v1';

/** A list whose pages hold what they like; its numbers of records by page. */
class Uneven extends ClientifyHttp {
  asked: string[] = [];
  constructor(
    private readonly all: readonly Fields[],
    private readonly sizes: (page: number) => number,
    private readonly matches: (record: Fields, query: URLSearchParams) => boolean = () => true,
  ) {
    super({ baseUrl: BASE, token: 't' });
  }
  override request(_: string, path: string): Promise<unknown> {
    this.asked.push(path);
    const [at = '', text = ''] = path.split('?');
    const one = /^\/[a-z]+\/(\d+)\/$/.exec(at)?.[1];
    if (one !== undefined) return Promise.resolve(this.all.find(({ id }) => String(id) === one));
    const query = new URLSearchParams(text);
    const found = this.all.filter((record) => this.matches(record, query));
    const page = Number(query.get('page'));
    let from = 0;
    for (let before = 1; before < page; before++) from += this.sizes(before);
    // The first page is always there, an empty one too.
    if (page > 1 && from >= found.length)
      return Promise.reject(new RecordError('Invalid page.', [], 404));
    const to = from + this.sizes(page);
    return Promise.resolve({
      count: found.length,
      next: to < found.length ? `${BASE}${at}?page=${page + 1}` : null,
      results: found.slice(from, to),
    });
  }
}

const records = (count: number): Fields[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, custom_fields: [] }));

describe('"Only `next` ends a list": a short page says nothing of the others', () => {
  it.each([
    ['a first page of one record', (page: number) => (page === 1 ? 1 : 100)],
    ['an empty first page', (page: number) => (page === 1 ? 0 : 100)],
    ['a short page in the middle', (page: number) => (page === 4 ? 3 : 100)],
    ['pages of twenty', () => 20],
    ['full pages', () => 100],
  ])('%s: read in about as many calls as it has pages', async (_, sizes) => {
    const http = new Uneven(records(2001), sizes);
    const seen = new Set<unknown>();
    await readAll(http, '/contacts/', 3, (item) => seen.add((item as Fields)['id']));
    expect(seen.size).toBe(2001);
    let pages = 0;
    for (let held = 0; held < 2001; held += sizes(pages)) pages += 1;
    expect(http.asked.length).toBeLessThanOrEqual(pages + 3);
  });

  const withId = (id: number): Fields => ({
    id,
    created: '2025-01-02T03:04:05Z',
    modified: '2025-01-02T03:04:05Z',
    taxpayer_identification_number: '',
    custom_fields: [{ field: 'gesintur_id', value: '7' }],
  });

  it.each([
    ['holds one of two', 1],
    ['is empty', 0],
  ])(
    'a search by id whose first page %s finds all of them: nothing is created beside them',
    async (_, first) => {
      const http = new Uneven(
        [withId(11), withId(12)],
        (page) => (page === 1 ? first : 100),
        ({ custom_fields }, query) => !query.has('cf_gesintur_id') || custom_fields !== undefined,
      );
      const search = new CandidateSearch(http, 2);
      const { byId } = await found(search.clientCandidates('7', 'contact', '', 'contact'));
      expect(byId.map(({ id }) => id)).toEqual(['11', '12']);
    },
  );

  it('whose contact an e-mail is, is found behind many that only contain it', async () => {
    const contact = (id: number, email: string): Fields => ({
      id,
      created: '2025-01-02T03:04:05Z',
      modified: '2025-01-02T03:04:05Z',
      first_name: 'Ana',
      taxpayer_identification_number: '',
      emails: [{ id: id * 10, type: 4, email }],
      phones: [],
      addresses: [],
      tags: [],
      custom_fields: [],
    });
    const others = Array.from({ length: 8 }, (_, at) => contact(at + 1, `mari${at}ana@x.es`));
    const http = new Uneven([...others, contact(99, 'ana@x.es')], () => 1);
    const { found } = await new Finder(http, 2).byEmail(['ana@x.es']);
    expect(found.map(({ id }) => id)).toEqual(['99']);
  });
});
