import { refOf, type ClientKind, type TargetKind, type TargetRef } from '../sync/target';
import type { ListFilter } from '../ports/filter-proofs';
import type { ClientifyHttp } from './http';
import { COLLECTION, readPage } from './lists';
import { asUnreadable, parseListed } from './records';

/** Of a search that are looked through. */
const MAX_HITS = 300;

/** What a search showed. */
export interface Shown {
  readonly items: readonly unknown[];
  /** Records that it counts. */
  readonly count: number;
  /** All of it was looked at, and each record holds the text: the search was not ignored. */
  readonly complete: boolean;
}

/** Asks a list for a text. A search that is ignored returns everybody: it is not read on (clientify.md, L3). */
export async function search(
  http: ClientifyHttp,
  kind: TargetKind,
  filter: ListFilter,
  text: string,
): Promise<Shown> {
  const items: unknown[] = [];
  let shown = 0;
  for (let page = 1; ; page++) {
    const answer = await readPage(http, COLLECTION[kind], page, { [filter]: text });
    items.push(...answer.results);
    const honoured = answer.results.every((item) => holdsText(kind, item, text));
    // An empty page counts too: it brings the end no nearer.
    shown += Math.max(1, answer.results.length);
    if (!answer.more || !honoured || shown >= MAX_HITS)
      return { items, count: answer.count, complete: honoured && !answer.more };
  }
}

function holdsText(kind: TargetKind, item: unknown, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return asUnreadable(kind, item).leaves.some((leaf) => leaf.toLowerCase().includes(wanted));
}

/** `all`: none of them was unreadable. */
export function refsOf(
  kind: TargetKind,
  items: readonly unknown[],
): { readonly refs: TargetRef[]; readonly all: boolean } {
  const refs = items.flatMap((item) => {
    const target = parseListed(kind, item);
    return target === null ? [] : [refOf(target)];
  });
  return { refs, all: refs.length === items.length };
}

/** The filters that may find a Documento, the documented one first (clientify.md, L3). */
export const DOCUMENTO_FILTERS: Readonly<Record<ClientKind, readonly ListFilter[]>> = {
  contact: ['query', 'taxpayer_identification_number'],
  company: ['taxpayer_identification_number', 'query'],
};
