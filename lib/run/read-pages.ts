import type { Page } from '../ports/giav';
import { checkPageMoved, isEnd, pageIndexOf, type PageIndexDialect } from '../sync/paging';

export const idsOf = <T extends { readonly id: number }>(page: Page<T>): number[] =>
  [...page.records, ...page.invalid].map(({ id }) => id);

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
