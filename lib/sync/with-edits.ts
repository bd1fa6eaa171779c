import type { ClientEdits } from './clientify-to-giav';
import { giavDate } from './dates';
import type { RawClient } from './giav-record';
import { PUT_PARAMETERS } from './put-parameters';

/** The items of a list of the record; a lone one may come without an array. */
export function itemsOf(list: unknown, item: string): unknown[] {
  const items = (list as Record<string, unknown> | null | undefined)?.[item] ?? [];
  return Array.isArray(items) ? (items as unknown[]) : [items];
}

/** The date at the old one's time of day, unless an offset in it would make it another day. */
function dateTimeOn(day: string, old: unknown): string {
  const time = /T.*$/.exec(typeof old === 'string' ? old : '')?.[0];
  return time !== undefined && giavDate(day + time) === day ? day + time : `${day}T00:00:00`;
}

/** Birthday is the first item of its type in RelevantDates; the others stay as they are, in their order. */
export function withBirthday(dates: unknown, birthday: string | null): unknown {
  const all = itemsOf(dates, 'RelevantDate') as Record<string, unknown>[];
  const at = all.findIndex((date) => date['Type'] === 'Birthday');
  if (birthday === null)
    return at < 0 ? dates : { RelevantDate: all.filter((_, index) => index !== at) };
  if (at < 0)
    return { RelevantDate: [...all, { Type: 'Birthday', Text: '', Date: `${birthday}T00:00:00` }] };
  return {
    RelevantDate: all.map((date, index) =>
      index === at ? { ...date, Date: dateTimeOn(birthday, date['Date']) } : date,
    ),
  };
}

/** The record as it should be after the edits, in GIAV's own field names. */
export function withEdits(client: RawClient, edits: ClientEdits): RawClient {
  const changed: Record<string, unknown> = {};
  for (const [, source] of PUT_PARAMETERS) {
    if (
      typeof source !== 'object' ||
      !('field' in source) ||
      source.edit === undefined ||
      !(source.edit in edits)
    )
      continue;
    changed[source.field] =
      source.edit === 'birthday'
        ? withBirthday(client[source.field], edits.birthday ?? null)
        : edits[source.edit];
  }
  return { ...client, ...changed };
}
