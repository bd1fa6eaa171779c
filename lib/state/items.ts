import type * as z from 'zod';
import { RecordError } from '../sync/errors';

export type Item = Record<string, unknown>;

/** Version of all stored items. Readers refuse what they do not know instead of guessing. */
export const STATE_VERSION = 1;

/** What an item holds; an error that names the item when it is damaged or of an unknown version. Never guessed. */
export function parseItem<T extends z.ZodType>(schema: T, item: Item): z.output<T> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const where = [
    ...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.') || 'the item')),
  ].join(', ');
  throw new RecordError(
    `The stored item ${String(item['pk'])} / ${String(item['sk'])} cannot be read (${where}). Restore it from a backup, or delete it once what it describes has been checked by hand.`,
    [],
    undefined,
    'STATE_UNREADABLE',
  );
}
