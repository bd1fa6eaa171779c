import type { SyncConfig } from '../../config/schema';
import type { GiavProbes } from '../../giav/probes';
import { RecordError } from '../../sync/errors';
import { together, type Said } from '../../sync/said';
import { error, ok, warning, type Finding } from './check';
import { histogram, type GiavSurvey } from './giav-survey';

const onFirstPage = (quick: boolean): Said =>
  quick ? { en: ' on the first page', es: ' en la primera página' } : { en: '', es: '' };

/** @param quick whether only the first page was read */
export function clientsVerdict(survey: GiavSurvey, quick: boolean): Finding {
  const { clients, companies, disabled, invalid } = survey;
  if (clients === 0)
    return warning(
      {
        en: 'GIAV shows this key no client at all.',
        es: 'GIAV no muestra ningún cliente a esta clave.',
      },
      {
        en: 'Check the rights of the key (its office, its user).',
        es: 'Revise los permisos de la clave (su oficina, su usuario).',
      },
    );
  const [where, tipos, sedes] = [
    onFirstPage(quick),
    histogram(survey.tipos),
    histogram(survey.sedesFiscales),
  ];
  const found = {
    en: `${clients} clients${where.en}: ${companies} companies, ${clients - companies} persons, ${disabled} disabled. Tipos: ${tipos.en}. Sedes fiscales: ${sedes.en}.`,
    es: `Clientes${where.es}: ${clients} (empresas: ${companies}, personas: ${clients - companies}, deshabilitados: ${disabled}). Tipos: ${tipos.es}. Sedes fiscales: ${sedes.es}.`,
  };
  if (invalid === 0) return ok(found);
  return warning(
    together(found, {
      en: `${invalid} records lack required fields.`,
      es: `Registros a los que les faltan campos obligatorios: ${invalid}.`,
    }),
    {
      en: 'They will be reported as INVALID_RECORD; correct them in GIAV.',
      es: 'Saldrán como INVALID_RECORD; corríjalos en GIAV.',
    },
  );
}

/** @param states of expedientes */
export function expedientesVerdict(
  { expedientes, statesInUse }: GiavSurvey,
  states: readonly { id: number; name: string }[],
  quick: boolean,
): Finding {
  const nameOf = (id: number | null): string =>
    states.find((state) => state.id === id)?.name ?? String(id ?? '(none)');
  const where = onFirstPage(quick);
  const used = histogram(new Map([...statesInUse].map(([id, times]) => [nameOf(id), times])));
  return ok({
    en: `${expedientes} expedientes${where.en}. States in use: ${used.en}.`,
    es: `Expedientes${where.es}: ${expedientes}. Estados en uso: ${used.es}.`,
  });
}

type Offices = Awaited<ReturnType<GiavProbes['offices']>>;

export async function offices(
  probes: GiavProbes,
  survey: GiavSurvey,
  config: Pick<SyncConfig, 'offices' | 'officePrefix'>,
): Promise<Finding> {
  let found: Offices;
  try {
    found = await probes.offices();
  } catch (problem) {
    if (!(problem instanceof RecordError)) throw problem;
    return warning(
      {
        en: 'The key may not read the offices.',
        es: 'La clave no puede leer las oficinas.',
      },
      {
        en: 'Nothing; numbers of expedientes are compared instead.',
        es: 'Nada; en su lugar se comparan los números de expediente.',
      },
    );
  }
  return officesVerdict(found, survey, config);
}

/** Whether the settings name offices that there are, and whether numbers tell expedientes of two offices apart. */
function officesVerdict(
  found: Offices,
  survey: GiavSurvey,
  config: Pick<SyncConfig, 'offices' | 'officePrefix'>,
): Finding {
  const codes = new Set([...found.map(({ code }) => code), ...survey.offices.keys()]);
  const unknown = config.offices.filter((code) => !codes.has(code)).join('", "');
  const known = [...codes].filter((code) => code !== '').join(', ');
  if (unknown !== '')
    return error(
      {
        en: `offices: GIAV has no office "${unknown}".`,
        es: `offices: GIAV no tiene ninguna oficina "${unknown}".`,
      },
      { en: `Choose among: ${known}.`, es: `Elija entre: ${known}.` },
    );
  const names = found.map(({ code, name }) => `${code} (${name})`).join(', ');
  const text = {
    en: `Offices: ${names || 'none'}. Numbers that two offices share: ${survey.sharedNumbers}.`,
    es: `Oficinas: ${names || 'ninguna'}. Números que comparten dos oficinas: ${survey.sharedNumbers}.`,
  };
  return survey.sharedNumbers > 0 && config.officePrefix !== 'always'
    ? warning(together(text, SAME_NAME.finding), SAME_NAME.action)
    : ok(text);
}

const SAME_NAME = {
  finding: {
    en: 'Deals of two offices have the same name, unless they are named with their office.',
    es: 'Hay oportunidades de dos oficinas que se llaman igual, salvo que lleven la oficina en el nombre.',
  },
  action: {
    en: 'Set officePrefix to "always".',
    es: 'Ponga officePrefix en "always".',
  },
};

/** @param catalogue how many categories there are; null: the key may not read them. @param states of clients */
export const categoriesText = (catalogue: number | null, states: number): Said => ({
  en: `Categories of clients can be read (${catalogue ?? 'an unknown number'} in the catalogue). States of clients: ${states}.`,
  es: `Las categorías de los clientes se pueden leer (en el catálogo: ${catalogue ?? 'no se sabe cuántas'}). Estados de clientes: ${states}.`,
});
