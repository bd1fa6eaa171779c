import { isBlank, readable } from './blank';

/**
 * Documento equality is exact: case, hyphens and inner spaces count; only white space at both ends is
 * ignored, because Clientify strips it on write (giav.md, R3, clientify.md, C15). One that shows nothing is none.
 */
export function trimDocumento(documento: string | null | undefined): string {
  const text = documento ?? '';
  return isBlank(text) ? '' : text.replace(/\p{Cs}/gu, '').trim();
}

export const sameDocumento = (
  a: string | null | undefined,
  b: string | null | undefined,
): boolean => trimDocumento(a) !== '' && trimDocumento(a) === trimDocumento(b);

/** NIF (old ones without leading zeros too), NIE, and the letter forms of companies and of NIFs K, L, M. */
const AFTER_ES = /^ES(?=(?:\d{7,8}[A-Z]|[XYZ]\d{7}[A-Z]|[A-W]\d{7}[A-Z\d])$)/;

/**
 * For near misses only, never for linking: a Documento without case, blanks, invisible characters, dots, hyphens, slashes
 * and the country prefix of a Spanish one. `''` when nothing is left.
 */
export const plainDocumento = (documento: string | null | undefined): string =>
  readable(documento ?? '')
    .text.normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.·/\\\p{Pd}\u{2212}_]/gu, '')
    .replace(AFTER_ES, '');
