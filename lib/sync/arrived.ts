import { viewOfDesired } from './base';
import { isNameless } from './made-up-names';
import type { Desired } from './target';

/**
 * Whether an edit that GIAV's record was given shows as it was typed, at the price of nothing else: a surname beside a
 * made-up name counts as shown in its own field, and the client's last name is not given up for it.
 * @param before what the mapping made of the record without the edit
 */
export function hasArrived(before: Desired, after: Desired, field: string, value: string): boolean {
  if (isNameless(after) && !isNameless(before)) return false;
  const { fields } = viewOfDesired(after);
  return fields[field] === value || (value !== '' && after.plain?.[field] === value);
}
