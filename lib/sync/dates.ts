import { DateTime } from 'luxon';

export const GIAV_ZONE = 'Europe/Madrid';

/**
 * The local date of a GIAV dateTime, `YYYY-MM-DD`. Offset-less text is Madrid time; an offset or `Z` is
 * honoured; the struct default 0001-01-01 means none (giav.md §1).
 */
export function giavDate(text: string | null | undefined): string | null {
  const value = (text ?? '').trim();
  if (value === '') return null;
  const parsed = DateTime.fromISO(value, { zone: GIAV_ZONE });
  if (!parsed.isValid || parsed.year <= 1) return null;
  return parsed.toISODate();
}

/** The moment of a GIAV dateTime; null when it has none. */
export function giavTime(text: string | null | undefined): Date | null {
  const parsed = DateTime.fromISO((text ?? '').trim(), { zone: GIAV_ZONE });
  return parsed.isValid && parsed.year > 1 ? parsed.toJSDate() : null;
}

const BIRTH_FORMATS = ['yyyy-MM-dd', 'dd/MM/yyyy', 'd/M/yyyy', 'dd-MM-yyyy', 'dd.MM.yyyy', 'dd/MM/yyyy H:mm:ss', 'yyyyMMdd'];

/** A birth date written as free text; null when no format fits (giav.md §1: any format). */
export function freeTextDate(text: string): string | null {
  const value = text.trim();
  if (value === '') return null;
  const iso = giavDate(value);
  if (iso !== null) return iso;
  for (const format of BIRTH_FORMATS) {
    const parsed = DateTime.fromFormat(value, format, { zone: GIAV_ZONE });
    if (parsed.isValid && parsed.year > 1) return parsed.toISODate();
  }
  return null;
}
