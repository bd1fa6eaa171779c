import { comparableEmail, phoneDigits } from './cleaning';
import { personNames } from './client-to-clientify';
import { splitLegalName, type CompanyName } from './company-names';
import type { GiavClient } from './records';
import type { ClientKind } from './target';

/** The fields of a client that a change in Clientify may reach; all others are echoed as they are. */
export const EDITABLE = [
  'nombre',
  'apellidos',
  'nombreAlias',
  'email',
  'movil',
  'telefono',
  'fax',
  'direccion',
  'codPostal',
  'poblacion',
  'provincia',
  'comentarios',
  'birthday',
] as const satisfies readonly (keyof GiavClient)[];
export type Editable = (typeof EDITABLE)[number];

/** New values by field; a birthday of null is removed. */
export type ClientEdits = Readonly<Partial<Record<Exclude<Editable, 'birthday'>, string>> & { birthday?: string | null }>;

// What XML 1.0 cannot carry (giav.md §1.1).
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
export const xmlText = (text: string): string => text.replace(NOT_XML, '');

/** Multi-line text keeps the line ends that the field had. */
const withLineEnds = (before: string, text: string): string => (before.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text);

/** Puts a person's names back into the shape in which GIAV holds them (the inverse of the mapping's name rules). */
function withNames(client: GiavClient, change: { first?: string; last?: string }): GiavClient {
  const { first, last } = { ...personNames(client, []), ...change };
  const [nombre, apellidos] = [client.nombre.trim(), client.apellidos.trim()];
  if (nombre === '' && apellidos !== '' && last === '') return { ...client, apellidos: first };
  const inOne = nombre.includes(',') && apellidos === '' && personNames(client, []).last !== '';
  if (inOne) return { ...client, nombre: last === '' ? first : `${last}, ${first}` };
  return {
    ...client,
    ...(first !== nombre && { nombre: first }),
    ...(last !== apellidos && { apellidos: last }),
  };
}

/** null: GIAV's fields cannot hold it so that it comes back as it was typed. */
type Apply = (client: GiavClient, value: string, companyName: CompanyName) => GiavClient | null;

const text =
  (field: Exclude<Editable, 'birthday'>): Apply =>
  (client, value) => ({ ...client, [field]: withLineEnds(client[field], value) });

const APPLY: Readonly<Record<ClientKind, Readonly<Record<string, Apply>>>> = (() => {
  const shared: Readonly<Record<string, Apply>> = {
    remarks: text('comentarios'),
    street: text('direccion'),
    city: text('poblacion'),
    state: text('provincia'),
    postal_code: text('codPostal'),
  };
  return {
    contact: {
      ...shared,
      first_name: (client, first) => withNames(client, { first }),
      last_name: (client, last) => withNames(client, { last }),
      birthday: (client, value) => ({ ...client, birthday: /^\d{4}-\d\d-\d\d$/.test(value) ? value : null }),
    },
    company: {
      ...shared,
      name: text('nombreAlias'),
      business_name: (client, value, companyName) => {
        const fields = splitLegalName(client, value, companyName);
        return fields && { ...client, ...fields };
      },
    },
  };
})();

/** The client with one field of Clientify carried over; null when there is no rule for it, or GIAV cannot hold it. */
export const applyField = (
  client: GiavClient,
  kind: ClientKind,
  field: string,
  value: string,
  companyName: CompanyName = 'joined',
): GiavClient | null => APPLY[kind][field]?.(client, xmlText(value), companyName) ?? null;

/** An entry of a list of Clientify. `text` is what goes into GIAV. */
export interface Entry {
  readonly text: string;
  readonly key: string;
  readonly type: number;
}

/** How a list of Clientify lies in GIAV's fields. */
export interface ListRule {
  readonly replace: (client: GiavClient, key: string, entry: Entry) => GiavClient;
  readonly remove: (client: GiavClient, key: string) => GiavClient;
  /** null: there is no room for another one. */
  readonly add: (client: GiavClient, entry: Entry, holdsNone: boolean) => GiavClient | null;
}

/** GIAV has one e-mail field, perhaps with several addresses and junk: only the address itself is exchanged (giav.md §3.1). */
const EMAILS: ListRule = {
  replace: (client, key, entry) => ({
    ...client,
    email: emailParts(client)
      .map((part) => (comparableEmail(part) === key ? entry.text : part))
      .join(''),
  }),
  remove: (client, key) => {
    const parts = emailParts(client);
    for (let at = parts.length - 1; at >= 0; at--)
      // With the separator before it, or behind it at the beginning.
      if (comparableEmail(parts[at] ?? '') === key) parts.splice(Math.max(0, at - 1), 2);
    return { ...client, email: parts.join('') };
  },
  add: (client, entry, holdsNone) => (holdsNone ? { ...client, email: entry.text } : null),
};

/** Texts and the separators between them, in turn. */
const emailParts = (client: GiavClient): string[] => client.email.split(/([;,\s]+)/);

const PHONE_FIELDS = ['movil', 'telefono', 'fax'] as const;
const TYPE = { mobile: 2, fax: 5 } as const;

/** Clientify shows a number once, however many fields of GIAV hold it: an edit is of all of them. */
function setPhones(client: GiavClient, key: string, text: string): GiavClient {
  const holds = PHONE_FIELDS.filter((field) => client[field].trim() !== '' && phoneDigits(client[field]) === key);
  return { ...client, ...Object.fromEntries(holds.map((field) => [field, text])) };
}

/** Movil, Telefono and Fax. A new number goes into a field that is really empty, never over a text that is no number. */
const PHONES: ListRule = {
  replace: (client, key, entry) => setPhones(client, key, entry.text),
  remove: (client, key) => setPhones(client, key, ''),
  add: (client, entry) => {
    const mobile = entry.type === TYPE.mobile || /^\+34[67]\d{8}$/.test(entry.key);
    const wanted =
      entry.type === TYPE.fax ? (['fax'] as const) : mobile ? (['movil', 'telefono'] as const) : (['telefono', 'movil'] as const);
    const free = wanted.find((field) => client[field].trim() === '');
    return free === undefined ? null : { ...client, [free]: entry.text };
  },
};

export const LIST_RULES = { emails: EMAILS, phones: PHONES } as const;

/** What differs between a client and its edited version. */
export function editsBetween(before: GiavClient, after: GiavClient): ClientEdits {
  return Object.fromEntries(EDITABLE.filter((field) => before[field] !== after[field]).map((field) => [field, after[field]]));
}
