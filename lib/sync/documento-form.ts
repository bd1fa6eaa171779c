import { trimDocumento } from './documento';

/** What else than capital letters and digits stands in a Documento, as far as a search may make a difference. */
const MARKS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['small', /\p{Ll}/u],
  ['blank', /\s/],
  ['hyphen', /\p{Pd}/u],
  ['dot', /\./],
  ['slash', /[/\\]/],
  ['other', /[^\p{Ll}\sA-Z0-9\p{Pd}./\\]/u],
];

/**
 * The form in which a Documento is written: `plain`, or the names of its marks (`blank+hyphen`). How a search treats one
 * form says nothing of another: it may keep records under their letters and digits only.
 */
export function formOf(documento: string): string {
  const text = trimDocumento(documento);
  const marks = MARKS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return marks.length === 0 ? 'plain' : marks.join('+');
}
