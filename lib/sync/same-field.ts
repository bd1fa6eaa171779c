import { comparable } from './base';
import { comparableText } from './cleaning';
import { RELATIONS, resourceId } from './relations';
import type { FieldValue } from './target';

/** Whether Clientify shows what it should: relations by their ids, dates as far as they are given, all else as it is compared. */
export function sameField(name: string, desired: FieldValue, actual: unknown): boolean {
  if (RELATIONS.has(name)) return resourceId(desired) === resourceId(actual);
  if (typeof desired === 'boolean') return desired === actual;
  if (name === 'created') return comparableText(actual).startsWith(comparableText(desired));
  return comparable(name, desired) === comparable(name, actual);
}
