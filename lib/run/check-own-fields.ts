import type { SyncConfig } from '../config/schema';
import type { GiavLookups, GiavClass, OwnField } from '../ports/giav-lookups';
import type { Log } from '../ports/log';
import { ConfigurationError, RecordError } from '../sync/errors';
import { ownFieldOf, type SourceOf } from '../sync/fields/sources';
import type { Said } from '../sync/said';

const CLASSES: Readonly<Record<SourceOf, GiavClass>> = {
  client: 'Cliente',
  expediente: 'Expediente',
};
const OWNERS: Readonly<Record<SourceOf, Said>> = {
  client: { en: 'clients', es: 'los clientes' },
  expediente: { en: 'expedientes', es: 'los expedientes' },
};

const noField = (at: number, on: SourceOf, id: number, there: readonly OwnField[]) => {
  const names = there.map((one) => `${one.name} (${one.id})`).join(', ');
  return new ConfigurationError({
    en: `customFields.${at}.from: GIAV has no own field ${id} of ${OWNERS[on].en}. It has: ${names || 'none'}.`,
    es: `customFields.${at}.from: GIAV no tiene ningún campo propio ${id} de ${OWNERS[on].es}. Tiene: ${names || 'ninguno'}.`,
  });
};

/**
 * Before anything is written: whether GIAV has the own fields that the setting `customFields` names. A key that may not
 * read their definitions still reads their values.
 * @throws ConfigurationError that lists those that GIAV has
 */
export async function checkOwnFields(
  giav: { readonly lookups: Pick<GiavLookups, 'ownFields'> },
  { customFields }: Pick<SyncConfig, 'customFields'>,
  log?: Pick<Log, 'warn'>,
): Promise<void> {
  const known: Partial<Record<SourceOf, readonly OwnField[] | null>> = {};
  for (const [at, { on, from }] of customFields.entries()) {
    const id = ownFieldOf(from);
    if (id === null) continue;
    const there: readonly OwnField[] | null =
      known[on] === undefined ? await definitions(giav.lookups, CLASSES[on]) : known[on];
    known[on] = there;
    if (there === null) log?.warn('the key may not read which own fields GIAV has', { of: on });
    else if (!there.some((one) => one.id === id)) throw noField(at, on, id, there);
  }
}

async function definitions(
  lookups: Pick<GiavLookups, 'ownFields'>,
  of: GiavClass,
): Promise<readonly OwnField[] | null> {
  try {
    return await lookups.ownFields(of);
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}
