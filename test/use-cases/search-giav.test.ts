import { parseSyncConfig } from '../../lib/config/environment';
import type { ClientFilter, Page } from '../../lib/ports/giav';
import type { GiavClient } from '../../lib/sync/records';
import { searchGiav } from '../../lib/way-back/search-giav';
import { giavClient } from '../harness/giav-records';

const config = parseSyncConfig('{"giav":{"pageIndex":"zero"}}');
const client = (id: number, documento: string): GiavClient => giavClient({ id, documento });
const others = (count: number, first = 1000): GiavClient[] =>
  Array.from({ length: count }, (_, at) => client(first + at, `X${first + at}`));

/** What is found of a Documento, and what GIAV is asked for: text, whether exactly, and page. */
async function search(
  documento: string,
  answer: (filter: ClientFilter, page: number) => readonly GiavClient[],
  invalid: Page<GiavClient>['invalid'] = [],
) {
  const asked: unknown[] = [];
  const giav = {
    searchClients: (page: { pageIndex: number; pageSize: number }, filter: ClientFilter = {}) => {
      asked.push([filter.documento, filter.exactly, page.pageIndex]);
      const records = [...answer(filter, page.pageIndex)];
      return Promise.resolve({
        records,
        invalid,
        size: records.length + invalid.length,
        readAt: 0,
      });
    },
  };
  const { exact, near } = await searchGiav(giav, config, documento);
  return { exact: exact.map(({ id }) => id), near: near.map(({ id }) => id), asked };
}

describe('the clients of GIAV with a Documento', () => {
  it('are asked for as it is typed; where one has exactly that, nothing more is asked', async () => {
    expect(await search('12345678-z', () => [client(7, '12345678-z')])).toEqual({
      exact: [7],
      near: [],
      asked: [['12345678-z', true, 0]],
    });
  });

  it('are looked for in every way of writing before it is said that there is none', async () => {
    expect(await search('12345678-z', () => [])).toEqual({
      exact: [],
      near: [],
      asked: [
        ['12345678-z', true, 0],
        ['12345678Z', true, 0],
        ['12345678Z', false, 0],
        ['12345678', false, 0],
      ],
    });
    // What is plain already is asked for once.
    expect((await search('12345678Z', () => [])).asked).toEqual([
      ['12345678Z', true, 0],
      ['12345678Z', false, 0],
      ['12345678', false, 0],
    ]);
  });

  it('that have it nearly are told, each once', async () => {
    const near = client(8, 'ES12345678Z');
    expect(
      await search('12345678Z', ({ exactly }) => (exactly === false ? [near] : [])),
    ).toMatchObject({ exact: [], near: [8] });
  });

  it('are read to their end where the filter is ignored, and asked for once: the list holds them all', async () => {
    const list = [...others(130), client(7, '12345678Z'), ...others(100, 2000)];
    const found = await search('12345678Z', (_, page) => list.slice(page * 100, page * 100 + 100));
    expect([found.exact, found.asked]).toEqual([
      [7],
      [0, 1, 2, 3].map((page) => ['12345678Z', true, page]),
    ]);
  });

  it('are read to their end where many answer, too; a short page is all there is', async () => {
    const many = Array.from({ length: 130 }, (_, at) => client(at + 1, '12345678Z'));
    const found = await search('12345678Z', (_, page) => many.slice(page * 100, page * 100 + 100));
    expect([found.exact.length, found.asked.length]).toEqual([130, 2]);
  });

  it('of which one cannot be read are nobody’s: no second one is made beside it', async () => {
    await expect(
      search('12345678Z', () => [client(7, '12345678Z')], [{ id: 9, fields: ['Tipo'] }]),
    ).rejects.toMatchObject({
      reason: 'INVALID_RECORD',
      refusedFields: [],
      message: 'A GIAV client with this Documento cannot be read',
    });
  });
});
