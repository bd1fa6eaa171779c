/**
 * Documento equality is exact: case, hyphens and inner spaces count; only white space at both ends is
 * ignored, because Clientify strips it on write (mission; giav.md §6, clientify.md §5).
 */
export const trimDocumento = (documento: string | null | undefined): string => (documento ?? '').trim();

export const sameDocumento = (a: string | null | undefined, b: string | null | undefined): boolean =>
  trimDocumento(a) !== '' && trimDocumento(a) === trimDocumento(b);
