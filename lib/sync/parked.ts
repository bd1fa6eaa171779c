import type { Sides } from './base';
import { seenOf, type Seen } from './choice';

/** An edit that could not be written to GIAV: skipped until either side changes again, or an admin re-drives it. */
export interface ParkedEdit extends Seen {
  /** Why it cannot be written, for the admin. No values. */
  readonly note: string;
}
export type Parked = Readonly<Record<string, ParkedEdit>>;

/** A parked edit, as both sides are now. */
export function park(field: string, sides: Sides, note: string): ParkedEdit {
  return { ...seenOf(field, sides), note };
}

/** Whether neither side moved since the edit was parked. */
export function isParked(field: string, sides: Sides, parked: Parked | undefined): boolean {
  const known = parked?.[field];
  if (known === undefined) return false;
  const now = park(field, sides, '');
  return known.giav === now.giav && known.clientify === now.clientify;
}
