import { DAY_MS, HOUR_MS } from '../../sync/budget';
import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readPage } from '../../clientify/lists';
import { nameOf, parseListed } from '../../clientify/records';
import { idFieldOf, type ClientKind, type TargetKind, type TargetRef } from '../../sync/target';
import { together, type Said } from '../../sync/said';
import { allOf, ok, some, warning, type Finding } from './check';
import { COLLECTIONS, KINDS, type RecordSurvey } from './clientify-records';

const CLIENT_KINDS: readonly ClientKind[] = ['contact', 'company'];
/** Nothing was changed after these moments: another day, and the same one, where only the time tells. */
const AHEAD_MS = [2 * DAY_MS, HOUR_MS];
const IMPOSSIBLE = 'giav-clientify-doctor-0';

/** `contacts by Documento`. */
export const filterOf = (kind: TargetKind, filter: string): Said => ({
  en: `${COLLECTIONS[kind].en} by ${filter}`,
  es: `${COLLECTIONS[kind].es} por ${filter}`,
});

/** Unknown filters are ignored there: what is not honoured is searched in the lists instead, which is slower. */
export async function filters(
  http: ClientifyHttp,
  { totals, samples }: Pick<RecordSurvey, 'totals' | 'samples'>,
): Promise<Finding> {
  const honoured: Said[] = [];
  const ignored: Said[] = [];
  const unreadable: string[] = [];
  const judge = (kind: TargetKind, filter: string, good: boolean): void =>
    void (good ? honoured : ignored).push(filterOf(kind, filter));
  const isEmpty = async (kind: TargetKind, query: Record<string, string>): Promise<boolean> =>
    (await readPage(http, COLLECTION[kind], 1, query)).count === 0;
  for (const kind of KINDS) {
    if ((totals.get(kind) ?? 0) === 0) continue;
    const byId = { [`cf_${idFieldOf(kind)}`]: IMPOSSIBLE };
    judge(kind, idFieldOf(kind), await isEmpty(kind, byId));
    const judged = await Promise.all(
      AHEAD_MS.map((ms) =>
        isEmpty(kind, { 'modified[gte]': new Date(Date.now() + ms).toISOString() }),
      ),
    );
    judge(kind, 'modified', !judged.includes(false));
  }
  for (const kind of CLIENT_KINDS) {
    const sample = samples.get(kind);
    if (!sample) continue;
    const total = totals.get(kind) ?? 0;
    const finds = await findsByDocumento(http, kind, sample, total, unreadable);
    judge(kind, 'Documento', finds);
  }
  if ((totals.get('deal') ?? 0) > 0)
    for (const filter of ['contact_id', 'pipeline_id'])
      judge('deal', filter, await isEmpty('deal', { [filter]: '1' }));
  return finding(honoured, ignored, unreadable);
}

/** Whether the search shows that record and leaves others out; a hit that cannot be read says nothing, and is noted. */
async function findsByDocumento(
  http: ClientifyHttp,
  kind: ClientKind,
  { id, documento }: TargetRef,
  total: number,
  unreadable: string[],
): Promise<boolean> {
  const query: Record<string, string> =
    kind === 'company' ? { taxpayer_identification_number: documento } : { query: documento };
  for (let page = 1; ; page++) {
    const answer = await readPage(http, COLLECTION[kind], page, query);
    // Everything comes back where it is ignored: no reason to read on.
    if (answer.count >= total && total !== 1) return false;
    for (const item of answer.results) {
      const hit = parseListed(kind, item);
      if (hit === null) unreadable.push(nameOf(kind, item));
      else if (hit.id === id) return true;
    }
    if (!answer.more || page > total) return false;
  }
}

function finding(
  honoured: readonly Said[],
  ignored: readonly Said[],
  unreadable: readonly string[],
): Finding {
  if (honoured.length + ignored.length === 0)
    return ok({
      en: 'There are no records yet to test the filters with: lists are read instead.',
      es: 'Aún no hay registros con los que probar los filtros: se leen las listas.',
    });
  const hits = some(unreadable);
  const skipped =
    unreadable.length === 0
      ? null
      : {
          en: `Hits that cannot be read were skipped: ${hits.en}.`,
          es: `Se han pasado por alto resultados que no se pueden leer: ${hits.es}.`,
        };
  const [good, bad] = [allOf(honoured), allOf(ignored)];
  if (ignored.length === 0)
    return ok(
      together(
        { en: `Filters that work: ${good.en}.`, es: `Filtros que funcionan: ${good.es}.` },
        skipped,
      ),
    );
  return warning(
    together(
      {
        en: `Filters that are ignored: ${bad.en}. That work: ${good.en}.`,
        es: `Filtros de los que no se hace caso: ${bad.es}. Que funcionan: ${good.es}.`,
      },
      skipped,
    ),
    {
      en: 'Nothing: what is not honoured is looked up in the lists, with more calls.',
      es: 'Nada: lo que no se puede filtrar se busca en las listas, con más llamadas.',
    },
  );
}
