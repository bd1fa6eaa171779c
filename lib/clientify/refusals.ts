/** Levels and texts of a refusal that are looked at; a real one has a handful. */
const MAX_DEPTH = 8;
const MAX_TEXTS = 50;
/** Of each text: what is cut off never gets to a pattern, so that a long answer costs no time. */
const MAX_TEXT = 2000;

/** Texts of a DRF error body by field; nested for lists, a bare array for the whole record (clientify.md, T8). */
function textsOf(body: unknown, field = '', depth = 0): [string, string][] {
  if (typeof body === 'string') return [[field, body]];
  if (body === null || typeof body !== 'object' || depth === MAX_DEPTH) return [];
  if (Array.isArray(body))
    return body.slice(0, MAX_TEXTS).flatMap((inner) => textsOf(inner, field, depth + 1));
  return Object.entries(body)
    .slice(0, MAX_TEXTS)
    .flatMap(([name, inner]) =>
      textsOf(
        inner,
        field === '' || /^\d+$/.test(name) ? field || name : `${field}.${name}`,
        depth + 1,
      ),
    );
}

const sentTexts = (sent: unknown): string[] => {
  if (typeof sent === 'string') return [sent];
  if (sent === null || typeof sent !== 'object') return [];
  return Object.values(sent).flatMap(sentTexts);
};

/** Quotations and long numbers may repeat what a person's record holds. Each part has an end: linear on any text. */
const SUSPECT =
  /["'«“‘][^"'»”’]{0,300}(?:["'»”’]|$)|\+?\d[\d\s.-]{4,40}\d|\b[A-Z]?\d{5,40}[A-Z]?\b/gi;

/** The same of e-mail addresses, word by word. */
const withoutEmails = (text: string): string =>
  text
    .split(/(\s)/)
    .map((word) => (word.includes('@') ? '…' : word))
    .join('');

/** The last word of a text that was cut may be the beginning of an address. */
const cut = (text: string): string =>
  text.length <= MAX_TEXT ? text : text.slice(0, MAX_TEXT).split(' ').slice(0, -1).join(' ');

/** The API's own words, field by field, with every value that we sent and all that looks like one cut out (RGPD). */
export function refusalText(body: unknown, sent: unknown): string {
  const values = sentTexts(sent)
    .filter((text) => text.trim().length > 2)
    .sort((a, b) => b.length - a.length);
  const clean = (text: string): string =>
    withoutEmails(
      cut(values.reduce((left, value) => left.replaceAll(value, '…'), text)).replace(SUSPECT, '…'),
    );
  return textsOf(body)
    .slice(0, MAX_TEXTS)
    .map(([field, text]) =>
      field === '' || field === 'detail' ? clean(text) : `${field}: ${clean(text)}`,
    )
    .join(' ')
    .slice(0, 500);
}
