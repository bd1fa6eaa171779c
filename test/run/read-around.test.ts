import fc from 'fast-check';
import type { Page, PageArguments } from '../../lib/ports/giav';
import { readingAround, readingEachAround } from '../../lib/run/read-around';
import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';
import { pageIndexOf, PAGE_SIZE, type PageIndexDialect } from '../../lib/sync/paging';
import { RunOffice } from '../ports/run-office';

interface Row {
  readonly id: number;
}
const DIALECTS: readonly PageIndexDialect[] = ['zero', 'one', 'offset'];
const FAULT = new RecordError('GIAV refused Cliente_SEARCH: no se puede serializar');

/** A list of GIAV in which some places break every answer that they are in. */
function service(dialect: PageIndexDialect, rows: readonly Row[], broken: ReadonlySet<number>) {
  const asked: PageArguments[] = [];
  const read = (page: PageArguments): Promise<Page<Row>> => {
    asked.push(page);
    const { pageIndex, pageSize } = page;
    const from =
      dialect === 'offset' ? pageIndex : (dialect === 'one' ? pageIndex - 1 : pageIndex) * pageSize;
    const places = rows.map((_, at) => at).slice(from, from + pageSize);
    if (places.some((at) => broken.has(at))) return Promise.reject(FAULT);
    const records = places.map((at) => rows[at] as Row);
    return Promise.resolve({ records, invalid: [], size: records.length, readAt: 5 });
  };
  return { asked, read };
}
const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ id: 1000 + at }));

describe('a record that GIAV cannot deliver', () => {
  it('in any dialect costs itself only: all others of its page are read, each once, and its place is told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...DIALECTS),
        fc.integer({ min: 1, max: 260 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 259 }), { maxLength: 6 }),
        async (dialect, count, places) => {
          const rows = rowsOf(count);
          const broken = new Set(places.filter((at) => at < count));
          const { read } = service(dialect, rows, broken);
          const around = readingAround(dialect, 'client', read);
          const found: number[] = [];
          let before = 0;
          for (let page = 0; ; page++) {
            const answer = await around({
              pageSize: PAGE_SIZE,
              pageIndex: pageIndexOf(dialect, page, before),
            });
            if (answer.size === 0) break;
            expect(answer.size).toBe(Math.min(PAGE_SIZE, count - before));
            before += answer.size;
            found.push(...[...answer.records, ...answer.invalid].map(({ id }) => id));
          }
          const whole = rows.filter((_, at) => !broken.has(at)).map(({ id }) => id);
          const told = [...broken].map((at) => -(at + 1));
          expect(found.sort((a, b) => a - b)).toEqual([...told, ...whole].sort((a, b) => a - b));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is found with 15 calls more than a page needs', async () => {
    const { asked, read } = service('zero', rowsOf(300), new Set([137]));
    const answer = await readingAround('zero', 'client', read)({ pageSize: 100, pageIndex: 1 });
    expect(answer.invalid).toEqual([
      {
        id: -138,
        fields: [],
        reason: 'UNREADABLE_IN_GIAV',
        refusal:
          'GIAV cannot deliver the client at place 138 of its list, between 1136 and 1138: GIAV refused Cliente_SEARCH: no se puede serializar',
      },
    ]);
    expect(asked.length).toBeLessThanOrEqual(16);
  });

  it('is not looked for when the fault is everywhere, when the key is refused, or when GIAV does not answer', async () => {
    const everywhere = service('zero', rowsOf(300), new Set(rowsOf(300).map((_, at) => at)));
    const first = { pageSize: 100, pageIndex: 0 };
    await expect(readingAround('zero', 'client', everywhere.read)(first)).rejects.toBe(FAULT);
    expect(everywhere.asked.length).toBeLessThan(40);
    for (const error of [new ConfigurationError('key'), new RetryableError('outage')]) {
      const read = jest.fn(() => Promise.reject(error));
      await expect(readingAround('zero', 'client', read)(first)).rejects.toBe(error);
      expect(read).toHaveBeenCalledTimes(1);
    }
  });

  it('is not looked for where the service cuts pages: nobody knows which records a smaller page would show', async () => {
    const rows = rowsOf(300);
    const cut = (page: PageArguments): Promise<Page<Row>> => {
      if (page.pageSize > 10) return Promise.reject(FAULT);
      const records = rows.slice(page.pageIndex * 2, page.pageIndex * 2 + 2);
      return Promise.resolve({ records, invalid: [], size: 2, readAt: 0 });
    };
    const first = { pageSize: 100, pageIndex: 0 };
    await expect(readingAround('zero', 'client', cut)(first)).rejects.toBe(FAULT);
  });

  it('among records that are asked for by id is named; where none of many can be read, the fault is not theirs', async () => {
    const read = (ids: readonly number[]): Promise<Page<Row>> =>
      ids.includes(7)
        ? Promise.reject(FAULT)
        : Promise.resolve({
            records: ids.map((id) => ({ id })),
            invalid: [],
            size: ids.length,
            readAt: 1,
          });
    const ids = Array.from({ length: 30 }, (_, at) => at + 1);
    const answer = await readingEachAround(read)(ids);
    expect(answer.records.map(({ id }) => id)).toEqual(ids.filter((id) => id !== 7));
    expect(answer.invalid).toMatchObject([{ id: 7, reason: 'UNREADABLE_IN_GIAV' }]);
    const never = jest.fn(() => Promise.reject<Page<Row>>(FAULT));
    await expect(readingEachAround(never)(ids)).rejects.toBe(FAULT);
  });

  it('fails in the summary of the run, with its reason, and stops nothing else', async () => {
    const office = new RunOffice();
    office.addClients(230);
    office.fault = (pageIndex, pageSize) => {
      const from = pageIndex * pageSize;
      return from <= 142 && 142 < from + pageSize ? FAULT : null;
    };
    office.start('full', 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      summary: { clients: { read: 230, failed: 1 }, reasons: { UNREADABLE_IN_GIAV: 1 } },
    });
  });
});
