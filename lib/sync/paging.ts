import { ConfigurationError } from './errors';
import type { Said } from './said';

/** Records that GIAV is asked for at once: also the most ids that a search is given. */
export const PAGE_SIZE = 100;

export type PageIndexDialect = 'zero' | 'one' | 'offset';

/** The `pageIndex` of the n-th page (from 0), `before` records into the list, in each dialect (giav.md, Q1). */
export function pageIndexOf(dialect: PageIndexDialect, page: number, before: number): number {
  if (dialect === 'offset') return before;
  return dialect === 'one' ? page + 1 : page;
}

/** The arguments of a list's first page of full size: a search by ids shows all of them there. */
export const firstPageOf = (
  dialect: PageIndexDialect,
): { readonly pageSize: number; readonly pageIndex: number } => ({
  pageSize: PAGE_SIZE,
  pageIndex: pageIndexOf(dialect, 0, 0),
});

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

const SPANISH: Readonly<Record<string, string>> = { clients: 'clientes' };

const wrongDialect = (entity: string, evidence: Said): ConfigurationError =>
  new ConfigurationError({
    en: `GIAV's pages of ${entity} do not follow the setting giav.pageIndex (${evidence.en}). Set giav.pageIndex to "zero", "one" or "offset" in SYNC_CONFIG.`,
    es: `Las páginas de ${SPANISH[entity] ?? entity} de GIAV no siguen el ajuste giav.pageIndex (${evidence.es}). Ponga giav.pageIndex en "zero", "one" u "offset" en SYNC_CONFIG.`,
  });

export function checkDialect(configured: PageIndexDialect, probe: DialectProbe): void {
  const seen = dialectOf(probe);
  if (seen !== null && seen !== configured)
    throw wrongDialect('clients', {
      en: `it is "${configured}", the service behaves like "${seen}"`,
      es: `es "${configured}" y el servicio se comporta como "${seen}"`,
    });
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
    throw wrongDialect(entity, {
      en: `${repeated} of ${current.length} records repeat the page before`,
      es: `${repeated} de ${current.length} registros repiten la página anterior`,
    });
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

/** A few digits that two sets of ids share only if they hold the same ones as often. */
export interface Digest {
  readonly count: number;
  readonly sum: number;
}
export const EMPTY: Digest = { count: 0, sum: 0 };

/** A well mixed 32-bit number of an id (the finaliser of MurmurHash3). */
function mixed(id: number): number {
  let hash = id ^ Math.floor(id / 2 ** 32);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** In whatever order they come. */
export function digestWith(digest: Digest, ids: Iterable<number>): Digest {
  let { count, sum } = digest;
  for (const id of ids) {
    count += 1;
    sum = (sum + mixed(id)) >>> 0;
  }
  return { count, sum };
}

const sameDigest = (a: Digest, b: Digest): boolean => a.count === b.count && a.sum === b.sum;

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
  /** What its first page showed; null before it. */
  firstPage: Digest | null;
  /** What this pass has shown so far. */
  digest: Digest;
  /** What the last one showed; null before the second. */
  lastDigest: Digest | null;
  /** All that any pass showed, where an invocation took over in the middle of one. */
  private shownBefore: ReadonlySet<number> | null = null;

  /** @param from where an earlier invocation stopped. */
  constructor(
    private readonly entity: string,
    from: {
      readonly pass: number;
      readonly moved: boolean;
      readonly firstPage: Digest | null;
      readonly digest?: Digest;
      readonly lastDigest?: Digest | null;
    } = {
      pass: 0,
      moved: false,
      firstPage: null,
    },
  ) {
    this.pass = from.pass;
    this.moved = from.moved;
    this.firstPage = from.firstPage;
    this.digest = from.digest ?? EMPTY;
    this.lastDigest = from.lastDigest ?? null;
  }

  /** `end` = the pass is over. */
  take(ids: readonly number[]): 'more' | 'end' {
    if (isEnd(this.previous, ids)) return 'end';
    checkPageMoved(this.entity, this.previous, ids);
    this.firstPage ??= digestWith(EMPTY, ids);
    this.previous = ids;
    this.digest = digestWith(this.digest, ids);
    for (const id of ids) {
      if (this.seen.has(id)) this.moved = true;
      this.seen.add(id);
    }
    return 'more';
  }

  /**
   * Goes on in the middle of a pass. Which records were on the pages of a later pass is not known any more: whether
   * they moved shows at its end, when it is compared with all that the run has seen, and with the pass before it.
   * @param shown ids of the list that any pass has shown; it may grow while the list is read
   */
  resume(shown: ReadonlySet<number>): void {
    if (this.pass > 0) this.shownBefore = shown;
    else for (const id of shown) this.seen.add(id);
  }

  /** A look at the first page after the pass: whether it is what it was. */
  firstPageAgain(ids: readonly number[]): void {
    if (!sameDigest(this.firstPage ?? EMPTY, digestWith(EMPTY, ids))) this.moved = true;
  }

  /** What to do after a pass: done, another one, or give up because the list never stands still. */
  next(): 'done' | 'again' | 'unstable' {
    if (!this.moved && this.stoodStill()) return 'done';
    if (this.pass + 1 >= MAX_PASSES) return 'unstable';
    this.pass += 1;
    this.moved = false;
    this.seen.clear();
    this.previous = [];
    this.firstPage = null;
    this.lastDigest = this.digest;
    this.digest = EMPTY;
    this.shownBefore = null;
    return 'again';
  }

  /** A pass that nobody saw from its begin to its end shows no movement only if it showed what is known, each once. */
  private stoodStill(): boolean {
    if (this.shownBefore === null) return true;
    if (this.lastDigest !== null && sameDigest(this.digest, this.lastDigest)) return true;
    return sameDigest(this.digest, digestWith(EMPTY, this.shownBefore));
  }
}
