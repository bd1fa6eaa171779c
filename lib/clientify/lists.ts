import { RetryableError, RecordError } from '../sync/errors';
import type { ClientifyHttp } from './http';
import { listSchema } from './records';

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
