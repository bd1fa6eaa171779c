import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readPage } from '../../clientify/lists';
import { parseTarget } from '../../clientify/records';
import {
  refOf,
  idFieldOf,
  type ClientKind,
  type TargetKind,
  type TargetRef,
} from '../../sync/target';
import { ok, warning, type Finding } from './check';

export const KINDS: readonly TargetKind[] = ['contact', 'company', 'deal'];
const CLIENT_KINDS: readonly ClientKind[] = ['contact', 'company'];
export const COLLECTIONS: Readonly<Record<TargetKind, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
};
const IMPOSSIBLE = 'giav-clientify-doctor-0';

/** Unknown filters are ignored there: what is not honoured is searched in the lists instead, which is slower. */
export async function filters(
  http: ClientifyHttp,
  totals: ReadonlyMap<TargetKind, number>,
  samples: ReadonlyMap<TargetKind, TargetRef>,
): Promise<Finding> {
  const honoured: string[] = [];
  const ignored: string[] = [];
  const judge = (name: string, good: boolean): void => void (good ? honoured : ignored).push(name);
  for (const kind of KINDS) {
    if ((totals.get(kind) ?? 0) === 0) continue;
    const none = await readPage(http, COLLECTION[kind], 1, {
      [`cf_${idFieldOf(kind)}`]: IMPOSSIBLE,
    });
    judge(`${COLLECTIONS[kind]} by ${idFieldOf(kind)}`, none.count === 0);
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
    judge(
      `${COLLECTIONS[kind]} by modified`,
      (await readPage(http, COLLECTION[kind], 1, { 'modified[gte]': tomorrow })).count === 0,
    );
  }
  for (const kind of CLIENT_KINDS) {
    const sample = samples.get(kind);
    if (!sample) continue;
    const query: Record<string, string> =
      kind === 'company'
        ? { taxpayer_identification_number: sample.documento }
        : { query: sample.documento };
    const answer = await readPage(http, COLLECTION[kind], 1, query);
    const total = totals.get(kind) ?? 0;
    const found = answer.results.some((item) => refOf(parseTarget(kind, item)).id === sample.id);
    judge(`${COLLECTIONS[kind]} by Documento`, found && (answer.count < total || total === 1));
  }
  if ((totals.get('deal') ?? 0) > 0)
    for (const filter of ['contact_id', 'pipeline_id'])
      judge(
        `deals by ${filter}`,
        (await readPage(http, COLLECTION.deal, 1, { [filter]: '1' })).count === 0,
      );
  if (honoured.length + ignored.length === 0)
    return ok('There are no records yet to test the filters with: lists are read instead.');
  return ignored.length === 0
    ? ok(`Filters that work: ${honoured.join(', ')}.`)
    : warning(
        `Filters that are ignored: ${ignored.join(', ')}. That work: ${honoured.join(', ') || 'none'}.`,
        'Nothing: what is not honoured is looked up in the lists, with more calls.',
      );
}
