import { splitLegalName, type CompanyName } from '../company-names';
import { giavDate } from '../dates';
import { isMadeUp } from '../made-up-names';
import { personNames } from '../names';
import type { GiavClient } from '../records';

/** What the inverse of a row may depend on beside the client. */
export interface BackContext {
  /** All fields that Clientify shows, by name. */
  readonly shown?: Readonly<Record<string, string>>;
  readonly companyName?: CompanyName;
  /** Setting `owners`: the surname is never edited from Clientify. */
  readonly surnameIsGiavs?: boolean;
}

/** The client with the new value. null: GIAV's fields cannot hold it so that it comes back as it was typed. */
export type Back = (client: GiavClient, value: string, context: BackContext) => GiavClient | null;

/** Fields of a client that are one text each. */
export type TextField =
  'comentarios' | 'direccion' | 'poblacion' | 'provincia' | 'codPostal' | 'nombreAlias';

/** Multi-line text keeps the line ends that the field had. */
const withLineEnds = (before: string, text: string): string =>
  before.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;

/** Into one field of GIAV, as it was typed. */
export const asText =
  (field: TextField): Back =>
  (client, value) => ({ ...client, [field]: withLineEnds(client[field], value) });

/** Into RelevantDates. What would be read back as no date, such as `0001-01-01`, GIAV cannot hold. */
export const asBirthday: Back = (client, value) => {
  if (value === '') return { ...client, birthday: null };
  return giavDate(value) === value ? { ...client, birthday: value } : null;
};

/** Into Nombre and Apellidos, as the setting `companyName` joins them. */
export const asLegalName: Back = (client, value, { companyName = 'joined' }) => {
  const fields = splitLegalName(client, value, companyName);
  return fields && { ...client, ...fields };
};

export const asFirstName: Back = (client, first, context) => withNames(client, { first }, context);
export const asLastName: Back = (client, last, context) => withNames(client, { last }, context);

/** Puts a person's names back into the shape in which GIAV holds them (the inverse of the mapping's name rules). */
function withNames(
  client: GiavClient,
  change: { first?: string; last?: string },
  { shown = {}, surnameIsGiavs = false }: BackContext,
): GiavClient {
  const [nombre, apellidos] = [client.nombre.trim(), client.apellidos.trim()];
  const names = personNames(client, []);
  // A name that nobody typed does not go to GIAV beside the one that somebody did.
  const known = nombre === '' && isMadeUp(names.first) ? { ...names, first: '' } : names;
  const { first, last } = { ...known, ...change };
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
