import fc from 'fast-check';
import { ConfigurationError } from '../../lib/sync/errors';
import {
  ListReading,
  MAX_PASSES,
  checkDialect,
  checkPageMoved,
  dialectOf,
  isEnd,
  pageIndexOf,
  type PageIndexDialect,
} from '../../lib/sync/paging';

const dialects: readonly PageIndexDialect[] = ['zero', 'one', 'offset'];

/** A service that speaks a dialect. */
const serve = (
  dialect: PageIndexDialect,
  ids: readonly number[],
  size: number,
  index: number,
): number[] => {
  const from =
    dialect === 'offset' ? index : (dialect === 'one' ? Math.max(0, index - 1) : index) * size;
  return ids.slice(from, from + size);
};

it('the right dialect reads every record once, and ends', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...dialects),
      fc.integer({ min: 0, max: 450 }),
      (dialect, count) => {
        const ids = Array.from({ length: count }, (_, at) => at + 1);
        const read: number[] = [];
        let previous: number[] = [];
        for (let page = 0; page < 10; page++) {
          const got = serve(dialect, ids, 100, pageIndexOf(dialect, page, read.length));
          if (isEnd(previous, got)) break;
          checkPageMoved('clients', previous, got);
          read.push(...got);
          previous = got;
        }
        expect(read).toEqual(ids);
      },
    ),
  );
});

it('a wrong dialect is seen by the probe whenever the service has six clients or more', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...dialects),
      fc.constantFrom(...dialects),
      fc.integer({ min: 6, max: 300 }),
      (configured, real, count) => {
        const ids = Array.from({ length: count }, (_, at) => at + 1);
        const probe = [
          serve(real, ids, 2, 0),
          serve(real, ids, 2, 1),
          serve(real, ids, 2, 2),
        ] as const;
        expect(dialectOf(probe)).toBe(real);
        const check = (): void => checkDialect(configured, probe);
        if (configured === real) expect(check).not.toThrow();
        else expect(check).toThrow(ConfigurationError);
      },
    ),
  );
});

it('a page that mostly repeats its predecessor is a configuration error; a few moved records are not', () => {
  const page = Array.from({ length: 100 }, (_, at) => at);
  expect(() =>
    checkPageMoved(
      'clients',
      page,
      page.map((id) => id + 1),
    ),
  ).toThrow(/giav\.pageIndex/);
  expect(() =>
    checkPageMoved(
      'clients',
      page,
      page.map((id) => id + 95),
    ),
  ).not.toThrow();
});

it('a short page alone is not the end: the service may cap pages silently', () => {
  expect(isEnd([1, 2], [3, 4])).toBe(false);
  expect(isEnd([3], [])).toBe(true);
});

/**
 * Reads a list whose records move between the pages; `move` is called after each page. `handOver`: the invocation ends
 * after that page, and another one goes on with what is kept.
 */
function readMoving(
  list: number[],
  size: number,
  move: (page: number) => void,
  handOver: (turn: number) => boolean = () => false,
): { read: Set<number>; passes: number; end: string } {
  let reading = new ListReading('clients');
  const read = new Set<number>();
  let turn = 0;
  for (;;) {
    for (let page = 0; ; page++) {
      const got = list.slice(page * size, (page + 1) * size);
      if (reading.take(got) === 'end') break;
      for (const id of got) read.add(id);
      move(page);
      if (!handOver(turn++)) continue;
      const { pass, moved, firstPage, digest, lastDigest } = reading;
      reading = new ListReading('clients', { pass, moved, firstPage, digest, lastDigest });
      reading.resume(read);
    }
    reading.firstPageAgain(list.slice(0, size));
    const end = reading.next();
    if (end !== 'again') return { read, passes: reading.pass + 1, end };
  }
}

it('records that change while they are read, and therefore move to the end or the front of the list, are all read, however many invocations that takes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom('end' as const, 'front' as const),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.nat()), { maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 }),
      (count, to, moves, handOvers) => {
        const list = Array.from({ length: count }, (_, at) => at + 1);
        let turn = 0;
        const move = (): void => {
          for (const [at, which] of moves.filter(([when]) => when === turn)) {
            if (list.length === 0) continue;
            const [moved = at] = list.splice(which % list.length, 1);
            if (to === 'end') list.push(moved);
            else list.unshift(moved);
          }
          turn += 1;
        };
        const { read, end } = readMoving(list, 10, move, (at) => handOvers.includes(at));
        if (end === 'done') expect(read.size).toBe(count);
      },
    ),
    { numRuns: 2000 },
  );
});

it('a list that never stands still is given up after so many passes, never read for ever', () => {
  let next = 1000;
  const list = Array.from({ length: 30 }, (_, at) => at);
  const { passes, end } = readMoving(list, 10, () => {
    list.unshift(next++);
  });
  expect(end).toBe('unstable');
  expect(passes).toBe(MAX_PASSES);
});

it('a list that moved once settles in the pass after, although no invocation sees a whole pass', () => {
  const list = Array.from({ length: 60 }, (_, at) => at + 1);
  let turn = 0;
  const moveOnce = (): void => {
    if (turn++ === 2) list.push(list.shift() as number);
  };
  const { passes, end } = readMoving(list, 10, moveOnce, () => true);
  expect(end).toBe('done');
  expect(passes).toBe(2);
});

it('a list that lost a record settles in the second pass that shows the same, in whatever many invocations', () => {
  const list = Array.from({ length: 60 }, (_, at) => at + 1);
  let turn = 0;
  const loseOne = (): void => {
    if (turn++ === 2) list.shift();
  };
  const { passes, end } = readMoving(list, 10, loseOne, () => true);
  expect(end).toBe('done');
  expect(passes).toBe(3);
});
