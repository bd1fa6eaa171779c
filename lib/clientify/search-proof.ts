import { refOf, type ClientKind, type TargetKind, type TargetRef } from '../sync/target';
import type { ClientifyHttp } from './http';
import { COLLECTION, readPage } from './lists';
import { parseListed } from './records';

/** Plain fiscal ids only: how a text search treats blanks and hyphens is unknown. */
const SEARCHABLE = /^[a-z0-9]+$/i;

/** Asks a list for a Documento; every hit is to be verified (clientify.md, L3). */
export const documentoQuery = (kind: ClientKind, documento: string): Record<string, string> =>
  kind === 'company' ? { taxpayer_identification_number: documento } : { query: documento };

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

/** A search by Documento that finds nothing proves something only when it is known to find what is there. */
export class SearchProof {
  private readonly known = new Map<ClientKind, Promise<boolean>>();

  constructor(private readonly http: ClientifyHttp) {}

  /** Two calls for each kind, once. */
  async holdsFor(kind: ClientKind, documento: string): Promise<boolean> {
    if (!SEARCHABLE.test(documento)) return false;
    const known = this.known.get(kind) ?? this.prove(kind);
    this.known.set(kind, known);
    try {
      return await known;
    } catch (error) {
      this.known.delete(kind);
      throw error;
    }
  }

  private async prove(kind: ClientKind): Promise<boolean> {
    const first = await readPage(this.http, COLLECTION[kind], 1);
    const sample = refsOf(kind, first.results).refs.find((ref) => SEARCHABLE.test(ref.documento));
    // A count is believed only where nothing speaks against it.
    if (sample === undefined) return first.count === 0 && first.results.length === 0 && !first.more;
    // A short list is cheaper to read than to search, and an ignored filter would look like a working one on it.
    if (!first.more) return false;
    const found = await readPage(
      this.http,
      COLLECTION[kind],
      1,
      documentoQuery(kind, sample.documento),
    );
    return (
      found.count < first.count &&
      refsOf(kind, found.results).refs.some(({ id }) => id === sample.id)
    );
  }
}
