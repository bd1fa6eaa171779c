import type { Sides } from './base';
import { hashText } from './hash';
import { shownOf } from './shown';
import type { WayBack, Winner } from './verdict';

/** What both sides showed of a field, as hashes: enough to see that either has changed since. */
export interface Seen {
  readonly giav: string;
  readonly clientify: string;
}

/** An admin's word on one field that waits: whose value both sides are to hold. It counts for what was in view only. */
export interface ChosenValue extends Seen {
  readonly field: string;
  readonly winner: Winner;
}

/** What both sides show of a field now, as hashes. */
export function seenOf(field: string, sides: Sides): Seen {
  const { giav, clientify } = shownOf(field, sides);
  return { giav: hashText(giav), clientify: hashText(clientify) };
}

/**
 * Whose value was chosen for the field; null = nobody's, or what was chosen does not count: either side has changed since
 * it was in view, the chosen side is empty (nothing is cleared by a choice), or the way back does not write.
 */
export function chosenSide(
  field: string,
  sides: Sides,
  { choices, wayBack }: { readonly choices?: readonly ChosenValue[]; readonly wayBack: WayBack },
): Winner | null {
  const choice = choices?.find((one) => one.field === field);
  if (choice === undefined) return null;
  const now = seenOf(field, sides);
  if (now.giav !== choice.giav || now.clientify !== choice.clientify) return null;
  if (shownOf(field, sides)[choice.winner] === '') return null;
  return choice.winner === 'clientify' && wayBack !== 'on' ? null : choice.winner;
}
