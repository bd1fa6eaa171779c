import type { Page } from '../ports/giav';
import { PAGE_SIZE, type PageIndexDialect } from '../sync/paging';
import { readPages } from '../run/read-pages';
import type { RunList } from '../run/list-kinds';

/** The pages of any list of a run, read once: without the checkpoints and repeats of a run. */
export async function* pagesOf<T extends { readonly id: number }>(
  list: RunList<T>,
  dialect: PageIndexDialect,
): AsyncGenerator<Page<T>> {
  const paged = (read: (pageIndex: number) => Promise<Page<T>>): AsyncGenerator<Page<T>> =>
    readPages(dialect, 'records', read);
  if (list.kind === 'paged')
    yield* paged((pageIndex) => list.read({ pageSize: PAGE_SIZE, pageIndex }));
  else if (list.kind === 'named') {
    const ids = await list.ids();
    for (let at = 0; at < ids.length; at += list.batch)
      yield await list.read(ids.slice(at, at + list.batch).map(Number));
  } else {
    const clients = await list.clients();
    for (let at = 0; at < clients.length; at += PAGE_SIZE) {
      const group = clients.slice(at, at + PAGE_SIZE).map(Number);
      yield* paged((pageIndex) => list.read(group, { pageSize: PAGE_SIZE, pageIndex }));
    }
  }
}
