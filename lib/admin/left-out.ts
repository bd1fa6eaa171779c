import type { Link } from '../ports/links';
import { ENTITIES, type Entity } from '../sync/decision';
import { WAITS_FOR_GIAV, type Reason } from '../sync/reasons';
import type { DeskPorts } from './admin-ports';

export type LeftOutPorts = Pick<DeskPorts, 'runs' | 'links'>;

/** A record that the last full run left out. */
export interface LeftOut {
  readonly entity: Entity;
  readonly id: string;
  readonly link: Link | null;
  /** When that run began (ISO). */
  readonly since: string;
}

/** Pages of a run that are read at once, and how often in one answer: the rare ones are searched for from page to page. */
const PAGES = 40;
const TIMES = 4;

/** Reasons for which the last full run left records out, and which can be put right in GIAV. */
export async function readLeftOut({
  runs,
}: LeftOutPorts): Promise<{ reason: string; count: number; more: boolean; since: string }[]> {
  const run = await runs.lastFull();
  if (!run?.summary) return [];
  return Object.entries(run.summary.reasons)
    .filter(([reason]) => WAITS_FOR_GIAV.has(reason as Reason))
    .map(([reason, count]) => ({ reason, count, more: false, since: run.startedAt }));
}

/** Those of one reason that nobody has put right since, in GIAV's order. @param after `next` of those before */
export async function readLeftOutOf(
  { runs, links }: LeftOutPorts,
  reason: string,
  limit: number,
  after?: string,
): Promise<{ records: LeftOut[]; next: string | null }> {
  const run = await runs.lastFull();
  if (!run) return { records: [], next: null };
  const named: { entity: Entity; id: string }[] = [];
  let next: string | null = after?.startsWith('PAGE#') === true ? after : '';
  for (let times = 0; next !== null && times < TIMES && named.length < limit; times++) {
    const slice = await runs.pagesSlice(run.id, PAGES, next === '' ? undefined : next);
    for (const { entity, results } of slice.pages)
      for (const [id, { reason: why, notices }] of Object.entries(results))
        if (why === reason || notices?.includes(reason) === true) named.push({ entity, id });
    next = slice.next;
  }
  const known = new Map<string, Link>();
  for (const entity of ENTITIES) {
    const ids = named.filter((one) => one.entity === entity).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const [id, link] of (await links.getMany(entity, ids)).links)
      known.set(`${entity} ${id}`, link);
  }
  const records = named.map(({ entity, id }): LeftOut => ({
    entity,
    id,
    link: known.get(`${entity} ${id}`) ?? null,
    since: run.startedAt,
  }));
  return { records: records.filter(({ link }) => isStillSo(link, reason)), next };
}

/** A record that was synced since carries the reason no more. */
const isStillSo = (link: Link | null, reason: string): boolean =>
  link === null ||
  link.status !== 'linked' ||
  link.notices?.some((notice) => notice === reason) === true;
