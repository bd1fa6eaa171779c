import type { Link } from '../ports/links';
import type { PendingKind } from '../ports/pending';
import type { Entity } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import type { DeskPorts } from './admin-ports';

/** Links that are looked at at once to tell why their records wait; where only those count, the rest is told as "more". */
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

export type HeldKind = Extract<PendingKind, 'attention' | Entity>;

/**
 * Of a kind of waiting records: some of them.
 * @param after `next` of those before
 * @returns next: with what those behind them are asked for; null = there are none
 */
export async function heldOf(
  { pending, links }: Pick<DeskPorts, 'pending' | 'links'>,
  kind: HeldKind,
  after?: string,
): Promise<{ held: Held[]; next: string | null }> {
  const entity = kind === 'expediente' ? 'expediente' : 'client';
  const { ids, next } = await pending.slice(kind, LOOKED_AT, after);
  if (ids.length === 0) return { held: [], next };
  const { links: found, unreadable } = await links.getMany(entity, ids);
  const held = [...found.values()].map((link): Held => ({
    entity,
    link,
    reasons: kind === 'attention' ? whyAttention(link) : [link.reason ?? 'CLIENT_NOT_SYNCED'],
  }));
  // They wait all the same, and are counted: nobody must look for them in vain.
  const hidden = [...unreadable.keys()].map((id): Held => ({
    entity,
    link: { id, status: 'refused', at: '' },
    reasons: ['STATE_UNREADABLE'],
  }));
  return { held: [...held, ...hidden], next };
}
