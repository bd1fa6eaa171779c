import { addressLine } from './address';
import type { Sides } from './base';
import type { Changes } from './changes';
import { keptText } from './replaced';
import { customFieldText, type Target } from './target';

/** A value that was put where nothing was before: enough to take it away again. Personal data: for decisions only. */
export interface Filled {
  /** `tags` for a tag. */
  readonly field: string;
  readonly to: string;
}

/** Values of Clientify that the changes put into empty fields, or add to lists. */
export function filledInClientify({ target }: Sides, changes: Changes): Filled[] {
  return [
    ...Object.entries(changes.fields)
      .filter(([field, value]) => wasEmpty(target, field) && keptText(field, value) !== '')
      .map(([field, value]) => ({ field, to: keptText(field, value) })),
    ...Object.entries(changes.customFields)
      .filter(([field]) => customFieldText(target.customFields?.[field]) === '')
      .map(([field, value]) => ({ field, to: customFieldText(value) }))
      .filter(({ to }) => to !== ''),
    ...changes.emails.add.map(({ email }) => ({ field: 'emails', to: email })),
    ...changes.phones.add.map(({ phone }) => ({ field: 'phones', to: phone })),
    ...changes.addresses.add.map((address) => ({ field: 'address', to: addressLine(address) })),
    ...changes.tags.map((tag) => ({ field: 'tags', to: tag })),
  ];
}

const wasEmpty = (target: Target, field: string): boolean =>
  keptText(field, target.fields[field]) === '';

/** What of it has happened: a field that is still empty was not filled. @param after as Clientify shows it after the write */
export const trulyFilled = (filled: readonly Filled[], after: Target): readonly Filled[] =>
  filled.filter(({ field }) => !(field in after.fields) || !wasEmpty(after, field));
