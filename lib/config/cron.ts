import * as z from 'zod';

/** Five fields, as in crontab, of numbers, lists, ranges and steps; a day of the month and a weekday exclude each other. */
const CRON_PART = /^(?:\*|\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*)(?:\/\d{1,2})?$/;
const CRON_LIMITS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const inLimits = (part: string, [from, to]: readonly [number, number]): boolean =>
  [...(part.split('/')[0] ?? '').matchAll(/\d+/g)].every(
    ([number]) => Number(number) >= from && Number(number) <= to,
  );
/** When something starts, as text. */
export const cron = z.string().refine(
  (text) => {
    const parts = text.trim().split(/\s+/);
    const known =
      parts.length === 5 &&
      parts.every((part, at) => CRON_PART.test(part) && inLimits(part, CRON_LIMITS[at] ?? [0, 0]));
    return known && (parts[2] === '*' || parts[4] === '*');
  },
  {
    error:
      'must be five crontab fields in Europe/Madrid (minute hour day month weekday; day or weekday must be *), for example "0 3 * * *" or "30 2 * * 1-5"',
  },
);
