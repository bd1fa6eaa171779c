import type { ClientifyHttp } from '../../clientify/http';
import { missingCustomFields, readPipeline } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import type { CustomFieldCheck, WantedFields } from '../../ports/clientify-account';
import { listed, together, type Said } from '../../sync/said';
import { ok, warning, withRemedy, type Finding } from './check';
import { COLLECTIONS } from './clientify-records';

const twinsIn = (similar: readonly string[]): Said | null =>
  similar.length === 0
    ? null
    : {
        en: `Nearly the same names exist: ${similar.join(', ')}.`,
        es: `Existen nombres casi iguales: ${similar.join(', ')}.`,
      };

function missingVerdict(
  missing: CustomFieldCheck['missing'],
  twins: Said | null,
  autoSetup: boolean,
): Finding {
  const names = listed(
    missing.map(({ kind, name }) => ({
      en: `${name} (${COLLECTIONS[kind].en})`,
      es: `${name} (${COLLECTIONS[kind].es})`,
    })),
  );
  const found = together(
    {
      en: `Custom fields are missing: ${names.en}.`,
      es: `Faltan campos personalizados: ${names.es}.`,
    },
    twins,
  );
  return autoSetup
    ? withRemedy('warning', found, 'fields-come')
    : withRemedy('error', found, 'create-fields');
}

/** @param autoSetup whether the first run may create what is missing */
export async function customFields(
  http: ClientifyHttp,
  concurrency: number,
  autoSetup: boolean,
  wanted?: WantedFields,
): Promise<Finding> {
  const { missing, similar } = await missingCustomFields(http, concurrency, {}, wanted);
  const twins = twinsIn(similar);
  if (missing.length > 0) return missingVerdict(missing, twins, autoSetup);
  if (twins === null)
    return ok({
      en: 'All custom fields are there, as text fields.',
      es: 'Están todos los campos personalizados, como campos de texto.',
    });
  return warning(
    together(
      { en: 'All custom fields are there.', es: 'Están todos los campos personalizados.' },
      twins,
    ),
    {
      en: 'Remove the twins, so that nobody fills the wrong one.',
      es: 'Elimine los campos casi iguales, para que nadie rellene el que no es.',
    },
  );
}

export async function pipeline(
  http: ClientifyHttp,
  config: Pick<SyncConfig, 'pipeline' | 'clientify'>,
): Promise<Finding> {
  const { stages } = await readPipeline(http, config.pipeline, config.clientify.concurrency);
  const names = stages.map(({ name }) => name).join(' → ');
  return ok({
    en: `The pipeline "${config.pipeline}" has the stages ${names}.`,
    es: `El pipeline "${config.pipeline}" tiene las etapas ${names}.`,
  });
}
