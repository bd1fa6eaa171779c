import { CandidateSearch } from '../../lib/clientify/candidates';
import { ClientifyHttp } from '../../lib/clientify/http';
import { buildIndex } from '../../lib/clientify/build-index';
import { parseTarget } from '../../lib/clientify/records';
import { linkClient, linkExpediente } from '../../lib/sync/linking';
import { NIF } from '../ports/contact';
import { found } from '../ports/searched';

type Item = Record<string, unknown> | null;

const record = (id: unknown, more: object = {}): Record<string, unknown> => ({
  id,
  taxpayer_identification_number: '',
  custom_fields: [],
  ...more,
});

/** Clientify with these contacts in its list. */
const listing = (contacts: readonly Item[]): ClientifyHttp =>
  ({
    request: (_: string, path: string) =>
      Promise.resolve(
        /\/contacts\/\d/.test(path)
          ? contacts.find((one) => path.startsWith(`/contacts/${String(one?.['id'])}/`))
          : { count: 1, next: null, results: path.startsWith('/contacts/') ? contacts : [] },
      ),
  }) as unknown as ClientifyHttp;

const LISTS = ['tags', 'custom_fields', 'emails', 'phones', 'addresses'];

describe('a record of Clientify in an unknown form', () => {
  it.each(LISTS)('is as good as without the list when %s is null', (list) => {
    expect(parseTarget('contact', record(5, { [list]: null }))).toMatchObject({ id: '5' });
  });

  it.each([
    ['a phone without an id', record(5, { phones: [{ phone: '600123456' }] }), 'contact 5'],
    ['an id that JSON cannot hold', record(2 ** 60), 'contact 1152921504606847'],
    ['an id that leads elsewhere', record('../users'), 'contact without an id'],
    ['a negative id', record(-3), 'contact without an id'],
    ['no record at all', null, 'contact without an id'],
  ])('with %s is an error that names it', (_, body, name) => {
    expect(() => parseTarget('contact', body)).toThrow(
      expect.objectContaining({
        name: 'RecordError',
        reason: 'UNREADABLE_IN_CLIENTIFY',
        message: expect.stringContaining(name) as string,
      }) as Error,
    );
  });

  it('says nothing of the values', () => {
    const body = record(5, { emails: [{ id: 1, email: { secret: 'lucia@example.com' } }] });
    expect(() => parseTarget('contact', body)).toThrow(/^(?!.*lucia)/);
  });

  it('does not keep the others of its list from being found', async () => {
    const good = record(7, { custom_fields: [{ field: 'gesintur_id', value: '12' }] });
    const half = record(8, { phones: [{ phone: '1' }], taxpayer_identification_number: NIF });
    const index = await buildIndex(listing([null, record('../users'), good, half]), 1);
    expect(index.size).toBe(4);
    expect(index.clientCandidates('12', 'contact', '').byId).toMatchObject([{ id: '7' }]);
    expect(index.clientCandidates('13', 'contact', NIF).byDocument).toMatchObject([{ id: '8' }]);
  });

  it.each(['by its lists', 'by search'])(
    'is not doubled (%s): what may be it is refused, and only that',
    async (how) => {
      const broken = record('../users', { taxpayer_identification_number: ` ${NIF}` });
      const own = record(true, { custom_fields: [{ field: 'gesintur_id', value: '12' }] });
      const http = listing([broken, own]);
      const source = how === 'by search' ? new CandidateSearch(http, 1) : await buildIndex(http, 1);
      const link = async (gesinturId: string, documento: string) => {
        const identity = { kind: 'contact' as const, gesinturId, documento };
        return linkClient(
          identity,
          await found(source.clientCandidates(gesinturId, 'contact', documento)),
        );
      };
      const refused = { action: 'refuse', reason: 'UNREADABLE_IN_CLIENTIFY' };
      expect(await link('99', NIF)).toEqual(refused);
      expect(await link('12', 'B00000000')).toEqual(refused);
      expect(await link('99', 'B00000000')).toEqual({ action: 'create' });
    },
  );

  it('of deals: the same', () => {
    const candidates = { byId: [], byDocument: [], unreadable: ['deal 5'] };
    expect(linkExpediente('3', candidates)).toMatchObject({ action: 'refuse' });
  });
});

describe('an id of Clientify', () => {
  it.each(['/contacts/../users/', '/contacts/1%2F..%2Fusers/', '/contacts//emails/', '//users/'])(
    'that is none never leads anywhere else (%s)',
    async (path) => {
      const http = new ClientifyHttp({ baseUrl: 'http://127.0.0.1:1/v1', token: 't' });
      await expect(http.request('GET', path)).rejects.toMatchObject({ name: 'RecordError' });
    },
  );
});
