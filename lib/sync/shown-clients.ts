/** `fewer`: so many fewer that it is more likely a matter of rights than of clients that the agency has deleted. */
export type Shown = 'all' | 'fewer' | 'none';

/** Clients from which on half of them going says something. */
const MANY = 20;

/**
 * Searches of GIAV succeed and leave out, without a word, what the key has no rights to (giav.md, S11): a key that lost
 * the rights of an office, or all of them, looks like an agency that has deleted its clients.
 * @param before clients that the full run before has read; 0 when there was none
 * @param now clients that this full run has read
 */
export function shownOf(before: number, now: number): Shown {
  if (before > 0 && now === 0) return 'none';
  return before >= MANY && now < before / 2 ? 'fewer' : 'all';
}
