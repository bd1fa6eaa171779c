import { CLIENTIFY_BASES, RELATIONS } from '../sync/relations';

/** Stands for the URL of a host that is none of Clientify's: it names no record of ours. */
interface ForeignLink {
  readonly foreignHost: string;
}

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);

/** The hosts whose URLs name records of the account: the documented ones, and those that are configured. */
export const knownHosts = (configured: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(
    [...CLIENTIFY_BASES, ...configured].flatMap((base) =>
      base === undefined ? [] : (hostOf(base) ?? []),
    ),
  );

function ofRecord(record: unknown, hosts: ReadonlySet<string>): unknown {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return record;
  const foreign = Object.entries(record).flatMap(([name, value]): [string, ForeignLink][] => {
    if (!RELATIONS.has(name) || typeof value !== 'string') return [];
    const host = hostOf(value);
    return host === null || hosts.has(host) ? [] : [[name, { foreignHost: host }]];
  });
  return foreign.length === 0 ? record : { ...record, ...Object.fromEntries(foreign) };
}

/** An answer with its relations to other hosts marked, so that no reader takes their digits for an id (clientify.md, T5). */
export function withoutForeignLinks(answer: unknown, hosts: ReadonlySet<string>): unknown {
  const results = (answer as { results?: unknown } | null)?.results;
  return Array.isArray(results)
    ? { ...(answer as object), results: results.map((one) => ofRecord(one, hosts)) }
    : ofRecord(answer, hosts);
}
