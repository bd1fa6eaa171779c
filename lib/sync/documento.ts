/**
 * Documento equality is exact: case, hyphens and inner spaces count; only white space at both ends is
 * ignored, because Clientify strips it on write (mission; giav.md §6, clientify.md §5).
 */
export const trimDocumento = (documento: string | null | undefined): string => (documento ?? '').trim();

export const sameDocumento = (a: string | null | undefined, b: string | null | undefined): boolean =>
  trimDocumento(a) !== '' && trimDocumento(a) === trimDocumento(b);

const INVISIBLE = /&nbsp;|&#(?:160|xa0);|[\s\p{Cf}]/giu;
const PUNCTUATION = /[.\p{Pd}]/gu;
const COUNTRY = /^ES(?=[A-Z]?\d)/;

/** A Documento without case, blanks, invisible characters, dots, hyphens and an `ES` prefix (data-safety.md §4). */
export const plainDocumento = (documento: string | null | undefined): string =>
  (documento ?? '').normalize('NFKC').replace(INVISIBLE, '').replace(PUNCTUATION, '').toUpperCase().replace(COUNTRY, '');
