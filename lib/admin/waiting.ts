import { byUrgency } from '../sync/urgency';
import type { DeskPorts } from './admin-ports';
import { readLeftOut } from './left-out';
import { heldOf, type Held } from './held-links';

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

function grouped(
  list: WaitingList,
  parts: readonly { held: readonly Held[]; next: string | null }[],
): WaitingGroup[] {
  const groups = new Map<string, WaitingGroup>();
  const more = parts.some(({ next }) => next !== null);
  for (const { link, reasons } of parts.flatMap((part) => part.held))
    for (const reason of reasons) {
      const known = groups.get(reason);
      const at = link.at === '' ? null : link.at;
      const since = known?.since != null && (at === null || known.since < at) ? known.since : at;
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
