import type { GiavProbes } from '../../giav/probes';
import { RecordError } from '../../sync/errors';
import { PAGE_SIZE, dialectOf, type PageIndexDialect } from '../../sync/paging';
import { error, ok, warning, type Finding } from './check';

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, at) => id === b[at]);

/** What `pageIndex` means here (giav.md, Q1). @param onSeen is told it, whether the setting says so or not */
export async function pageIndex(
  probes: GiavProbes,
  configured: PageIndexDialect,
  onSeen: (dialect: PageIndexDialect) => void,
): Promise<Finding> {
  const read = async (at: number): Promise<number[] | null> => {
    try {
      return await probes.ids({ pageSize: 2, pageIndex: at });
    } catch (problem) {
      if (problem instanceof RecordError) return null;
      throw problem;
    }
  };
  const zero = await read(0);
  const again = await read(0);
  const [one, two] = [await read(1), await read(2)];
  if (zero !== null && again !== null && !same(zero, again))
    return warning(
      {
        en: 'The same page was answered in another order: the list has no stable order.',
        es: 'La misma página ha llegado en otro orden: la lista no tiene un orden estable.',
      },
      {
        en: 'Nothing: runs read such lists again until they stand still.',
        es: 'Nada: las ejecuciones vuelven a leer esas listas hasta que dejan de moverse.',
      },
    );
  const seen = dialectOf([zero, one, two]);
  if (seen !== null) onSeen(seen);
  return dialectVerdict(seen, configured);
}

function dialectVerdict(seen: PageIndexDialect | null, configured: PageIndexDialect): Finding {
  if (seen === null)
    return warning(
      {
        en: 'There are too few clients to tell what pageIndex means.',
        es: 'Hay muy pocos clientes para saber qué significa pageIndex.',
      },
      {
        en: `Ask again when there are six or more; until then it is taken for "${configured}".`,
        es: `Vuelva a preguntar cuando haya seis o más; hasta entonces se da por hecho "${configured}".`,
      },
    );
  if (seen === configured)
    return ok({
      en: `pageIndex means what the setting says ("${seen}").`,
      es: `pageIndex significa lo que dice el ajuste ("${seen}").`,
    });
  return error(
    {
      en: `pageIndex behaves like "${seen}", but the setting says "${configured}".`,
      es: `pageIndex se comporta como "${seen}", pero el ajuste dice "${configured}".`,
    },
    {
      en: `Set giav.pageIndex to "${seen}".`,
      es: `Ponga giav.pageIndex en "${seen}".`,
    },
  );
}

/** @param first index of the first page */
export async function pageSize(probes: GiavProbes, first: number): Promise<Finding> {
  try {
    const { size } = await probes.clients({ pageSize: PAGE_SIZE + 1, pageIndex: first });
    if (size > PAGE_SIZE)
      return ok({
        en: `Pages may be larger than ${PAGE_SIZE}; runs ask for ${PAGE_SIZE}.`,
        es: `Las páginas pueden pasar de ${PAGE_SIZE}; las ejecuciones piden ${PAGE_SIZE}.`,
      });
    return ok({
      en: `A page holds at most ${PAGE_SIZE} records, as expected (${size} came).`,
      es: `Una página trae como mucho ${PAGE_SIZE} registros, como se esperaba (han llegado ${size}).`,
    });
  } catch (problem) {
    if (problem instanceof RecordError)
      return ok({
        en: `A page over ${PAGE_SIZE} is refused; runs never ask for one.`,
        es: `Una página de más de ${PAGE_SIZE} se rechaza; las ejecuciones nunca la piden.`,
      });
    throw problem;
  }
}
