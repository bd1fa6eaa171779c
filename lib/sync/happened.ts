import { addressLine } from './address';
import { entryKey } from './base';
import { PERSONS } from './decide';
import type { Filled } from './filled';
import type { Reason } from './reasons';
import { keptText, type Replaced } from './replaced';
import { customFieldText, type Target } from './target';

// What a decision tells of a write is what came of it: Clientify may have refused or ignored a part.

/** Of the values that a write was to replace in Clientify, those that are no longer there. */
export const reallyReplaced = (replaced: readonly Replaced[], after: Target): Replaced[] =>
  replaced.filter(
    ({ field, side, from }) =>
      side !== 'clientify' || !textsOf(field, after).includes(keyed(field, from)),
  );

/** Of the values that a write was to put where nothing was, those whose place is filled now. */
export const reallyFilled = (filled: readonly Filled[], before: Target, after: Target): Filled[] =>
  filled.filter(({ field, to }) => {
    if (field === 'address') return isLonger(before.addresses, after.addresses);
    if (field === 'tags')
      return after.tags?.some((tag) => tag.toLowerCase() === to.toLowerCase()) ?? true;
    if (field in before.fields && !(field in after.fields)) return true;
    const now = textsOf(field, after);
    if (field === 'emails' || field === 'phones')
      return (
        after[field] === undefined ||
        now.includes(keyed(field, to)) ||
        isLonger(before[field], after[field])
      );
    return !now.includes('');
  });

const isLonger = (
  before: readonly unknown[] = [],
  after: readonly unknown[] | undefined,
): boolean => after === undefined || after.length > before.length;

const keyed = (field: string, text: string): string => {
  if (field === 'emails') return entryKey({ email: text });
  return field === 'phones' ? entryKey({ phone: text }) : text;
};

/** What the record shows of a field, as decisions keep it; nothing where that is unknown. */
function textsOf(field: string, target: Target): string[] {
  if (field === 'address') return (target.addresses ?? []).map(addressLine);
  if (field === 'emails' || field === 'phones') return (target[field] ?? []).map(entryKey);
  if (field in target.fields) return [keptText(field, target.fields[field])];
  return target.customFields ? [customFieldText(target.customFields[field])] : [];
}

/** What is told of a look that was to replace values and could not: that a person's one was replaced is no longer true. */
export const trueNotices = (
  notices: readonly Reason[],
  planned: readonly Replaced[],
  happened: readonly Replaced[],
): readonly Reason[] =>
  happened.length === planned.length || happened.some(({ why }) => PERSONS.has(why))
    ? notices
    : notices.filter((notice) => notice !== 'REPLACED');
