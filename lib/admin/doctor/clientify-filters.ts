import { DAY_MS, HOUR_MS } from '../../sync/budget';
import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readPage } from '../../clientify/lists';
import { nameOf, parseListed } from '../../clientify/records';
import { idFieldOf, type ClientKind, type TargetKind, type TargetRef } from '../../sync/target';
import { ok, some, warning, type Finding } from './check';
import { COLLECTIONS, KINDS, type RecordSurvey } from './clientify-records';

const CLIENT_KINDS: readonly ClientKind[] = ['contact', 'company'];
/** Nothing was changed after these moments: another day, and the same one, where only the time tells. */
const AHEAD_MS = [2 * DAY_MS, HOUR_MS];
const IMPOSSIBLE = 'giav-clientify-doctor-0';

/** Unknown filters are ignored there: what is not honoured is searched in the lists instead, which is slower. */
export async function filters(
  http: ClientifyHttp,
  { totals, samples }: Pick<RecordSurvey, 'totals' | 'samples'>,
): Promise<Finding> {
  const honoured: string[] = [];
  const ignored: string[] = [];
  const unreadable: string[] = [];
  const judge = (name: string, good: boolean): void => void (good ? honoured : ignored).push(name);
  const isEmpty = async (kind: TargetKind, query: Record<string, string>): Promise<boolean> =>
    (await readPage(http, COLLECTION[kind], 1, query)).count === 0;
  for (const kind of KINDS) {
    if ((totals.get(kind) ?? 0) === 0) continue;
    const byId = { [`cf_${idFieldOf(kind)}`]: IMPOSSIBLE };
    judge(`${COLLECTIONS[kind]} by ${idFieldOf(kind)}`, await isEmpty(kind, byId));
    const judged = await Promise.all(
      AHEAD_MS.map((ms) =>
        isEmpty(kind, { 'modified[gte]': new Date(Date.now() + ms).toISOString() }),
      ),
    );
    judge(`${COLLECTIONS[kind]} by modified`, !judged.includes(false));
  }
  for (const kind of CLIENT_KINDS) {
    const sample = samples.get(kind);
    if (!sample) continue;
    const total = totals.get(kind) ?? 0;
    const name = `${COLLECTIONS[kind]} by Documento`;
    judge(name, await findsByDocumento(http, kind, sample, total, unreadable));
  }
  if ((totals.get('deal') ?? 0) > 0)
    for (const filter of ['contact_id', 'pipeline_id'])
      judge(`deals by ${filter}`, await isEmpty('deal', { [filter]: '1' }));
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
  honoured: readonly string[],
  ignored: readonly string[],
  unreadable: readonly string[],
): Finding {
  const skipped =
    unreadable.length === 0 ? '' : ` Hits that cannot be read were skipped: ${some(unreadable)}.`;
  if (honoured.length + ignored.length === 0)
    return ok('There are no records yet to test the filters with: lists are read instead.');
  return ignored.length === 0
    ? ok(`Filters that work: ${honoured.join(', ')}.${skipped}`)
    : warning(
        `Filters that are ignored: ${ignored.join(', ')}. That work: ${honoured.join(', ') || 'none'}.${skipped}`,
        'Nothing: what is not honoured is looked up in the lists, with more calls.',
      );
}
