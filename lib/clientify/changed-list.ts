import { refOf, type TargetKind, type TargetRef } from '../sync/target';
import type { ClientifyHttp } from './http';
import { COLLECTION, readPage } from './lists';
import { parseListed } from './records';

/** Pages that are worth reading: of more changes than that (an import) nobody waits for one in particular. */
const MOST_PAGES = 5;

/**
 * Records of a kind that changed since then. null = it cannot be told: the filter is not honoured (clientify.md, L3), a
 * record cannot be read, or there are too many.
 */
export async function changedSince(
  http: ClientifyHttp,
  kind: TargetKind,
  since: Date,
): Promise<readonly TargetRef[] | null> {
  const refs: TargetRef[] = [];
  const query = { 'modified[gte]': since.toISOString() };
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { results, more } = await readPage(http, COLLECTION[kind], page, query);
    for (const item of results) {
      const target = parseListed(kind, item);
      if (target === null || Date.parse(target.modified ?? '') < since.getTime()) return null;
      refs.push(refOf(target));
    }
    if (!more) return refs;
  }
  return null;
}
