/** Texts of a DRF error body by field; nested for lists, a bare array for the whole record (clientify.md, T8). */
function textsOf(body: unknown, field = ''): [string, string][] {
  if (typeof body === 'string') return [[field, body]];
  if (Array.isArray(body)) return body.flatMap((inner) => textsOf(inner, field));
  if (body === null || typeof body !== 'object') return [];
  return Object.entries(body).flatMap(([name, inner]) =>
    textsOf(inner, field === '' || /^\d+$/.test(name) ? field || name : `${field}.${name}`),
  );
}

const sentTexts = (sent: unknown): string[] => {
  if (typeof sent === 'string') return [sent];
  if (sent === null || typeof sent !== 'object') return [];
  return Object.values(sent).flatMap(sentTexts);
};

/** Quotations, addresses and long numbers may repeat what a person's record holds. */
const SUSPECT = /(["'«“‘]).*?["'»”’]|\S+@\S+|\+?\d[\d\s.-]{4,}\d|\b[A-Z]?\d{5,}[A-Z]?\b/gi;

/** The API's own words, field by field, with every value that we sent and all that looks like one cut out (RGPD). */
export function refusalText(body: unknown, sent: unknown): string {
  const values = sentTexts(sent)
    .filter((text) => text.trim().length > 2)
    .sort((a, b) => b.length - a.length);
  const clean = (text: string): string =>
    values.reduce((left, value) => left.replaceAll(value, '…'), text).replace(SUSPECT, '…');
  return textsOf(body)
    .map(([field, text]) =>
      field === '' || field === 'detail' ? clean(text) : `${field}: ${clean(text)}`,
    )
    .join(' ')
    .slice(0, 500);
}
