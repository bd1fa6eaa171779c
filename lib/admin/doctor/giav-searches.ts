import { DAY_MS, SECOND_MS } from '../../sync/budget';
import type { SyncConfig } from '../../config/schema';
import type { GiavApi } from '../../giav/api';
import type { GiavProbes, ProbedClient } from '../../giav/probes';
import { giavTime } from '../../sync/dates';
import { PAGE_SIZE } from '../../sync/paging';
import { sinceText } from '../../sync/watermark';
import { counted, error, ok, warning, type Finding } from './check';

/** GIAV gives no faults for an id that it does not know, or a record of defaults: both mean not found. */
const UNKNOWN_ID = 2_147_483_647;

const LATER = { en: 'Ask again later.', es: 'Vuelva a preguntar más tarde.' };

/** What the searches are tried with. */
export interface Tried {
  readonly probes: GiavProbes;
  /** Clients of the first page. */
  readonly sample: readonly ProbedClient[];
  /** Index of the first page. */
  readonly first: number;
}

/** Everything changed since must be in the answer, nothing older. */
export async function modifiedFilter(
  { probes, sample, first }: Tried,
  format: SyncConfig['giav']['dateTimeFormat'],
): Promise<Finding> {
  const dated = sample
    .flatMap(({ client }) => {
      const at = giavTime(client.modifiedAt);
      return at === null ? [] : [{ id: client.id, at }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const middle = dated[Math.floor(dated.length / 2)];
  if (dated.length < 4 || !middle)
    return warning(
      {
        en: 'There are too few dated clients to test the filter of modified runs.',
        es: 'Hay muy pocos clientes con fecha para probar el filtro de las ejecuciones modificadas.',
      },
      { en: 'Ask again when there are more.', es: 'Vuelva a preguntar cuando haya más.' },
    );
  const since = new Date(middle.at.getTime() - SECOND_MS);
  const answer = await probes.ids(
    { pageSize: PAGE_SIZE, pageIndex: first },
    { idsCliente: dated.map(({ id }) => id), modifiedSince: sinceText(since, format) },
  );
  const missing = dated
    .filter(({ id, at }) => at >= middle.at && !answer.includes(id))
    .map(({ id }) => id);
  const older = dated
    .filter(({ id, at }) => at.getTime() < since.getTime() - DAY_MS && answer.includes(id))
    .map(({ id }) => id);
  return filterVerdict(missing, older);
}

function filterVerdict(missing: readonly number[], older: readonly number[]): Finding {
  if (missing.length > 0)
    return error(
      {
        en: `The filter "created or changed since" leaves changed clients out: ${counted(missing)}.`,
        es: `El filtro «creado o cambiado desde» se deja clientes cambiados: ${counted(missing)}.`,
      },
      {
        en: 'Modified runs would miss changes: set modified.everyMinutes to 0 and full.cron to a shorter interval, and ask GIAV.',
        es: 'Las ejecuciones modificadas perderían cambios: ponga modified.everyMinutes en 0 y un intervalo más corto en full.cron, y pregunte a GIAV.',
      },
    );
  if (older.length > 0)
    return warning(
      {
        en: `The filter "created or changed since" also answers older clients: ${counted(older)}.`,
        es: `El filtro «creado o cambiado desde» también trae clientes más antiguos: ${counted(older)}.`,
      },
      {
        en: 'Nothing: modified runs read more than they need.',
        es: 'Nada: las ejecuciones modificadas leen más de lo necesario.',
      },
    );
  return ok({
    en: 'The filter "created or changed since" answers what was changed, and nothing older.',
    es: 'El filtro «creado o cambiado desde» trae lo que ha cambiado, y nada más antiguo.',
  });
}

export async function documentSearch({ probes, sample, first }: Tried): Promise<Finding> {
  const one = sample.find(({ client }) => /^[A-Z0-9]{8,}$/.test(client.documento));
  if (!one)
    return warning(
      {
        en: 'No client on the first page has a plain Documento to search for.',
        es: 'Ningún cliente de la primera página tiene un Documento normal por el que buscar.',
      },
      LATER,
    );
  const page = { pageSize: PAGE_SIZE, pageIndex: first };
  const { id, documento } = one.client;
  const exact = await probes.ids(page, { documento });
  if (!exact.includes(id))
    return error(
      {
        en: `The search by Documento does not find client ${id}.`,
        es: `La búsqueda por Documento no encuentra al cliente ${id}.`,
      },
      {
        en: 'The way back could not find clients: leave WRITE_BACK off and ask GIAV.',
        es: 'La vuelta a GIAV no encontraría a los clientes: deje WRITE_BACK desactivado y pregunte a GIAV.',
      },
    );
  const lower = await probes.ids(page, { documento: documento.toLowerCase() });
  const hyphened = await probes.ids(page, {
    documento: `${documento.slice(0, -1)}-${documento.slice(-1)}`,
  });
  return ok(searchText(lower.includes(id), hyphened.includes(id)));
}

function searchText(ignoresCase: boolean, ignoresHyphens: boolean): { en: string; es: string } {
  const text = {
    en: 'The search by Documento finds its client',
    es: 'La búsqueda por Documento encuentra a su cliente',
  };
  if (!ignoresCase && !ignoresHyphens) return { en: `${text.en}.`, es: `${text.es}.` };
  const en = [ignoresCase ? 'case' : '', ignoresHyphens ? 'hyphens' : ''].filter(Boolean);
  const es = [ignoresCase ? 'mayúsculas' : '', ignoresHyphens ? 'guiones' : ''].filter(Boolean);
  return {
    en: `${text.en} and ignores ${en.join(' and ')}: Documentos are compared here.`,
    es: `${text.es} y no distingue ${es.join(' ni ')}: los Documentos se comparan aquí.`,
  };
}

export async function searchEqualsGet(
  giav: GiavApi,
  [one]: readonly ProbedClient[],
): Promise<Finding> {
  if (!one)
    return warning(
      { en: 'There is no client to compare.', es: 'No hay ningún cliente que comparar.' },
      LATER,
    );
  const read = await giav.readClient(one.client.id);
  if (read === null)
    return error(
      {
        en: `Cliente_GET does not find client ${one.client.id}, which the search shows.`,
        es: `Cliente_GET no encuentra al cliente ${one.client.id}, que la búsqueda sí muestra.`,
      },
      {
        en: 'Re-drives and the way back need it: ask GIAV.',
        es: 'Lo necesitan los relanzamientos y la vuelta a GIAV: pregunte a GIAV.',
      },
    );
  return sameRecord(one.raw, read.raw);
}

type Raw = Readonly<Record<string, unknown>>;

/** Whether the search and the GET show one client alike, field by field. */
function sameRecord(searched: Raw, got: Raw): Finding {
  const names = new Set([...Object.keys(searched), ...Object.keys(got)]);
  const differing = [...names].filter(
    (name) => JSON.stringify(searched[name]) !== JSON.stringify(got[name]),
  );
  return differing.length === 0
    ? ok({
        en: 'Cliente_SEARCH and Cliente_GET show the same record.',
        es: 'Cliente_SEARCH y Cliente_GET muestran el mismo registro.',
      })
    : warning(
        {
          en: `Cliente_SEARCH and Cliente_GET differ in: ${differing.join(', ')}.`,
          es: `Cliente_SEARCH y Cliente_GET difieren en: ${differing.join(', ')}.`,
        },
        {
          en: 'Nothing: the way back writes what Cliente_GET shows.',
          es: 'Nada: la vuelta a GIAV escribe lo que muestra Cliente_GET.',
        },
      );
}

export async function unknownId(giav: GiavApi): Promise<Finding> {
  const page = await giav.getClient(UNKNOWN_ID);
  return page.size === 0
    ? ok({
        en: 'An unknown id is recognised as not found.',
        es: 'Un id desconocido se reconoce como no encontrado.',
      })
    : error(
        {
          en: 'GIAV shows a client for an id that cannot exist.',
          es: 'GIAV muestra un cliente para un id que no puede existir.',
        },
        { en: 'Ask GIAV.', es: 'Pregunte a GIAV.' },
      );
}
