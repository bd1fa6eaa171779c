import { RetryableError, RecordError } from '../sync/errors';
import type { ClientifyHttp } from './http';
import { idOf, listSchema } from './records';

export const COLLECTION = {
  contact: '/contacts/',
  company: '/companies/',
  deal: '/deals/',
} as const;

export interface ListPage {
  readonly count: number;
  readonly results: readonly unknown[];
  readonly more: boolean;
  /** There is no such page. */
  readonly missing?: boolean;
}

/** Records a page, always asked for: some lists give fewer by themselves (clientify.md, L2). */
export const PAGE_SIZE = 100;

/**
 * One page, 1-based. `next` says only whether there is another one, whichever of the two hosts it names: pages are asked
 * for by number, so no foreign host is called.
 */
export async function readPage(
  http: ClientifyHttp,
  path: string,
  page: number,
  query: Readonly<Record<string, string>> = {},
): Promise<ListPage> {
  const parameters = new URLSearchParams({
    page: String(page),
    page_size: String(PAGE_SIZE),
    ...query,
  });
  let body: unknown;
  try {
    body = await http.request('GET', `${path}?${parameters.toString()}`);
  } catch (error) {
    // "Invalid page." past the end: the list shrank while it was read (clientify.md, L1).
    if (page > 1 && error instanceof RecordError && error.status === 404)
      return { count: 0, results: [], more: false, missing: true };
    throw error;
  }
  const parsed = listSchema.safeParse(body);
  if (!parsed.success) throw new RetryableError(`Clientify sent ${path} in an unknown shape`);
  return { count: parsed.data.count, results: parsed.data.results, more: parsed.data.next != null };
}

/**
 * A whole list, `concurrency` pages at a time, without repeats. Inserts shift pages while they are read
 * (clientify.md, L1): when the count moved between the first page and a second look, the list is read again.
 */
export async function readAll(
  http: ClientifyHttp,
  path: string,
  concurrency: number,
  onItem: (item: unknown) => void,
  query: Readonly<Record<string, string>> = {},
): Promise<void> {
  const first = await readPage(http, path, 1, query);
  const seen = new Set<string>();
  const take = (items: readonly unknown[]): void => {
    for (const item of items) {
      if (seen.has(idOf(item))) continue;
      seen.add(idOf(item));
      onItem(item);
    }
  };
  take(first.results);
  if (!first.more) return;
  const ahead = await readAhead(first, concurrency, async (page) => {
    const answer = await readPage(http, path, page, query);
    take(answer.results);
    return answer;
  });
  let { last } = ahead;
  for (let page = ahead.page + 1; last.more; page++) {
    const before = seen.size;
    last = await readPage(http, path, page, query);
    take(last.results);
    if (last.more && seen.size === before) throw endless(path);
  }
  // Newcomers push older records over page borders; a second pass over the few first pages is not enough to know which.
  if (seen.size < first.count) await readOnceMore(http, path, query, seen, take);
}

/**
 * Pages side by side, as many as the count makes likely; the furthest of them and its number. How much a page holds is
 * only known from the fullest one so far: a short page is no page size.
 */
async function readAhead(
  first: ListPage,
  concurrency: number,
  read: (page: number) => Promise<ListPage>,
): Promise<{ readonly page: number; readonly last: ListPage }> {
  let fullest = first.results.length;
  let furthest = { page: 1, last: first };
  let isOver = false;
  let next = 2;
  const likely = (): number => Math.ceil(first.count / (fullest || PAGE_SIZE));
  const reader = async (): Promise<void> => {
    while (!isOver && next <= likely()) {
      const page = next++;
      const last = await read(page);
      fullest = Math.max(fullest, last.results.length);
      if (page > furthest.page) furthest = { page, last };
      isOver ||= !last.more;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, reader));
  return furthest;
}

/** A second pass shows each record once; a list that shows more than twice what it counts has no end. */
async function readOnceMore(
  http: ClientifyHttp,
  path: string,
  query: Readonly<Record<string, string>>,
  seen: ReadonlySet<string>,
  take: (items: readonly unknown[]) => void,
): Promise<void> {
  let count = 0;
  let shown = 0;
  for (let page = 1; ; page++) {
    const answer = await readPage(http, path, page, query);
    take(answer.results);
    count = Math.max(count, answer.count);
    // An empty page counts too: it brings the end no nearer.
    shown += Math.max(1, answer.results.length);
    // A missing page is an end only where nothing is missing.
    if (answer.missing && seen.size < count) throw lacking(path, count, seen.size);
    if (!answer.more) return;
    if (shown > 2 * count + PAGE_SIZE) throw endless(path);
  }
}

/** A list ended before it had shown all that it counts. */
export const lacking = (path: string, count: number, seen: number): RetryableError =>
  new RetryableError(
    `Clientify counts ${count} records in ${path} and shows ${seen}; it is read again later`,
  );

export const endless = (path: string): RetryableError =>
  new RetryableError(`Clientify's list ${path} does not end: its pages repeat`);
