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
export type ClientEdits = Readonly<
  Partial<Record<Exclude<Editable, 'birthday'>, string>> & { birthday?: string | null }
>;

// What XML 1.0 cannot carry (giav.md, T7).
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
export const xmlText = (text: string): string => text.replace(NOT_XML, '');

/** Multi-line text keeps the line ends that the field had. */
const withLineEnds = (before: string, text: string): string =>
  before.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;

/** Puts a person's names back into the shape in which GIAV holds them (the inverse of the mapping's name rules). */
function withNames(
  client: GiavClient,
  change: { first?: string; last?: string },
  { shown = {}, surnameIsGiavs = false }: ApplyContext = {},
): GiavClient {
  const { first, last } = { ...personNames(client, []), ...change };
  const [nombre, apellidos] = [client.nombre.trim(), client.apellidos.trim()];
  // The surname that stood in for the first name shows in its own field over there: it stays where it is.
  if (nombre === '' && apellidos !== '' && (surnameIsGiavs || (shown['last_name'] ?? '') !== ''))
    return { ...client, nombre: first };
  if (nombre === '' && apellidos !== '' && last === '') return { ...client, apellidos: first };
  const inOne = nombre.includes(',') && apellidos === '' && personNames(client, []).last !== '';
  if (inOne) return { ...client, nombre: last === '' ? first : `${last}, ${first}` };
  return {
    ...client,
    ...(first !== nombre && { nombre: first }),
    ...(last !== apellidos && { apellidos: last }),
  };
}

/** What the inverse of a mapping rule may depend on beside the client. */
export interface ApplyContext {
  /** All fields that Clientify shows, by name. */
  readonly shown?: Readonly<Record<string, string>>;
  readonly companyName?: CompanyName;
  /** Setting `owners`: the surname is never edited from Clientify. */
  readonly surnameIsGiavs?: boolean;
}
/** null: GIAV's fields cannot hold it so that it comes back as it was typed. */
type Apply = (client: GiavClient, value: string, context: ApplyContext) => GiavClient | null;

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
      first_name: (client, first, context) => withNames(client, { first }, context),
      last_name: (client, last, context) => withNames(client, { last }, context),
      birthday: (client, value) => ({
        ...client,
        birthday: /^\d{4}-\d\d-\d\d$/.test(value) ? value : null,
      }),
    },
    company: {
      ...shared,
      name: text('nombreAlias'),
      business_name: (client, value, { companyName = 'joined' }) => {
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
  context: ApplyContext = {},
): GiavClient | null => APPLY[kind][field]?.(client, xmlText(value), context) ?? null;

/** What differs between a client and its edited version. */
export function editsBetween(before: GiavClient, after: GiavClient): ClientEdits {
  return Object.fromEntries(
    EDITABLE.filter((field) => before[field] !== after[field]).map((field) => [
      field,
      after[field],
    ]),
  );
}
