import { filled, firstFilled, isBlank } from './cleaning';
import { madeUpName } from './made-up-names';
import type { GiavClient } from './records';
import type { ClientKind, Desired, FieldNote } from './target';

export interface PersonNames {
  readonly first: string;
  readonly last: string;
}

/** Clientify wants a first name; GIAV may have the whole name in one of its two fields. */
export function personNames(client: GiavClient, notes: FieldNote[]): PersonNames {
  const nombre = filled(client.nombre);
  const apellidos = filled(client.apellidos);
  if (apellidos === '') {
    const [last = '', ...rest] = nombre.split(',');
    const first = rest.join(',').trim();
    if (first !== '' && last !== '') return { first, last: last.trim() };
  }
  if (nombre !== '') return { first: nombre, last: apellidos };
  const first = firstFilled(apellidos, client.nombreAlias, madeUpName(client.id));
  notes.push({
    field: 'Nombre',
    note: 'empty in GIAV; Clientify requires a first name, another name was used',
  });
  return { first, last: '' };
}

/** GIAV's own names, where another name stands in for a required one that is empty. */
export function plainNames(client: GiavClient, kind: ClientKind): Desired['plain'] {
  if (kind === 'company') return isBlank(client.nombreAlias) ? { name: '' } : undefined;
  return isBlank(client.nombre)
    ? { first_name: '', last_name: filled(client.apellidos) }
    : undefined;
}
