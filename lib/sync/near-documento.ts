import { plainDocumento, sameDocumento } from './documento';

/** Written otherwise, but probably the same person's: a near miss. Never linked, because the match must be exact (rules of data, section 4). */
export const isNearDocumento = (
  a: string | null | undefined,
  b: string | null | undefined,
): boolean =>
  !sameDocumento(a, b) && plainDocumento(a) !== '' && plainDocumento(a) === plainDocumento(b);

/** More of GIAV's clients of one kind than this with one Documento: it stands for "unknown", not for a person. */
export const PLACEHOLDER_FROM = 5;

/** @param refused clients of the kind that were refused because another one has the Documento */
export const isPlaceholder = (refused: number): boolean => refused + 1 > PLACEHOLDER_FROM;

/** The longest part of a Documento that every way of writing it has in common, for searches by substring; null = none worth a search. */
export function searchableCore(documento: string): string | null {
  const [longest = ''] = (plainDocumento(documento).match(/\d+/g) ?? []).sort(
    (a, b) => b.length - a.length,
  );
  return longest.length >= 5 ? longest : null;
}
