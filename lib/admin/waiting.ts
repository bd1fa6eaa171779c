import type { Link } from '../ports/links';
import type { PendingKind } from '../ports/pending';
import type { Entity, Subject } from '../sync/decision';
import { byUrgency } from '../sync/urgency';
import type { Reason } from '../sync/reasons';
import type { DeskPorts } from './admin-ports';
import { readLeftOut, readLeftOutOf, type LeftOut } from './left-out';
import { nameIn } from './name-in';

/**
 * What waits for a person, in lists. `failed`: could not be synced. `attention`: synced, but something of it has to be
 * decided. `clientify`: held back until somebody corrects a record of Clientify. `giav`: left out until somebody corrects a record of GIAV, as the
 * last full run saw it.
 */
export const WAITING_LISTS = ['failed', 'attention', 'clientify', 'giav'] as const;
export type WaitingList = (typeof WAITING_LISTS)[number];

export type WaitingPorts = Pick<DeskPorts, 'failures' | 'pending' | 'links' | 'decisions' | 'runs'>;

/** Records that wait for the same reason. */
export interface WaitingGroup {
  readonly list: WaitingList;
  readonly reason: string;
  readonly count: number;
  /** There may be more than that. */
  readonly more: boolean;
  /** Of the oldest (ISO); null where nobody knows. */
  readonly since: string | null;
}

/** One record that waits. Personal data: the name. */
export interface WaitingRow {
  readonly entity: Subject;
  /** GIAV id; of a contact or a company: of Clientify. */
  readonly id: string;
  readonly kind: string | null;
  readonly clientifyId: string | null;
  /** As the last decision that is kept shows it; null where none does. */
  readonly name: string | null;
  readonly since: string | null;
  readonly attempts: number | null;
  /** What the last try said, in English: the systems' own words. */
  readonly message: string;
}

export interface WaitingPage {
  readonly rows: readonly WaitingRow[];
  /** What the next page is asked for with; null where this is the last one. */
  readonly next: string | null;
}

/** Links that are looked at to tell why their records wait; what lies beyond is told as "more". */
const LOOKED_AT = 200;

/** Why a client of the list `attention` is on it. */
export function whyAttention(link: Link): Reason[] {
  const why = new Set<Reason>(link.notices ?? []);
  if (Object.keys(link.parked ?? {}).length > 0) why.add('EDIT_PARKED');
  if (Object.values(link.fights ?? {}).some(({ resting }) => resting)) why.add('FOUGHT_OVER');
  if ((link.duplicates ?? []).length > 0) why.add('DUPLICATE_IN_CLIENTIFY');
  // Nothing else brings a client there: an edit that the way back does not write.
  if (why.size === 0) why.add('DIFFERS_FROM_GIAV');
  return [...why];
}

interface Held {
  readonly entity: Entity;
  readonly link: Link;
  readonly reasons: readonly string[];
}

/** Of a kind of waiting records: those that are looked at, and whether there are more. */
async function heldOf(
  { pending, links }: WaitingPorts,
  kind: Extract<PendingKind, 'attention' | Entity>,
): Promise<{ held: Held[]; more: boolean }> {
  const entity = kind === 'expediente' ? 'expediente' : 'client';
  const { ids, next } = await pending.slice(kind, LOOKED_AT);
  if (ids.length === 0) return { held: [], more: false };
  const { links: found } = await links.getMany(entity, ids);
  const held = [...found.values()].map((link) => ({
    entity,
    link,
    reasons: kind === 'attention' ? whyAttention(link) : [link.reason ?? 'CLIENT_NOT_SYNCED'],
  }));
  return { held: held as Held[], more: next !== null };
}

function grouped(
  list: WaitingList,
  parts: readonly { held: readonly Held[]; more: boolean }[],
): WaitingGroup[] {
  const groups = new Map<string, WaitingGroup>();
  const more = parts.some((part) => part.more);
  for (const { link, reasons } of parts.flatMap((part) => part.held))
    for (const reason of reasons) {
      const known = groups.get(reason);
      const since = known?.since != null && known.since < link.at ? known.since : link.at;
      groups.set(reason, { list, reason, count: (known?.count ?? 0) + 1, more, since });
    }
  return [...groups.values()];
}

/** So many of each list are counted. */
const MOST_COUNTED = 250;

/** How many records wait for a person, up to a bound; those apart that GIAV has to be corrected for: they may be left so. */
export async function countWaiting({
  failures,
  pending,
}: Pick<WaitingPorts, 'failures' | 'pending'>): Promise<{ count: number; more: boolean }> {
  const counts = await Promise.all([
    failures.count(),
    ...(['attention', 'client', 'expediente'] as const).map((kind) =>
      pending.count(kind, MOST_COUNTED),
    ),
  ]);
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    more: counts.some(({ more }) => more),
  };
}

/** All that waits, by list and reason: the most urgent first. Nothing is counted beyond a bound. */
export async function readWaiting(ports: WaitingPorts): Promise<WaitingGroup[]> {
  const [failed, attention, clients, expedientes, leftOut] = await Promise.all([
    ports.failures.reasons(),
    heldOf(ports, 'attention'),
    heldOf(ports, 'client'),
    heldOf(ports, 'expediente'),
    readLeftOut(ports),
  ]);
  const groups: WaitingGroup[] = [
    ...failed.map((one) => ({ list: 'failed' as const, ...one })),
    ...grouped('attention', [attention]),
    ...grouped('clientify', [clients, expedientes]),
    ...leftOut.map((one) => ({ list: 'giav' as const, ...one })),
  ];
  return groups.sort((a, b) => byUrgency(a.reason, b.reason));
}

/** Records of one group, the oldest first. @param after `next` of the page before */
export async function readWaitingRows(
  ports: WaitingPorts,
  group: { readonly list: WaitingList; readonly reason: string },
  limit: number,
  now: Date,
  after?: string,
): Promise<WaitingPage> {
  const page = await pageOf(ports, group, limit, after);
  const rows = await Promise.all(
    page.rows.map(async (row) => ({
      ...row,
      name: nameIn(await ports.decisions.latest(row.entity, row.id, DECISIONS, now)),
    })),
  );
  return { ...page, rows };
}

/** The oldest records of one group. No names: what is sent by post holds nothing personal. */
export const readOldest = async (
  ports: WaitingPorts,
  group: Pick<WaitingGroup, 'list' | 'reason'>,
  limit: number,
): Promise<readonly WaitingRow[]> => (await pageOf(ports, group, limit)).rows.slice(0, limit);

async function pageOf(
  ports: WaitingPorts,
  group: { readonly list: WaitingList; readonly reason: string },
  limit: number,
  after?: string,
): Promise<WaitingPage> {
  if (group.list === 'failed') return failedRows(ports, group.reason, limit, after);
  if (group.list !== 'giav') return heldRows(ports, group);
  const { records, next } = await readLeftOutOf(ports, group.reason, limit, after);
  return { rows: records.map(leftOutRow), next };
}

const leftOutRow = ({ entity, id, link, since }: LeftOut): WaitingRow => ({
  entity,
  id,
  kind: link?.kind ?? null,
  clientifyId: link?.clientifyId ?? null,
  name: null,
  since,
  attempts: null,
  message: '',
});

/** Decisions that are searched for a name. */
const DECISIONS = 3;

async function failedRows(
  { failures, links }: WaitingPorts,
  reason: string,
  limit: number,
  after?: string,
): Promise<WaitingPage> {
  const { failures: found, next } = await failures.ofReason(reason, limit, after);
  const idsOf = (entity: Entity): string[] =>
    found.filter((one) => one.entity === entity).map(({ id }) => id);
  const none = Promise.resolve({ links: new Map<string, Link>() });
  const known = async (entity: Entity): Promise<Map<string, Link>> => {
    const ids = idsOf(entity);
    return (ids.length === 0 ? await none : await links.getMany(entity, ids)).links;
  };
  const [clients, expedientes] = await Promise.all([known('client'), known('expediente')]);
  const rows = found.map(({ entity, id, firstAt, attempts, history }): WaitingRow => {
    const link =
      entity === 'client' ? clients.get(id) : entity === 'expediente' ? expedientes.get(id) : null;
    const isThere = entity === 'contact' || entity === 'company';
    return {
      entity,
      id,
      kind: isThere ? entity : (link?.kind ?? null),
      clientifyId: isThere ? id : (link?.clientifyId ?? null),
      name: null,
      since: firstAt === '' ? null : firstAt,
      attempts,
      message: history.at(-1)?.message ?? '',
    };
  });
  return { rows, next };
}

async function heldRows(
  ports: WaitingPorts,
  { list, reason }: { readonly list: WaitingList; readonly reason: string },
): Promise<WaitingPage> {
  const kinds =
    list === 'attention' ? (['attention'] as const) : (['client', 'expediente'] as const);
  const parts = await Promise.all(kinds.map((kind) => heldOf(ports, kind)));
  const rows = parts
    .flatMap(({ held }) => held)
    .filter(({ reasons }) => reasons.includes(reason))
    .map(({ entity, link }): WaitingRow => ({
      entity,
      id: link.id,
      kind: link.kind ?? null,
      clientifyId: link.clientifyId ?? null,
      name: null,
      since: link.at,
      attempts: null,
      message: noteOf(link, reason),
    }))
    .sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1));
  return { rows, next: null };
}

/** What is known of it beside the reason's own sentence: names of fields and ids, no values. */
function noteOf(link: Link, reason: string): string {
  if (reason === 'EDIT_PARKED')
    return Object.entries(link.parked ?? {})
      .map(([field, { note }]) => `${field}: ${note}`)
      .join('; ');
  if (reason === 'DUPLICATE_IN_CLIENTIFY') return (link.duplicates ?? []).join(', ');
  if (reason === 'FOUGHT_OVER')
    return Object.entries(link.fights ?? {})
      .filter(([, { resting }]) => resting)
      .map(([field]) => field)
      .join(', ');
  return '';
}
