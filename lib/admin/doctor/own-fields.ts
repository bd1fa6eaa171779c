import type { SyncConfig } from '../../config/schema';
import type { GiavLookups, OwnField } from '../../ports/giav-lookups';
import { checkOwnFields } from '../../run/check-own-fields';
import { ConfigurationError, RecordError, saidOf } from '../../sync/errors';
import { error, ok, warning, type Finding } from './check';

const named = (fields: readonly OwnField[], none: string): string =>
  fields.map(({ id, name }) => `${name} (CustomDataValues:${id})`).join(', ') || none;

/** The agency's own fields in GIAV, as the setting `customFields` names them. */
export async function ownFields(
  lookups: Pick<GiavLookups, 'ownFields'>,
  config: SyncConfig,
): Promise<Finding> {
  try {
    const clients = await lookups.ownFields('Cliente');
    const expedientes = await lookups.ownFields('Expediente');
    await checkOwnFields({ lookups }, config);
    return ok({
      en: `Own fields of clients: ${named(clients, 'none')}. Of expedientes: ${named(expedientes, 'none')}.`,
      es: `Campos propios de los clientes: ${named(clients, 'ninguno')}. De los expedientes: ${named(expedientes, 'ninguno')}.`,
    });
  } catch (problem) {
    if (problem instanceof ConfigurationError)
      return error(saidOf(problem), {
        en: 'Correct the setting customFields.',
        es: 'Corrija el ajuste customFields.',
      });
    if (!(problem instanceof RecordError)) throw problem;
    return warning(
      {
        en: 'The key may not read which own fields GIAV has.',
        es: 'La clave no puede leer qué campos propios tiene GIAV.',
      },
      {
        en: 'Nothing, unless the setting customFields names one: look up its id in GIAV.',
        es: 'Nada, salvo que el ajuste customFields use alguno: busque su id en GIAV.',
      },
    );
  }
}
