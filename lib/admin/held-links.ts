import type { Link } from '../ports/links';
import type { PendingKind } from '../ports/pending';
import type { Entity } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import type { DeskPorts } from './admin-ports';

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

/** A record that is held back, and why. */
export interface Held {
  readonly entity: Entity;
  readonly link: Link;
  readonly reasons: readonly string[];
}

/** Of a kind of waiting records: those that are looked at, and whether there are more. */
export async function heldOf(
  { pending, links }: Pick<DeskPorts, 'pending' | 'links'>,
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
