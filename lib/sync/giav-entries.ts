import type { GiavClient } from './records';
import { emailSpans, isBlank, splitPhones, type Span } from './cleaning';
import type { ListName } from './settle';
import type { EntryField } from './target';

/** An entry of a list of Clientify. `text` is what goes into GIAV. */
export interface Entry {
  readonly text: string;
  readonly key: string;
  /** Clientify's type code (clientify.md, C12). */
  readonly type: number;
}

const FIELDS: Readonly<Record<ListName, readonly EntryField[]>> = {
  emails: ['email'],
  phones: ['movil', 'telefono', 'fax'],
};
const LIST_FIELDS = [...FIELDS.emails, ...FIELDS.phones];
const SPANS: Readonly<Record<ListName, (text: string) => Span[]>> = {
  emails: emailSpans,
  phones: splitPhones,
};
const PHONE_TYPE = { mobile: 2, fax: 5 } as const;

type Exchange = (text: string, spans: readonly Span[], span: Span) => string;

/** Every place that holds the entry: Clientify shows it once, however many fields of GIAV hold it. */
function exchange(client: GiavClient, list: ListName, key: string, by: Exchange): GiavClient {
  const changed = FIELDS[list].flatMap((field): [EntryField, string][] => {
    let text = client[field];
    // From the end, so that the places before stay where they are.
    for (const span of SPANS[list](text).reverse())
      if (span.key === key) text = by(text, SPANS[list](text), span);
    return text === client[field] ? [] : [[field, text]];
  });
  return { ...client, ...Object.fromEntries(changed) };
}

/** Only the entry itself is exchanged: separators and notes stay (rules of data, section 3). */
export const replaceEntry = (
  client: GiavClient,
  list: ListName,
  key: string,
  entry: Entry,
): GiavClient =>
  exchange(
    client,
    list,
    key,
    (text, _, { start, end }) => text.slice(0, start) + entry.text + text.slice(end),
  );

const SEPARATOR_BEHIND = /^\s*(?:[;,/]|[yo]\s)?\s*/i;
const SEPARATOR_BEFORE = /\s*(?:[;,/]|\s[yo])?\s*$/i;

/** The entry with the separator before it, or behind it at the beginning. */
export const removeEntry = (client: GiavClient, list: ListName, key: string): GiavClient =>
  exchange(client, list, key, (text, spans, { start, end }) => {
    const [before, after] = [text.slice(0, start), text.slice(end)];
    if (spans.length === 1) return isBlank(before + after) ? '' : before + after;
    return isBlank(before)
      ? before + after.replace(SEPARATOR_BEHIND, '')
      : before.replace(SEPARATOR_BEFORE, '') + after;
  });

/** Whether a field of GIAV would hold no entry any more without this one. */
export const isLastOfField = (client: GiavClient, list: ListName, key: string): boolean =>
  FIELDS[list].some((field) => {
    const spans = SPANS[list](client[field]);
    return spans.length > 0 && spans.every((span) => span.key === key);
  });

/** Fields of GIAV that could take an entry: really empty, without a note. */
export const freeFields = (client: GiavClient): EntryField[] =>
  LIST_FIELDS.filter((field) => isBlank(client[field]));

/** Whether an entry has a place among the free fields of GIAV. */
export const hasRoom = (
  list: ListName,
  entry: Pick<Entry, 'key' | 'type'>,
  free: readonly EntryField[],
): boolean => wanted(list, entry).some((field) => free.includes(field));

/** Whether the entry is of the kind that the field of another one holds: a fax is no mobile. */
export const isPlaceFor = (
  client: GiavClient,
  list: ListName,
  key: string,
  entry: Pick<Entry, 'key' | 'type'>,
): boolean =>
  FIELDS[list].some(
    (field) =>
      wanted(list, entry).includes(field) &&
      SPANS[list](client[field]).some((one) => one.key === key),
  );

/** A new entry goes into a field that is really empty, never over a text, nor beside one. null: there is no such field. */
export function addEntry(client: GiavClient, list: ListName, entry: Entry): GiavClient | null {
  const free = wanted(list, entry).find((field) => isBlank(client[field]));
  return free === undefined ? null : { ...client, [free]: entry.text };
}

function wanted(list: ListName, { type, key }: Pick<Entry, 'key' | 'type'>): readonly EntryField[] {
  if (list === 'emails') return FIELDS.emails;
  if (type === PHONE_TYPE.fax) return ['fax'];
  const mobile = type === PHONE_TYPE.mobile || /^(?:\+34)?[67]\d{8}$/.test(key);
  return mobile ? ['movil', 'telefono'] : ['telefono', 'movil'];
}
