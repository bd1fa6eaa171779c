import type { SyncConfig } from '../config/schema';

/** Minutes after which a run is missed: of modified runs six of their intervals, two hours at least; else a day and a bit. */
export const missedAfterMinutes = ({
  everyMinutes,
}: Pick<SyncConfig['modified'], 'everyMinutes'>): number =>
  everyMinutes > 0 ? Math.max(120, 6 * everyMinutes) : 26 * 60;
