import type { CrmRecord } from '../agency/data';
import type { Answer } from '../http';
import { json } from './answers';
import { customValue } from './custom-fields';
import { dealStatus } from './deals';
import { textOf, type Collection, type Store } from './store';
import type { ClientifySwitches } from './switches';

const MAX_PAGE = 100;

export interface ListRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** The hosts that `next` may name: the one that was asked, and the other one. */
  readonly hosts: { readonly own: string; readonly other: string };
  /** Lists that know `page_size`; the others give the default. */
  readonly sized: boolean;
  /** A record as a list shows it. */
  readonly shown: (record: CrmRecord) => CrmRecord;
}

/** The envelope of every list: absolute `next`, `Invalid page.` past the end. */
export function pageOf(
  switches: ClientifySwitches,
  all: readonly CrmRecord[],
  { path, query, hosts, sized, shown }: ListRequest,
): Answer {
  const asked = sized
    ? Number(query.get('page_size') ?? switches.defaultPageSize)
    : switches.defaultPageSize;
  const size = Math.max(
    1,
    Math.min(MAX_PAGE, Number.isInteger(asked) && asked > 0 ? asked : switches.defaultPageSize) -
      switches.shortPages,
  );
  const page = Number(query.get('page') ?? '1');
  const first = Math.max(1, size - switches.shortFirstPage);
  const last = 1 + Math.max(0, Math.ceil((all.length - first) / size));
  if (!Number.isInteger(page) || page < 1 || page > last)
    return json(404, { detail: 'Invalid page.' });
  const link = (to: number): string => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(to));
    return `${hosts[switches.nextHost]}${path}?${parameters.toString()}`;
  };
  const from = first + (page - 2) * size;
  return json(200, {
    count: all.length,
    next: page < last ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: (page === 1 ? all.slice(0, first) : all.slice(from, from + size)).map(shown),
  });
}

type Test = (record: CrmRecord) => boolean;

/** `created[gte]` and its like. */
function dateTest(name: string, value: string): Test | null {
  const range = /^(created|modified)\[(gte?|lte?)\]$/.exec(name);
  if (!range) return null;
  const limit = Date.parse(value.replace(/\//g, '-'));
  const at = (one: CrmRecord): number => Date.parse(textOf(one[range[1] ?? '']));
  return {
    gt: (one: CrmRecord) => at(one) > limit,
    gte: (one: CrmRecord) => at(one) >= limit,
    lt: (one: CrmRecord) => at(one) < limit,
    lte: (one: CrmRecord) => at(one) <= limit,
  }[range[2] as 'gt' | 'gte' | 'lt' | 'lte'];
}

function queryTest(switches: ClientifySwitches, collection: Collection, value: string): Test {
  const fields =
    collection === 'contacts' ? ['first_name', 'last_name'] : ['name', 'business_name'];
  const { documentBy } = switches;
  const documento = (one: CrmRecord): string => {
    const text = textOf(one['taxpayer_identification_number']);
    if (documentBy === 'normalised') return text.replace(/[^a-z0-9]/gi, '');
    return documentBy === 'query' ? text : '';
  };
  return (one) => {
    const emails = collection === 'contacts' ? JSON.stringify(one['emails'] ?? []) : '';
    return `${fields.map((field) => textOf(one[field])).join(' ')} ${documento(one)} ${emails}`
      .toLowerCase()
      .includes(value.toLowerCase());
  };
}

/** null: a filter that nobody honours, so that the whole list comes back. */
function testOf(
  switches: ClientifySwitches,
  collection: Collection,
  name: string,
  value: string,
): Test | null {
  if (name.startsWith('cf_'))
    return switches.cfFilter ? (one) => customValue(one, name.slice(3)) === value : null;
  if (name === 'query') return queryTest(switches, collection, value);
  if (name === 'taxpayer_identification_number')
    return collection === 'companies' || switches.documentBy === 'filter'
      ? (one) => one[name] === value
      : null;
  if (collection === 'deals' && (name === 'contact_id' || name === 'pipeline_id'))
    return switches.dealFilters ? (one) => textOf(one[name.slice(0, -3)]) === value : null;
  if (collection === 'deals' && name === 'status_id')
    return (one) => String(dealStatus(one)) === value;
  if (collection === 'contacts' && (name === 'contact_source' || name === 'contact_type'))
    return (one) => textOf(one[name]) === value;
  if (collection === 'contacts' && name === 'phone')
    return (one) =>
      ((one['phones'] as CrmRecord[] | undefined) ?? []).some((entry) => entry['phone'] === value);
  return switches.timeFilters ? dateTest(name, value) : null;
}

/** Newest first; honours the documented filters only. */
export function search(
  store: Store,
  switches: ClientifySwitches,
  collection: Collection,
  query: URLSearchParams,
): CrmRecord[] {
  let found = [...store.records[collection].values()].sort(
    (a, b) => Number(b['id']) - Number(a['id']),
  );
  for (const [name, value] of query) {
    const test = testOf(switches, collection, name, value);
    if (test) found = found.filter(test);
  }
  return found;
}

export const pick = (record: CrmRecord, names: readonly string[]): CrmRecord =>
  Object.fromEntries(
    names.filter((name) => name in record).map((name) => [name, record[name] ?? null]),
  );
