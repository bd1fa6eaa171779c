import { ADDRESS_KEYS, parseAddressLine } from './address';
import { DAYS } from './fields/days';
import { RELATIONS } from './relations';
import { MAIN_ADDRESS, type Address, type FieldValue } from './target';

/*
 * Decisions keep every value as a text. Whoever writes one of them to Clientify again, to undo a run or to bring an earlier
 * value back, asks here what it was.
 */

/** A day, or a relation, is taken away by null; an empty text is none. */
const EMPTY_AS_NULL: ReadonlySet<string> = new Set([...DAYS, 'created', ...RELATIONS]);

/** A field's value. @param shown what the record shows of it now, which tells a yes or no from a text */
export function typedField(field: string, kept: string, shown: unknown): FieldValue {
  if (typeof shown === 'boolean') return kept === 'true';
  return kept === '' && EMPTY_AS_NULL.has(field) ? null : kept;
}

/** An entry of a list; of what type it was is not kept. */
export const TYPED_ENTRY = {
  emails: (email: string) => ({ email, type: 3 }),
  phones: (phone: string) => ({ phone, type: 2 }),
  address: (line: string): Address => {
    const parts = parseAddressLine(line);
    const texts = Object.fromEntries(ADDRESS_KEYS.map((key) => [key, parts[key]])) as typeof parts;
    return { ...texts, type: MAIN_ADDRESS };
  },
} as const;
