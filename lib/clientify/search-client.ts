import { sameDocumento } from '../sync/documento';
import { formOf } from '../sync/documento-form';
import type { ShownAs } from '../sync/shown-as';
import type { ClientKind, TargetRef } from '../sync/target';
import type { ClientifyHttp } from './http';
import { DOCUMENTO_FILTERS, refsOf, search } from './list-search';
import { COLLECTION, readPage } from './lists';
import type { SearchProof } from './search-proof';

/** What the account's filters say of a Documento. */
export interface DocumentoFound {
  /** Records with exactly that Documento. */
  readonly found: readonly TargetRef[];
  /** Nobody has it: a filter says so that was seen to find such records. */
  readonly absent: boolean;
  /** A record was shown that cannot be read: only the whole list tells what it may be. */
  readonly unreadable: boolean;
}

const UNKNOWN: DocumentoFound = { found: [], absent: false, unreadable: false };

/**
 * Searches a Documento by each filter that is not known to miss it. Hits are compared exactly; they prove that it is there,
 * nothing more.
 * @param proof null: whether it is absent is not asked
 */
export async function searchDocumento(
  http: ClientifyHttp,
  proof: SearchProof | null,
  kind: ClientKind,
  documento: string,
): Promise<DocumentoFound> {
  const form = formOf(documento);
  for (const filter of DOCUMENTO_FILTERS[kind]) {
    if ((await proof?.known(kind, filter, form)) === false) continue;
    const shown = await search(http, kind, filter, documento);
    const { refs, all } = refsOf(kind, shown.items);
    const found = refs.filter((ref) => sameDocumento(ref.documento, documento));
    if (found.length > 0) return { ...UNKNOWN, found: onceEach(found) };
    if (!all) return { ...UNKNOWN, unreadable: true };
    if (shown.complete && (await proof?.holds(kind, filter, form)) === true)
      return { ...UNKNOWN, absent: true };
  }
  return UNKNOWN;
}

/** Looks up records by e-mail and name. Only exactly that Documento counts, and finding nobody proves nothing. */
export async function searchShownAs(
  http: ClientifyHttp,
  kind: ClientKind,
  documento: string,
  { emails, names }: ShownAs,
): Promise<readonly TargetRef[]> {
  for (const text of [...emails, ...names]) {
    if (text.trim() === '') continue;
    const page = await readPage(http, COLLECTION[kind], 1, { query: text.trim() });
    const { refs } = refsOf(kind, page.results);
    const found = refs.filter((ref) => sameDocumento(ref.documento, documento));
    if (found.length > 0) return onceEach(found);
  }
  return [];
}

const onceEach = (refs: readonly TargetRef[]): TargetRef[] => [
  ...new Map(refs.map((ref) => [ref.id, ref])).values(),
];
