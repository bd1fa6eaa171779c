import { DateTime } from 'luxon';

export const GIAV_ZONE = 'Europe/Madrid';

/** A whole date, with or without a time: ISO texts of less are read by luxon as well ("12" is an hour of today). */
const WHOLE_DATE = /^\d{4}-\d\d-\d\d(?:$|[T ])/;

function parseGiav(text: string | null | undefined): DateTime | null {
  const value = (text ?? '').trim();
  if (!WHOLE_DATE.test(value)) return null;
  const parsed = DateTime.fromISO(value.replace(' ', 'T'), { zone: GIAV_ZONE });
  return parsed.isValid && parsed.year > 1 ? parsed : null;
}

/**
 * The local date of a GIAV dateTime, `YYYY-MM-DD`. Offset-less text is Madrid time; an offset or `Z` is
 * honoured; the struct default 0001-01-01 means none (giav.md §1).
 */
export const giavDate = (text: string | null | undefined): string | null => parseGiav(text)?.toISODate() ?? null;

/** The moment of a GIAV dateTime; null when it has none. */
export const giavTime = (text: string | null | undefined): Date | null => parseGiav(text)?.toJSDate() ?? null;

/** The date of a moment where GIAV is, `YYYY-MM-DD`. */
export const localToday = (now: Date): string => DateTime.fromJSDate(now, { zone: GIAV_ZONE }).toISODate() ?? '';

/** Day, month and a year of four digits, in the order of the country; a time behind it is ignored. */
const BIRTH_FORMATS = ['d/M/yyyy', 'd-M-yyyy', 'd.M.yyyy', 'yyyy/M/d', 'yyyyMMdd'].flatMap((date) => [
  date,
  `${date} H:mm`,
  `${date} H:mm:ss`,
]);

/** Years in which somebody may be born who has a record: outside of them a digit is missing or doubled. */
const EARLIEST_BIRTH = 1850;
const LATEST_BIRTH = 2100;

const asBirth = (parsed: DateTime | null): string | null =>
  parsed?.isValid && parsed.year >= EARLIEST_BIRTH && parsed.year <= LATEST_BIRTH ? parsed.toISODate() : null;

/**
 * A birth date written as free text; null unless it is a whole date that can be read in one way only (giav.md §1: any
 * format). A year alone, a year of two digits, an impossible date are none.
 */
export function freeTextDate(text: string): string | null {
  const value = text.trim();
  if (WHOLE_DATE.test(value)) return asBirth(parseGiav(value));
  for (const format of BIRTH_FORMATS) {
    const parsed = DateTime.fromFormat(value, format, { zone: GIAV_ZONE, locale: 'en', numberingSystem: 'latn' });
    if (parsed.isValid) return asBirth(parsed);
  }
  return null;
}
