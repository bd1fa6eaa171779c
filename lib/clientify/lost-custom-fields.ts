import { customFieldText, type Target } from '../sync/target';

/** Whether a write took values of other custom fields away: the account replaces the list instead of merging it. */
export function lostCustomFields(before: Target, after: Target): boolean {
  const left = after.customFields;
  if (left === undefined) return false;
  return Object.entries(before.customFields ?? {}).some(
    ([name, value]) => customFieldText(value) !== '' && !Object.hasOwn(left, name),
  );
}
