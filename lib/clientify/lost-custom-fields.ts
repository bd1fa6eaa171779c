import { customFieldText, type Target } from '../sync/target';

/** Whether a write took values of other custom fields away: the account replaces the list instead of merging it. */
export function lostCustomFields(before: Target, after: Target): boolean {
  if (after.customFields === undefined) return false;
  return Object.entries(before.customFields ?? {}).some(
    ([name, value]) => customFieldText(value) !== '' && !(name in (after.customFields ?? {})),
  );
}
