import { CandidateSearch } from '../../lib/clientify/candidates';
import { ClientifyApi } from '../../lib/clientify/api';
import { ClientifyHttp } from '../../lib/clientify/http';
import { parseSyncConfig } from '../../lib/config/environment';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { RecordError } from '../../lib/sync/errors';
import { giavClient } from '../harness/giav-in-memory';

/** Clientify's answers by request; what was asked for, in order. */
class Answers extends ClientifyHttp {
  readonly log: string[] = [];
  constructor(private readonly answer: (method: string, path: string, body: unknown) => unknown) {
    super({ baseUrl: 'http://clientify.invalid/v1', token: 't' });
  }
  override request(method: string, path: string, body?: unknown): Promise<unknown> {
    this.log.push(`${method} ${path}`);
    return Promise.resolve().then(() => this.answer(method, path, body));
  }
}
const desired = mapClient(
  giavClient(7, { documento: '12345678Z', comentarios: 'x' }),
  clientMapping(parseSyncConfig('{}'), () => null),
).desired;

describe('a create that Clientify refuses', () => {
  it.each(['taxpayer_identification_number', 'custom_fields', 'first_name', 'non_field_errors'])(
    'for its %s is refused as a whole: never created without it, and so unlinked',
    async (field) => {
      const http = new Answers(() => {
        throw new RecordError('refused with 400', [field], 400);
      });
      await expect(
        new ClientifyApi(http, 1).create(desired, new Date(Date.now() + 1000)),
      ).rejects.toThrow('refused');
      expect(http.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    },
  );
  it('for that and another field, too', async () => {
    const http = new Answers(() => {
      throw new RecordError('refused with 400', ['remarks', 'taxpayer_identification_number'], 400);
    });
    await expect(
      new ClientifyApi(http, 1).create(desired, new Date(Date.now() + 1000)),
    ).rejects.toThrow('refused');
    expect(http.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });
});

describe('near misses in a run that touches few records', () => {
  const contact = (id: number, documento: string, gesintur = ''): Record<string, unknown> => ({
    id,
    taxpayer_identification_number: documento,
    custom_fields: gesintur === '' ? [] : [{ field: 'gesintur_id', value: gesintur }],
  });
  const page = (results: unknown[], more = false) => ({
    count: more ? 500 : results.length,
    next: more ? 'x' : null,
    results,
  });
  const crm = (all: Record<string, unknown>[]) =>
    new Answers((_, path) => {
      const query = new URLSearchParams(path.split('?')[1]);
      const asked = query.get('query');
      if ([...query.keys()].some((key) => key.startsWith('cf_'))) return page([]);
      // A search by part, as the account has it; the plain list is long.
      if (asked !== null)
        return page(
          all.filter((one) => String(one['taxpayer_identification_number']).includes(asked)),
        );
      return Number(query.get('page')) === 1 ? page(all, true) : page([]);
    });
  it('are found by what all ways of writing share, and only told', async () => {
    const http = crm([
      contact(1, '99999999R'),
      contact(55, 'ES17749015F'),
      contact(56, '17749015-f'),
      contact(57, '117749015F'),
    ]);
    const found = await new CandidateSearch(http, 1).clientCandidates('7', 'contact', '17749015F');
    expect(found).toMatchObject({ byId: [], byDocument: [], near: [{ id: '55' }, { id: '56' }] });
  });
  it('nearDocumento = hold overlooks none: the lists are read, where no filter finds every way of writing', async () => {
    const http = crm([contact(1, '99999999R'), contact(55, '17.749.015-F')]);
    expect(
      await new CandidateSearch(http, 1).clientCandidates('7', 'contact', '17749015F'),
    ).toMatchObject({ near: [] });
    expect(
      await new CandidateSearch(http, 1, { nearDocumento: 'hold' }).clientCandidates(
        '7',
        'contact',
        '17749015F',
      ),
    ).toMatchObject({
      near: [{ id: '55' }],
    });
  });
});
