import type { Link } from '../ports/links';
import type { Subject, Entity } from '../sync/decision';
import { heldOf, type Held, type HeldKind } from './held-links';
import { readLeftOutOf, type LeftOut } from './left-out';
import { nameIn } from './name-in';
import type { WaitingPorts, WaitingList, WaitingGroup } from './waiting';

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
  if (group.list !== 'giav') return heldRows(ports, group, limit, after);
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
  const linkOf = (entity: Subject, id: string): Link | undefined => {
    if (entity === 'client') return clients.get(id);
    return entity === 'expediente' ? expedientes.get(id) : undefined;
  };
  const rows = found.map(({ entity, id, firstAt, attempts, history }): WaitingRow => {
    const link = linkOf(entity, id);
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

/** How often some of a list are looked at for one page: the rare ones are searched for from page to page. */
const TIMES = 10;

/** Where a list of held records goes on: `attention#123`; the kind alone is its beginning. */
const PLACE = /^(attention|client|expediente)#(\d*)$/;

/** Those that are looked at until a page is full, the oldest of them first. */
async function heldRows(
  ports: WaitingPorts,
  { list, reason }: { readonly list: WaitingList; readonly reason: string },
  limit: number,
  from?: string,
): Promise<WaitingPage> {
  const kinds: readonly HeldKind[] =
    list === 'attention' ? ['attention'] : ['client', 'expediente'];
  const [, wanted, last = ''] = PLACE.exec(from ?? '') ?? [];
  let at = Math.max(
    0,
    kinds.findIndex((kind) => kind === wanted),
  );
  let after = kinds[at] === wanted && last !== '' ? last : undefined;
  const rows: WaitingRow[] = [];
  for (let times = 0; times < TIMES && rows.length < limit; times++) {
    const kind = kinds[at];
    if (kind === undefined) break;
    const { held, next } = await heldOf(ports, kind, after);
    rows.push(
      ...held.filter(({ reasons }) => reasons.includes(reason)).map((one) => heldRow(one, reason)),
    );
    if (next === null) at += 1;
    after = next ?? undefined;
  }
  const kind = kinds[at];
  return {
    rows: rows.sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1)),
    next: kind === undefined ? null : `${kind}#${after ?? ''}`,
  };
}

const heldRow = ({ entity, link }: Held, reason: string): WaitingRow => ({
  entity,
  id: link.id,
  kind: link.kind ?? null,
  clientifyId: link.clientifyId ?? null,
  name: null,
  since: link.at === '' ? null : link.at,
  attempts: null,
  message: noteOf(link, reason),
});

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
