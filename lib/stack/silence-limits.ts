import type { SyncConfig } from '../config/schema';

/** Of full runs that come each week, or on some of its days: with a day to spare. */
const WEEKLY_HOURS = 8 * 24;

/**
 * Hours after which nobody has synced although somebody should have; 0 = nobody can tell: there is no schedule, or one that
 * is silent for longer than CloudWatch looks back.
 */
export function watermarkLimitHours({ modified, full }: SyncConfig): number {
  if (modified.everyMinutes > 0) return Math.max(2, Math.ceil((modified.everyMinutes * 6) / 60));
  const hours = fullRunLimitHours({ full });
  return hours > WEEKLY_HOURS ? 0 : hours;
}

/** The same for full runs, by how often their schedule comes; 0 = there is none. */
export function fullRunLimitHours({ full }: Pick<SyncConfig, 'full'>): number {
  if (full.cron === null) return 0;
  const [, , day, month, weekday] = full.cron.trim().split(/\s+/);
  if (day === '*' && month === '*') return weekday === '*' ? 26 : WEEKLY_HOURS;
  return month === '*' ? 32 * 24 : 367 * 24;
}
