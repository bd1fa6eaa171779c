import fc from 'fast-check';
import {
  EMPTY,
  ListReading,
  MAX_PASSES,
  PAGE_SIZE,
  checkDialect,
  checkPageMoved,
  dialectOf,
  isEnd,
  pageIndexOf,
  type DialectProbe,
  digestWith,
} from '../../lib/sync/paging';

const from = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => first + at);
/** What the last call threw, for its words. */
const words = (call: () => void): string => {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('the number of a page', () => {
  it('counts pages from 0 or from 1, or records', () => {
    expect(pageIndexOf('zero', 3, 250)).toBe(3);
    expect(pageIndexOf('one', 3, 250)).toBe(4);
    expect(pageIndexOf('offset', 3, 250)).toBe(250);
    expect(PAGE_SIZE).toBe(100);
  });
});

describe('what three pages of two tell of how a service counts', () => {
  it.each<[string, DialectProbe, ReturnType<typeof dialectOf>]>([
    [
      'from 0',
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      'zero',
    ],
    ['from 0, and the third page is short', [[1, 2], [3, 4], [5]], 'zero'],
    ['from 1: there is no page 0', [null, [1, 2], [3, 4]], 'one'],
    ['from 1: page 0 is empty', [[], [1, 2], [3, 4]], 'one'],
    [
      'from 1: page 0 is the first page',
      [
        [1, 2],
        [1, 2],
        [3, 4],
      ],
      'one',
    ],
    [
      'records',
      [
        [1, 2],
        [2, 3],
        [3, 4],
      ],
      'offset',
    ],
    ['nothing, when the first of both faults', [[1, 2], null, [3, 4]], null],
    ['nothing, when the last one faults', [[1, 2], [3, 4], null], null],
    ['nothing, of few clients: the third page is empty', [[1, 2], [3, 4], []], null],
    ['nothing, of few clients: the second page is short', [[1, 2], [3], [5, 6]], null],
    ['nothing, when page 0 is short beside full ones', [[1], [2, 3], [4, 5]], null],
    [
      'nothing, when the pages overlap as no service counts',
      [
        [1, 2],
        [3, 1],
        [5, 6],
      ],
      null,
    ],
    [
      'nothing, when the second page comes again',
      [
        [1, 2],
        [3, 4],
        [4, 3],
      ],
      null,
    ],
    [
      'nothing, when the first comes again as the third',
      [
        [1, 2],
        [3, 4],
        [2, 1],
      ],
      null,
    ],
    [
      'nothing, when page 0 is the first page and that one comes again',
      [
        [1, 2],
        [1, 2],
        [2, 5],
      ],
      null,
    ],
    [
      'nothing, when page 0 is the first page in another order',
      [
        [2, 1],
        [1, 2],
        [3, 4],
      ],
      null,
    ],
    [
      'nothing, when only one step looks like records',
      [
        [1, 2],
        [2, 3],
        [5, 6],
      ],
      null,
    ],
  ])('%s', (_, probe, dialect) => {
    expect(dialectOf(probe)).toBe(dialect);
  });

  it('a setting that it contradicts stops the run, with both; what tells nothing stops nobody', () => {
    const probe: DialectProbe = [null, [1, 2], [3, 4]];
    expect(
      words(() => {
        checkDialect('zero', probe);
      }),
    ).toBe(
      'GIAV\'s pages of clients do not follow the setting giav.pageIndex (it is "zero", the service behaves like "one"). Set giav.pageIndex to "zero", "one" or "offset" in SYNC_CONFIG.',
    );
    expect(
      words(() => {
        checkDialect('one', probe);
      }),
    ).toBe('');
    expect(
      words(() => {
        checkDialect('zero', [null, null, null]);
      }),
    ).toBe('');
  });
});

describe('a page that repeats the one before', () => {
  const check = (before: readonly number[], now: readonly number[]): string =>
    words(() => {
      checkPageMoved('expedientes', before, now);
    });
  it('in more than half of its records is the sign of a wrong setting, which is named', () => {
    expect(check(from(0, 100), from(49, 100))).toContain(
      "GIAV's pages of expedientes do not follow the setting giav.pageIndex (51 of 100 records repeat the page before)",
    );
    expect(check(from(0, 100), from(50, 100))).toBe('');
  });
  it('is none when it is short, and holds only what has just moved there', () => {
    expect(check(from(0, 100), from(0, 50))).toBe('');
    expect(check(from(0, 100), from(0, 51))).toContain('51 of 51');
    expect(check(from(0, 50), from(0, 100))).toBe('');
  });
  it('cannot be seen where there is none', () => {
    expect([check([], []), check([], [1]), check([1], [])]).toEqual(['', '', '']);
  });
});

describe('the end of a list', () => {
  it('is an empty page, or a short one that comes again, in whatever order', () => {
    expect(isEnd([1, 2], [])).toBe(true);
    expect(isEnd([1, 12, 2], [2, 1, 12])).toBe(true);
    expect(isEnd([1, 2], [1, 3])).toBe(false);
    expect(isEnd([1, 2], [1, 2, 3])).toBe(false);
    expect(isEnd([1, 2, 3], [1, 2])).toBe(false);
  });
  it('is no full page that comes again: that is a wrong setting', () => {
    expect(isEnd(from(0, 99), from(0, 99))).toBe(true);
    expect(isEnd(from(0, 100), from(0, 100))).toBe(false);
  });
});

describe('a list that is read page by page', () => {
  /** One pass over the pages, and a look at the first one after it. */
  function pass(reading: ListReading, pages: number[][], firstAfter = pages[0] ?? []): string {
    for (const page of pages) expect(reading.take(page)).toBe('more');
    expect(reading.take([])).toBe('end');
    reading.firstPageAgain(firstAfter);
    return reading.next();
  }
  const still = [
    [1, 2],
    [3, 4],
  ];

  it('is done after one pass, when nothing moved', () => {
    expect(pass(new ListReading('clients'), still)).toBe('done');
    expect(pass(new ListReading('clients'), [])).toBe('done');
  });
  it('is read again when a record came twice, and done once a pass shows no movement', () => {
    const reading = new ListReading('clients');
    expect(
      pass(reading, [
        [1, 2],
        [3, 4],
        [1, 5],
      ]),
    ).toBe('again');
    expect(reading.pass).toBe(1);
    expect(pass(reading, still)).toBe('done');
  });
  it('is read again when its first page is another one afterwards; the last one does not count', () => {
    expect(pass(new ListReading('clients'), still, [9, 1])).toBe('again');
    expect(pass(new ListReading('clients'), still, [2, 1])).toBe('done');
    const reading = new ListReading('clients');
    pass(reading, still, [9, 1]);
    // The next pass has a first page of its own.
    expect(
      pass(reading, [
        [9, 1],
        [2, 3],
      ]),
    ).toBe('done');
  });
  it('is given up after five passes', () => {
    const reading = new ListReading('clients');
    const told = from(0, MAX_PASSES).map((turn) => pass(reading, still, [turn + 100]));
    expect(told).toEqual(['again', 'again', 'again', 'again', 'unstable']);
  });
  it('goes on where another invocation stopped: what was on its pages is known, and comes again as movement', () => {
    const reading = new ListReading('clients', {
      pass: 0,
      moved: false,
      firstPage: digestWith(EMPTY, [1, 2]),
    });
    reading.resume(new Set([1, 2, 3, 4]));
    expect(pass(reading, [[5, 6]], [1, 2])).toBe('done');
    const moving = new ListReading('clients', {
      pass: 0,
      moved: false,
      firstPage: digestWith(EMPTY, [1, 2]),
    });
    moving.resume(new Set([1, 2, 3, 4]));
    expect(pass(moving, [[4, 6]], [1, 2])).toBe('again');
  });
  const later = (lastDigest: ReturnType<typeof digestWith> | null, shown: readonly number[]) => {
    const digest = digestWith(EMPTY, [1, 2]);
    const kept = {
      pass: 1,
      moved: false,
      firstPage: digestWith(EMPTY, [1, 2]),
      digest,
      lastDigest,
    };
    const reading = new ListReading('clients', kept);
    reading.resume(new Set(shown));
    return reading;
  };
  it('in a later pass nobody knows any more what was on its pages: it stood still if it shows all that is known, each once', () => {
    expect(pass(later(null, [1, 2, 5, 6]), [[5, 6]], [1, 2])).toBe('done');
    const reading = later(null, [1, 2, 5, 6, 7]);
    expect(pass(reading, [[5, 6]], [1, 2])).toBe('again');
    expect(reading.pass).toBe(2);
    // One twice and one not at all are as many.
    expect(pass(later(null, [1, 2, 5, 6]), [[5, 2]], [1, 2])).toBe('again');
  });
  it('or if it shows what the pass before it showed: a record that is gone stays gone', () => {
    expect(pass(later(digestWith(EMPTY, [6, 5, 2, 1]), [1, 2, 5, 6, 7]), [[5, 6]], [1, 2])).toBe(
      'done',
    );
    expect(pass(later(digestWith(EMPTY, [6, 5, 2, 8]), [1, 2, 5, 6, 7]), [[5, 6]], [1, 2])).toBe(
      'again',
    );
  });
  it('two lists have one digest only if they hold the same ids as often, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.array(fc.nat()), (some, others) => {
        const digest = digestWith(EMPTY, some);
        expect(digestWith(EMPTY, [...some].reverse())).toEqual(digest);
        expect(digestWith(digestWith(EMPTY, some), others)).toEqual(
          digestWith(EMPTY, [...others, ...some]),
        );
        expect(digestWith(EMPTY, [...some, 7]).count).toBe(some.length + 1);
      }),
    );
    expect(digestWith(EMPTY, [1, 4])).not.toEqual(digestWith(EMPTY, [2, 3]));
    expect(digestWith(EMPTY, [2 ** 33 + 1])).not.toEqual(digestWith(EMPTY, [1]));
  });
  it('movement that was seen before counts', () => {
    const reading = new ListReading('clients', {
      pass: 4,
      moved: true,
      firstPage: digestWith(EMPTY, [1, 2]),
    });
    expect(pass(reading, [[5, 6]], [1, 2])).toBe('unstable');
  });
  it('tells a wrong setting by the list that it reads', () => {
    const reading = new ListReading('expedientes');
    reading.take(from(0, 100));
    expect(words(() => reading.take(from(1, 100)))).toContain('pages of expedientes');
  });
});
