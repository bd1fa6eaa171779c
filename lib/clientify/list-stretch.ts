import type { ListProgress } from '../ports/index-parts';
import type { ClientifyHttp } from './http';
import { PAGE_SIZE, endless, lacking, readPage, type ListPage } from './lists';

/** Pages that are read before what they showed is kept: some seconds of an invocation. */
export const STRETCH_PAGES = 10;

export const BEGIN: ListProgress = { page: 1, pass: 1, count: 0, shown: 0, done: false };

export interface Stretch {
  readonly items: readonly unknown[];
  readonly progress: ListProgress;
  /** It ended with a page that is not there, although the page before it named one. */
  readonly missing: boolean;
}

/** The next pages of a list, `concurrency` at a time, and how far it has been read with them. Only `next` ends a list. */
export async function readStretch(
  http: ClientifyHttp,
  path: string,
  concurrency: number,
  from: ListProgress,
): Promise<Stretch> {
  const first = await readPage(http, path, from.page);
  const count = from.page === 1 ? first.count : from.count;
  const pages: ListPage[] = [first];
  // Where the list ends by its own count. Whether it ends there, its pages say.
  const expected = Math.ceil(Math.max(count, first.count) / PAGE_SIZE) - from.page + 1;
  if (first.more) await readBeside(pages, Math.min(STRETCH_PAGES, expected), concurrency);
  while (pages.length < STRETCH_PAGES && pages.every(({ more }) => more))
    pages.push(await readPage(http, path, from.page + pages.length));
  const end = pages.findIndex(({ more }) => !more);
  const read = end < 0 ? pages : pages.slice(0, end + 1);
  // An empty page counts too: it brings the end no nearer.
  const shown = read.reduce((sum, { results }) => sum + Math.max(1, results.length), from.shown);
  if (end < 0 && shown > 2 * Math.max(count, first.count) + PAGE_SIZE) throw endless(path);
  return {
    items: read.flatMap(({ results }) => results),
    progress: { page: from.page + read.length, pass: from.pass, count, shown, done: end >= 0 },
    missing: read.at(-1)?.missing === true,
  };

  async function readBeside(into: ListPage[], until: number, readers: number): Promise<void> {
    let next = 1;
    const reader = async (): Promise<void> => {
      while (next < until) {
        const at = next++;
        into[at] = await readPage(http, path, from.page + at);
      }
    };
    await Promise.all(Array.from({ length: Math.max(0, Math.min(readers, until - 1)) }, reader));
  }
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
  throw lacking(path, progress.count, seen);
}
