import { Finder } from '../../lib/clientify/find';
import { ClientifyHttp } from '../../lib/clientify/http';

const contact = (id: number, documento: string): Record<string, unknown> => ({
  id,
  taxpayer_identification_number: documento,
  custom_fields: [],
});

/** An account with a long list of contacts; its search finds a Documento by its part, or only names. */
class Account extends ClientifyHttp {
  /** What was asked for: a text, or a page of the whole list. */
  readonly asked: string[] = [];
  constructor(
    private readonly all: readonly Record<string, unknown>[],
    private readonly finds: 'Documentos' | 'names',
  ) {
    super({ baseUrl: 'http://clientify.invalid/v1', token: 't' });
  }
  override request(_: string, path: string): Promise<unknown> {
    const query = new URLSearchParams(path.split('?')[1]);
    const text = query.get('query');
    const page = Number(query.get('page'));
    // Contacts are not filtered by it: the whole list comes back.
    const filtered = query.has('taxpayer_identification_number') ? ' by NIF' : '';
    this.asked.push(text ?? `page ${page}${filtered}`);
    const hits = this.all.filter((one) =>
      String(one['taxpayer_identification_number']).includes(text ?? ''),
    );
    if (text !== null) return Promise.resolve(answer(this.finds === 'names' ? [] : hits));
    return Promise.resolve(answer(this.all.slice(page - 1, page), this.all.length, page));
  }
}
const answer = (results: readonly unknown[], count = results.length, page = count) => ({
  count,
  next: page < count ? 'more' : null,
  results,
});
const PEOPLE = [contact(1, '99999999R'), contact(2, '12345678Z'), contact(3, '12345678ZZ')];

describe('a Documento that is searched in Clientify as it is now', () => {
  it('is found by the search: exactly that one, with one call', async () => {
    const account = new Account(PEOPLE, 'Documentos');
    const found = await new Finder(account, 1).byDocumento('contact', '12345678Z', 'proven');
    expect([found.map(({ id }) => id), account.asked]).toEqual([['2'], ['12345678Z']]);
  });

  it('where a search has shown that it finds what is there, nothing found is nothing: the list is not read', async () => {
    const account = new Account(PEOPLE, 'Documentos');
    const finder = new Finder(account, 1);
    expect(await finder.byDocumento('contact', '00000001R', 'proven')).toEqual([]);
    expect(account.asked).toEqual(['00000001R', 'page 1', '99999999R']);
    // Shown once.
    expect(await finder.byDocumento('contact', '00000002W', 'proven')).toEqual([]);
    expect(account.asked.slice(3)).toEqual(['00000002W']);
  });

  it('where it has not, the whole list tells', async () => {
    const account = new Account(PEOPLE, 'names');
    const found = await new Finder(account, 1).byDocumento('contact', '12345678Z', 'proven');
    expect(found.map(({ id }) => id)).toEqual(['2']);
  });

  it('one that is no plain word is looked for in the whole list: how a search treats its hyphens is unknown', async () => {
    const account = new Account([...PEOPLE, contact(4, '1-2')], 'names');
    const found = await new Finder(account, 1).byDocumento('contact', '1-2', 'proven');
    expect([found.map(({ id }) => id), account.asked]).toEqual([
      ['4'],
      ['1-2', 'page 1', 'page 1 by NIF', 'page 1', 'page 2', 'page 3', 'page 4'],
    ]);
  });

  it('always believed, the list is never read; never believed, always', async () => {
    const account = new Account(PEOPLE, 'names');
    expect(await new Finder(account, 1).byDocumento('contact', '12345678Z', 'always')).toEqual([]);
    expect(account.asked).toEqual(['12345678Z', 'page 1 by NIF']);
    const other = new Account(PEOPLE, 'Documentos');
    expect(await new Finder(other, 1).byDocumento('contact', '00000001R')).toEqual([]);
    expect(other.asked).toEqual(['00000001R', 'page 1 by NIF', 'page 1', 'page 2', 'page 3']);
  });

  it('a proof that failed is tried again', async () => {
    const account = new Account(PEOPLE, 'Documentos');
    const request = account.request.bind(account);
    account.request = (method, path) =>
      path.includes('query=') ? request(method, path) : Promise.reject(new Error('down'));
    const finder = new Finder(account, 1);
    await expect(finder.byDocumento('contact', '00000001R', 'proven')).rejects.toThrow('down');
    account.request = request;
    expect(await finder.byDocumento('contact', '00000001R', 'proven')).toEqual([]);
  });
});
