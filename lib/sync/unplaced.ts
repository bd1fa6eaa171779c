import { resourceId } from './relations';
import type { Target } from './target';

/** What is remembered of a deal whose create was claimed and that was never seen in its pipeline since. */
export interface Unplaced {
  readonly status: string;
  readonly clientifyId?: string;
  /** Where it was when it was first seen, see {@link placeOf}; `''` before that. */
  readonly unplaced?: string;
}

/** A deal's id with the ids of its pipeline and its stage; `''` where it does not show both: that is no sight of it. */
export function placeOf({ id, fields }: Target): string {
  const place = [resourceId(fields['pipeline']), resourceId(fields['pipeline_stage'])];
  return place.includes(null) ? '' : [id, ...place].join(' ');
}

/**
 * Whether a deal is still where a create of ours left it, which may be the wrong pipeline (clientify.md, D1): it is to be
 * brought where new ones belong. A deal that was here before, that was in its pipeline once, or that somebody has moved
 * since stays where it is.
 */
export function isUnplaced(link: Unplaced | null, deal: Target): boolean {
  // A link of an earlier version says only that a create was claimed.
  const seen = link?.unplaced ?? (link?.status === 'creating' ? '' : undefined);
  if (deal.kind !== 'deal' || seen === undefined || link?.clientifyId === deal.id) return false;
  return seen === '' || seen === placeOf(deal);
}
