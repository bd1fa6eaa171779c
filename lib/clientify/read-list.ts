import type { ListProgress } from '../ports/index-parts';
import { RetryableError } from '../sync/errors';
import type { ClientifyHttp } from './http';
import { PAGE_SIZE, readPage, type ListPage } from './lists';
import { idOf } from './records';

/** Pages that are read before what they showed is kept: some seconds of an invocation. */
export const STRETCH_PAGES = 10;

export const BEGIN: ListProgress = { page: 1, pass: 1, count: 0, shown: 0, done: false };

export interface Stretch {
  readonly items: readonly unknown[];
  readonly progress: ListProgress;
  /** It ended with a page that is not there, although the page before it named one. */
  readonly missing: boolean;
}

type Query = Readonly<Record<string, string>>;

/** A list counts more records than its reader wanted to read; one page of it was read. */
export class LongList extends Error {
  override readonly name = 'LongList';
}

/** The next pages of a list, `concurrency` at a time, and how far it has been read with them. Only `next` ends a list. */
export async function readStretch(
  http: ClientifyHttp,
  path: string,
  concurrency: number,
  from: ListProgress,
  query: Query = {},
  longest = Number.POSITIVE_INFINITY,
): Promise<Stretch> {
  const read = (at: number): Promise<ListPage> => readPage(http, path, from.page + at, query);
  const first = await read(0);
  const count = from.page === 1 ? first.count : from.count;
  if (count > longest) throw new LongList(path);
  const most = Math.max(count, first.count);
  const pages: ListPage[] = [first];
  if (first.more)
    await readBeside(pages, Math.min(STRETCH_PAGES, likelyPages(from, most)), concurrency, read);
  while (pages.length < STRETCH_PAGES && pages.every(({ more }) => more))
    pages.push(await read(pages.length));
  const end = pages.findIndex(({ more }) => !more);
  const shownPages = end < 0 ? pages : pages.slice(0, end + 1);
  // An empty page counts too: it brings the end no nearer.
  const shown = shownPages.reduce(
    (sum, { results }) => sum + Math.max(1, results.length),
    from.shown,
  );
  if (end < 0 && shown > 2 * most + PAGE_SIZE) throw endless(path);
  return {
    items: shownPages.flatMap(({ results }) => results),
    progress: {
      page: from.page + shownPages.length,
      pass: from.pass,
      count,
      shown,
      done: end >= 0,
    },
    missing: shownPages.at(-1)?.missing === true,
  };
}

/** Where the list ends by its own count, seen from here. Whether it ends there, its pages say. */
function likelyPages({ page, shown }: ListProgress, count: number): number {
  const perPage = page === 1 ? PAGE_SIZE : Math.max(1, shown / (page - 1));
  return Math.ceil(count / perPage) - page + 1;
}

async function readBeside(
  into: ListPage[],
  until: number,
  readers: number,
  read: (at: number) => Promise<ListPage>,
): Promise<void> {
  let next = 1;
  const reader = async (): Promise<void> => {
    while (next < until) {
      const at = next++;
      into[at] = await read(at);
    }
  };
  await Promise.all(Array.from({ length: Math.max(0, Math.min(readers, until - 1)) }, reader));
}

/**
 * What comes after a pass that has shown so many different records. Newcomers push older records over page borders
 * (clientify.md, L1): a list that showed less than it counts is read once more. `null` = the list has been read.
 * @throws RetryableError when it ends with a page that is not there and still lacks some
 */
export function nextPass(
  path: string,
  { progress, missing }: Stretch,
  seen: number,
): ListProgress | null {
  if (seen >= progress.count) return null;
  if (progress.pass === 1) return { ...BEGIN, pass: 2 };
  if (!missing) return null;
  throw new RetryableError(
    `Clientify counts ${progress.count} records in ${path} and shows ${seen}; it is read again later`,
  );
}

/**
 * A whole list at one go, `concurrency` pages at a time, without repeats.
 * @param longest records that the list may count
 * @throws LongList where it counts more
 */
export async function readAll(
  http: ClientifyHttp,
  path: string,
  concurrency: number,
  onItem: (item: unknown) => void,
  query: Query = {},
  longest?: number,
): Promise<void> {
  const seen = new Set<string>();
  let progress = BEGIN;
  while (!progress.done) {
    const stretch = await readStretch(http, path, concurrency, progress, query, longest);
    const before = seen.size;
    for (const item of stretch.items) {
      if (seen.has(idOf(item))) continue;
      seen.add(idOf(item));
      onItem(item);
    }
    ({ progress } = stretch);
    if (progress.done) progress = nextPass(path, stretch, seen.size) ?? progress;
    else if (progress.pass === 1 && seen.size === before) throw endless(path);
  }
}

const endless = (path: string): RetryableError =>
  new RetryableError(`Clientify's list ${path} does not end: its pages repeat`);
