import type { Page } from '../ports/giav';
import { checkPageMoved, isEnd, pageIndexOf, type PageIndexDialect } from '../sync/paging';

export const idsOf = <T extends { readonly id: number }>(page: Page<T>): number[] =>
  [...page.records, ...page.invalid].map(({ id }) => id);

/** Several answers as one, as old as the oldest of them. */
export const joinPages = <T>(pages: readonly Page<T>[]): Page<T> => ({
  records: pages.flatMap(({ records }) => records),
  invalid: pages.flatMap(({ invalid }) => invalid),
  size: pages.reduce((sum, { size }) => sum + size, 0),
  readAt: Math.min(...pages.map(({ readAt }) => readAt)),
});

/** What of an answer was asked for by its id. */
export const only = <T extends { readonly id: number }>(
  page: Page<T>,
  ids: ReadonlySet<string>,
): Page<T> => ({
  ...page,
  records: page.records.filter((one) => ids.has(String(one.id))),
  invalid: page.invalid.filter((one) => ids.has(String(one.id))),
});

/** All pages of a list, one after the other; a dialect that gives the same records again is recognised. */
export async function* readPages<T extends { readonly id: number }>(
  dialect: PageIndexDialect,
  what: string,
  read: (pageIndex: number) => Promise<Page<T>>,
): AsyncGenerator<Page<T>> {
  let previous: number[] = [];
  for (let page = 0, before = 0; ; page++) {
    const answer = await read(pageIndexOf(dialect, page, before));
    if (isEnd(previous, idsOf(answer))) return;
    checkPageMoved(what, previous, idsOf(answer));
    yield answer;
    previous = idsOf(answer);
    before += answer.size;
  }
}
