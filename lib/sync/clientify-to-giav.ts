import type { BackContext } from './fields/back';
import { CLIENT_FIELDS } from './fields/client';
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

/** The client with one field of Clientify carried over; null when its row has no way back, or GIAV cannot hold it. */
export function applyField(
  client: GiavClient,
  kind: ClientKind,
  field: string,
  value: string,
  context: BackContext = {},
): GiavClient | null {
  const row = CLIENT_FIELDS[kind].find(({ name }) => name === field);
  return row?.owner === 'two-way' && row.is !== 'list'
    ? row.back(client, xmlText(value), context)
    : null;
}

/** What differs between a client and its edited version. */
export function editsBetween(before: GiavClient, after: GiavClient): ClientEdits {
  return Object.fromEntries(
    EDITABLE.filter((field) => before[field] !== after[field]).map((field) => [
      field,
      after[field],
    ]),
  );
}
