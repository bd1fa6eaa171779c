import { sameDocumento } from './documento';
import type { Candidates, Desired, TargetRef } from './target';

/**
 * Ids of the other records of a client's kind that have exactly its Documento, in order: somebody made a second one beside
 * the client's own. A person and a company may share a Documento.
 * @param candidates of whole lists: a search by id does not look for them
 */
export const duplicatesOf = (
  own: { readonly kind?: string; readonly clientifyId?: string },
  { kind, documento }: Pick<Desired, 'kind' | 'documento'>,
  { byDocument }: Pick<Candidates, 'byDocument'>,
): string[] =>
  own.kind !== kind || own.clientifyId === undefined
    ? []
    : ascending(
        byDocument
          .filter((ref) => isTwin(ref, kind, documento) && ref.id !== own.clientifyId)
          .map(({ id }) => id),
      );

/** Each id once. */
export const ascending = (ids: readonly string[]): string[] =>
  [...new Set(ids)].sort((a, b) => Number(a) - Number(b));

const isTwin = (ref: TargetRef, kind: Desired['kind'], documento: string): boolean =>
  ref.kind === kind && sameDocumento(ref.documento, documento);

/** Whether an admin knows other ones than there are, or still some that are gone. */
export const areOthers = (
  told: readonly string[] | undefined,
  there: readonly string[] | undefined,
): boolean => (told ?? []).join() !== (there ?? []).join();
