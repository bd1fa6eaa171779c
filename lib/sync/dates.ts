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
 * honoured; the struct default 0001-01-01 means none (giav.md, T4).
 */
export const giavDate = (text: string | null | undefined): string | null =>
  parseGiav(text)?.toISODate() ?? null;

/** The moment of a GIAV dateTime; null when it has none. */
export const giavTime = (text: string | null | undefined): Date | null =>
  parseGiav(text)?.toJSDate() ?? null;

/** The date of a moment where GIAV is, `YYYY-MM-DD`. */
export const localToday = (now: Date): string =>
  DateTime.fromJSDate(now, { zone: GIAV_ZONE }).toISODate() ?? '';

/** The time of a moment where GIAV is, `HH:mm`. */
export const localTime = (moment: Date): string =>
  DateTime.fromJSDate(moment, { zone: GIAV_ZONE }).toFormat('HH:mm');

/** Day, month and a year of four digits, in the order of the country, by their shape: trying all formats is slow. */
const BIRTH_FORMATS: readonly (readonly [shape: RegExp, format: string])[] = [
  [/^\d\d?\/\d\d?\/\d{4}$/, 'd/M/yyyy'],
  [/^\d\d?-\d\d?-\d{4}$/, 'd-M-yyyy'],
  [/^\d\d?\.\d\d?\.\d{4}$/, 'd.M.yyyy'],
  [/^\d{4}\/\d\d?\/\d\d?$/, 'yyyy/M/d'],
  [/^\d{8}$/, 'yyyyMMdd'],
];
/** A time of day behind the date says nothing of a birthday. */
const TIME = / +(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** Years in which somebody may be born who has a record: outside of them a digit is missing or doubled. */
const EARLIEST_BIRTH = 1850;
const LATEST_BIRTH = 2100;

const asBirth = (parsed: DateTime | null): string | null =>
  parsed?.isValid && parsed.year >= EARLIEST_BIRTH && parsed.year <= LATEST_BIRTH
    ? parsed.toISODate()
    : null;

/**
 * A birth date written as free text; null unless it is a whole date that can be read in one way only (giav.md, T5: any
 * format). A year alone, a year of two digits, an impossible date are none.
 */
export function freeTextDate(text: string): string | null {
  const value = text.trim();
  if (WHOLE_DATE.test(value)) return asBirth(parseGiav(value));
  const date = value.replace(TIME, '');
  const format = BIRTH_FORMATS.find(([shape]) => shape.test(date))?.[1];
  return format === undefined
    ? null
    : asBirth(
        DateTime.fromFormat(date, format, {
          zone: GIAV_ZONE,
          locale: 'en',
          numberingSystem: 'latn',
        }),
      );
}
