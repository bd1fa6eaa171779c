import type { BesidesWanted } from '../ports/giav-lookups';
import { elsewhereOf, type Elsewhere } from '../sync/fields/sources';
import type { SyncConfig } from './schema';

/** By the settings. */
export function besidesWanted({ customFields, deals, giav }: SyncConfig): BesidesWanted {
  const of = (wanted: 'client' | 'expediente'): Elsewhere[] =>
    customFields.flatMap(({ on, from }) => (on === wanted ? (elsewhereOf(on, from) ?? []) : []));
  return {
    client: new Set(of('client')),
    expediente: new Set([
      ...of('expediente'),
      ...(deals.owner === 'agent' ? (['agent'] as const) : []),
      ...(deals.amount === 'sales' ? (['sales'] as const) : []),
      ...(deals.pending === 'customField' ? (['pending'] as const) : []),
    ]),
    concurrency: giav.concurrency,
    dialect: giav.pageIndex,
  };
}
