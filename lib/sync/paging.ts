import { ConfigurationError } from './errors';

export type PageIndexDialect = 'zero' | 'one' | 'offset';

/** The `pageIndex` of the n-th page (from 0) in each dialect (giav.md §5). */
export function pageIndexOf(dialect: PageIndexDialect, page: number, pageSize: number): number {
  if (dialect === 'offset') return page * pageSize;
  return dialect === 'one' ? page + 1 : page;
}

/** Ids at `pageIndex` 0, 1 and 2 for a page size of 2; null = the service faulted. */
export type DialectProbe = readonly [readonly number[] | null, readonly number[] | null, readonly number[] | null];

const disjoint = (a: readonly number[], b: readonly number[]): boolean => !a.some((id) => b.includes(id));
const equal = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((id, at) => id === b[at]);

/** What the probe of giav.md §7 tells of the dialect; null when it tells nothing (few clients, unstable order). */
export function dialectOf([zero, one, two]: DialectProbe): PageIndexDialect | null {
  if (!one || !two || one.length < 2 || two.length === 0) return null;
  if ((zero === null || zero.length === 0 || equal(zero, one)) && disjoint(one, two)) return 'one';
  if (!zero || zero.length < 2) return null;
  if (zero[1] === one[0] && one[1] === two[0]) return 'offset';
  if (disjoint(zero, one) && disjoint(one, two) && disjoint(zero, two)) return 'zero';
  return null;
}

const wrongDialect = (entity: string, evidence: string): ConfigurationError =>
  new ConfigurationError(
    `GIAV's pages of ${entity} do not follow the setting giav.pageIndex (${evidence}). Set giav.pageIndex to "zero", "one" or "offset" in SYNC_CONFIG.`,
  );

export function checkDialect(configured: PageIndexDialect, probe: DialectProbe): void {
  const seen = dialectOf(probe);
  if (seen !== null && seen !== configured) throw wrongDialect('clients', `it is "${configured}", the service behaves like "${seen}"`);
}

/**
 * Throws when a page mostly repeats its predecessor: the sign of a wrong dialect, which raises no error by
 * itself (giav.md §5). A few repeated ids only mean that records moved while being read.
 */
export function checkPageMoved(entity: string, previous: readonly number[], current: readonly number[]): void {
  if (current.length === 0 || previous.length === 0) return;
  const before = new Set(previous);
  const repeated = current.filter((id) => before.has(id)).length;
  if (repeated * 2 > current.length) throw wrongDialect(entity, `${repeated} of ${current.length} records repeat the page before`);
}

/**
 * The list ends with an empty page. A short page alone proves nothing: the service may cap pages silently
 * (giav.md §5). A service that repeats its short last page for ever has ended too.
 */
export function isEnd(previous: readonly number[], current: readonly number[]): boolean {
  if (current.length === 0) return true;
  return (
    current.length < 100 &&
    equal(
      [...previous].sort((a, b) => a - b),
      [...current].sort((a, b) => a - b),
    )
  );
}
