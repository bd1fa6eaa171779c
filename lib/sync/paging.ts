import { ConfigurationError } from './errors';

/** Records that GIAV is asked for at once: also the most ids that a search is given. */
export const PAGE_SIZE = 100;

export type PageIndexDialect = 'zero' | 'one' | 'offset';

/** The `pageIndex` of the n-th page (from 0), `before` records into the list, in each dialect (giav.md, Q1). */
export function pageIndexOf(dialect: PageIndexDialect, page: number, before: number): number {
  if (dialect === 'offset') return before;
  return dialect === 'one' ? page + 1 : page;
}

/** Ids at `pageIndex` 0, 1 and 2 for a page size of 2; null = the service faulted. */
export type DialectProbe = readonly [
  readonly number[] | null,
  readonly number[] | null,
  readonly number[] | null,
];

const disjoint = (a: readonly number[], b: readonly number[]): boolean =>
  !a.some((id) => b.includes(id));
const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, at) => id === b[at]);

/** What the probe of giav.md, Q1 tells of the dialect; null when it tells nothing (few clients, unstable order). */
export function dialectOf([zero, one, two]: DialectProbe): PageIndexDialect | null {
  if (!one || !two || one.length < 2 || two.length === 0) return null;
  if ((zero === null || zero.length === 0 || equal(zero, one)) && disjoint(one, two)) return 'one';
  if (!zero || zero.length < 2) return null;
  if (zero[1] === one[0] && one[1] === two[0]) return 'offset';
  if (disjoint(zero, one) && disjoint(one, two) && disjoint(zero, two)) return 'zero';
  return null;
}

const sorted = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);
const sameIds = (a: readonly number[], b: readonly number[]): boolean =>
  equal(sorted(a), sorted(b));

const wrongDialect = (entity: string, evidence: string): ConfigurationError =>
  new ConfigurationError(
    `GIAV's pages of ${entity} do not follow the setting giav.pageIndex (${evidence}). Set giav.pageIndex to "zero", "one" or "offset" in SYNC_CONFIG.`,
  );

export function checkDialect(configured: PageIndexDialect, probe: DialectProbe): void {
  const seen = dialectOf(probe);
  if (seen !== null && seen !== configured)
    throw wrongDialect('clients', `it is "${configured}", the service behaves like "${seen}"`);
}

/**
 * Throws when a page mostly repeats its predecessor: the sign of a wrong dialect, which raises no error by
 * itself (giav.md, Q3). A few repeated ids only mean that records moved while being read.
 */
export function checkPageMoved(
  entity: string,
  previous: readonly number[],
  current: readonly number[],
): void {
  const before = new Set(previous);
  const repeated = current.filter((id) => before.has(id)).length;
  // A short last page may well hold nothing but records that have just moved there.
  if (repeated * 2 > Math.max(previous.length, current.length))
    throw wrongDialect(entity, `${repeated} of ${current.length} records repeat the page before`);
}

/**
 * The list ends with an empty page. A short page alone proves nothing: the service may cap pages silently
 * (giav.md, Q3). A service that repeats its short last page for ever has ended too.
 */
export function isEnd(previous: readonly number[], current: readonly number[]): boolean {
  if (current.length === 0) return true;
  return current.length < 100 && sameIds(previous, current);
}

/** Passes over a list that moves while it is read, before the run says so instead of going on for ever. */
export const MAX_PASSES = 5;

/**
 * One list read page by page. Movement shows as an id that comes again on another page, or as a first page that is no
 * longer what it was; then the list is read again, until a pass shows no movement (giav.md, Q3).
 */
export class ListReading {
  private readonly seen = new Set<number>();
  private previous: readonly number[] = [];
  pass: number;
  /** Records moved in this pass. */
  moved: boolean;
  firstPage: readonly number[];

  /** @param from where an earlier invocation stopped. */
  constructor(
    private readonly entity: string,
    from: {
      readonly pass: number;
      readonly moved: boolean;
      readonly firstPage: readonly number[];
    } = {
      pass: 0,
      moved: false,
      firstPage: [],
    },
  ) {
    this.pass = from.pass;
    this.moved = from.moved;
    this.firstPage = from.firstPage;
  }

  /** `end` = the pass is over. */
  take(ids: readonly number[]): 'more' | 'end' {
    if (isEnd(this.previous, ids)) return 'end';
    checkPageMoved(this.entity, this.previous, ids);
    if (this.firstPage.length === 0) this.firstPage = ids;
    this.previous = ids;
    for (const id of ids) {
      if (this.seen.has(id)) this.moved = true;
      this.seen.add(id);
    }
    return 'more';
  }

  /** Goes on in the middle of a pass. Which records were on the pages of a later pass is not known any more. */
  resume(ids: Iterable<number>): void {
    if (this.pass > 0) this.moved = true;
    else for (const id of ids) this.seen.add(id);
  }

  /** A look at the first page after the pass: whether it is what it was. */
  firstPageAgain(ids: readonly number[]): void {
    if (!sameIds(this.firstPage, ids)) this.moved = true;
  }

  /** What to do after a pass: done, another one, or give up because the list never stands still. */
  next(): 'done' | 'again' | 'unstable' {
    if (!this.moved) return 'done';
    if (this.pass + 1 >= MAX_PASSES) return 'unstable';
    this.pass += 1;
    this.moved = false;
    this.seen.clear();
    this.previous = [];
    this.firstPage = [];
    return 'again';
  }
}
