import type { PrintedName } from '../../giav/probes';
import type { SyncConfig } from '../../config/schema';
import { RecordError } from '../../sync/errors';
import { filled, foldText } from '../../sync/cleaning';
import { kindOf } from '../../sync/client-to-clientify';
import type { CompanyName } from '../../sync/company-names';
import type { GiavClient } from '../../sync/records';
import { listed, together, type Said } from '../../sync/said';
import { ok, warning, type Finding } from './check';

type Names = Pick<GiavClient, 'id' | 'apellidos' | 'nombre' | 'nombreAlias'>;

/** Where one field is blank, or both are the same, every setting shows the same name. */
const isTelling = ({ apellidos, nombre }: Pick<Names, 'apellidos' | 'nombre'>): boolean =>
  apellidos !== '' && nombre !== '' && apellidos !== nombre;

/** Companies that are asked for (giav.md, R6). */
const SAMPLE = 10;

/** A few companies; those with both name fields filled tell something, the others only fill up. */
export class CompanySample {
  private readonly telling: Names[] = [];
  private readonly others: Names[] = [];

  take(client: GiavClient): void {
    if (kindOf(client) !== 'company') return;
    const [apellidos, nombre] = [filled(client.apellidos), filled(client.nombre)];
    const list = isTelling({ apellidos, nombre }) ? this.telling : this.others;
    if (list.length < SAMPLE)
      list.push({ id: client.id, apellidos, nombre, nombreAlias: filled(client.nombreAlias) });
  }

  get companies(): readonly Names[] {
    return [...this.telling, ...this.others].slice(0, SAMPLE);
  }
}

const PATTERNS = ['both fields', 'Apellidos', 'Nombre', 'NombreAlias', 'something else'] as const;
export type NamePattern = (typeof PATTERNS)[number];

/** Which fields of the client stand in the name that GIAV prints. */
export function patternOf(
  { apellidos, nombre, nombreAlias }: Names,
  printed: PrintedName,
): NamePattern {
  const name = foldText(printed.name);
  const holds = (field: string): boolean => field !== '' && name.includes(foldText(field));
  // One that lies within the other would be found in it.
  const [a, n] = [foldText(apellidos), foldText(nombre)];
  if (holds(apellidos) && holds(nombre) && name !== a && name !== n) return 'both fields';
  if (holds(apellidos) && name !== n) return 'Apellidos';
  if (holds(nombre)) return 'Nombre';
  return holds(nombreAlias) ? 'NombreAlias' : 'something else';
}

const SETTING: Readonly<Partial<Record<NamePattern, CompanyName>>> = {
  'both fields': 'joined',
  Apellidos: 'apellidos',
  Nombre: 'nombre',
};

export interface Compared {
  readonly names: Names;
  /** null: GIAV shows no paper of this company. */
  readonly printed: PrintedName | null;
}

/** What stands in the name, where it is not a field of GIAV. */
const SPANISH: Readonly<Partial<Record<NamePattern, string>>> = {
  'both fields': 'ambos campos',
  'something else': 'otra cosa',
};

/** Counts per pattern, and the setting that fits. Names are compared, never told. */
export function companyNameVerdict(
  compared: readonly Compared[],
  configured: CompanyName,
): Finding {
  const withPaper = compared.flatMap(({ names, printed }) =>
    printed === null ? [] : [{ names, pattern: patternOf(names, printed) }],
  );
  if (withPaper.length === 0)
    return ok({
      en: `No company has an invoice or a reservation that tells which field holds its legal name; companyName stays "${configured}".`,
      es: `Ninguna empresa tiene una factura o reserva que diga qué campo lleva su razón social; companyName sigue en "${configured}".`,
    });
  const telling = withPaper.filter(({ names }) => isTelling(names));
  const shown = patternCounts(withPaper.map(({ pattern }) => pattern));
  const text = {
    en: `GIAV prints as the name of ${withPaper.length} companies: ${shown.en}. Companies with both fields filled among them: ${telling.length}.`,
    es: `Lo que GIAV imprime como nombre, en ${withPaper.length} empresas: ${shown.es}. De ellas, con los dos campos rellenos: ${telling.length}.`,
  };
  const found = [...new Set(telling.map(({ pattern }) => SETTING[pattern]))];
  if (telling.length === 0)
    return ok(
      together(text, {
        en: 'Every setting of companyName shows the same.',
        es: 'Con cualquier valor de companyName se ve lo mismo.',
      }),
    );
  // Where they differ, or it is not clear, nothing may be dropped.
  const fitting: CompanyName = found.length === 1 && found[0] !== undefined ? found[0] : 'joined';
  if (fitting === configured)
    return ok(
      together(text, {
        en: `The setting companyName "${configured}" fits.`,
        es: `El ajuste companyName "${configured}" es el adecuado.`,
      }),
    );
  return warning(together(text, found.length === 1 ? null : DIFFERENT), {
    en: `Set companyName to "${fitting}".`,
    es: `Ponga companyName en "${fitting}".`,
  });
}

const DIFFERENT: Said = {
  en: 'Companies differ, so none of the fields may be dropped.',
  es: 'No todas las empresas son iguales, así que no se puede prescindir de ningún campo.',
};

const patternCounts = (found: readonly NamePattern[]): Said =>
  listed(
    PATTERNS.flatMap((pattern) => {
      const times = found.filter((one) => one === pattern).length;
      if (times === 0) return [];
      return [{ en: `${pattern} ${times}`, es: `${SPANISH[pattern] ?? pattern} ${times}` }];
    }),
  );

/** What GIAV prints on the papers of a few companies, beside what it holds of them. One or two small calls each. */
export async function askCompanyNames(
  sample: CompanySample,
  printedName: (id: number) => Promise<PrintedName | null>,
  config: SyncConfig,
): Promise<Finding> {
  if (sample.companies.length === 0)
    return ok({
      en: 'There is no company whose name could be compared.',
      es: 'No hay ninguna empresa cuyo nombre comparar.',
    });
  const compared: Compared[] = [];
  for (const names of sample.companies) {
    try {
      compared.push({ names, printed: await printedName(names.id) });
    } catch (problem) {
      if (!(problem instanceof RecordError)) throw problem;
      return warning(
        {
          en: 'The key may not read invoices and reservations, so nothing tells which field holds the legal name of companies.',
          es: 'La clave no puede leer facturas ni reservas, así que nada dice qué campo lleva la razón social de las empresas.',
        },
        {
          en: `Look at an invoice of a company with both Nombre and Apellidos; the setting companyName is "${config.companyName}".`,
          es: `Mire una factura de una empresa que tenga Nombre y Apellidos; el ajuste companyName es "${config.companyName}".`,
        },
      );
    }
  }
  return companyNameVerdict(compared, config.companyName);
}
