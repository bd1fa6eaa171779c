import type { SyncConfig } from '../config/schema';
import { filled } from './blank';
import { SHORT_TEXT } from './cleaning';
import type { GiavClient } from './records';

/** Which fields of GIAV hold the legal name of a company (setting `companyName`). */
export type CompanyName = SyncConfig['companyName'];

export type LegalNameFields = Pick<GiavClient, 'nombre' | 'apellidos'>;

/** Between Apellidos and Nombre where both are filled: reads as a name, and is rare within one. */
const BETWEEN = ' - ';

/**
 * The legal name as Clientify shows it. `joined`: Apellidos and Nombre, whatever is filled, none dropped, once where they
 * are equal. `apellidos`, `nombre`: that field, and the other one only while it is blank.
 */
export function legalName(client: LegalNameFields, setting: CompanyName): string {
  const apellidos = filled(client.apellidos);
  const nombre = filled(client.nombre);
  if (apellidos === '' || nombre === '' || apellidos === nombre) return apellidos || nombre;
  if (setting === 'joined') return `${apellidos}${BETWEEN}${nombre}`;
  return setting === 'apellidos' ? apellidos : nombre;
}

/** The fields that the legal name is shown from, by the setting and by what is filled. */
function shownFrom(
  apellidos: string,
  nombre: string,
  setting: CompanyName,
): 'apellidos' | 'nombre' | 'both' {
  if (apellidos !== '' && nombre !== '' && setting === 'joined') return 'both';
  const preferred = setting === 'nombre' ? 'nombre' : 'apellidos';
  const [first, other] = preferred === 'nombre' ? [nombre, apellidos] : [apellidos, nombre];
  if (first !== '' || other === '') return preferred;
  return preferred === 'nombre' ? 'apellidos' : 'nombre';
}

/** The parts of an edited joined name, as far as the two known ones tell: one of them changed, or both were equal. */
function takenApart(
  apellidos: string,
  nombre: string,
  text: string,
): { apellidos?: string; nombre?: string } | null {
  const begins = text.startsWith(`${apellidos}${BETWEEN}`);
  const ends = text.endsWith(`${BETWEEN}${nombre}`);
  if (begins && ends) return null;
  if (begins) return { nombre: text.slice(apellidos.length + BETWEEN.length) };
  if (ends) return { apellidos: text.slice(0, -(nombre.length + BETWEEN.length)) };
  // Shown once for both, so it was edited in both.
  return apellidos === nombre ? { apellidos: text, nombre: text } : null;
}

/** What an edited name changes of the fields that it is shown from; null where it cannot be taken apart. */
function editOf(
  apellidos: string,
  nombre: string,
  text: string,
  setting: CompanyName,
): Partial<LegalNameFields> | null {
  const from = shownFrom(apellidos, nombre, setting);
  if (from !== 'both') return { [from]: text };
  return text === '' ? { apellidos: '', nombre: '' } : takenApart(apellidos, nombre, text);
}

/**
 * The inverse of {@link legalName}: the two fields of GIAV for an edited legal name; a field that the edit does not reach
 * keeps its text to the letter. null: it cannot be taken apart (both parts changed, a part was taken away, or Clientify
 * shows only the beginning), so that the edit has to wait for a person.
 *
 * @param newText the legal name as Clientify shows it after the edit; blank = emptied, which empties what it is shown from
 */
export function splitLegalName(
  client: LegalNameFields,
  newText: string,
  setting: CompanyName,
): LegalNameFields | null {
  const text = filled(newText);
  const shown = legalName(client, setting);
  const { nombre, apellidos } = client;
  if (text === shown) return { nombre, apellidos };
  if (shown.length > SHORT_TEXT) return null;
  const edit = editOf(filled(apellidos), filled(nombre), text, setting);
  if (edit === null) return null;
  const after = { nombre, apellidos, ...edit };
  // What would not come back as it was typed is not written.
  return legalName(after, setting) === text ? after : null;
}
