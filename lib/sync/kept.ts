import { DAY_SECONDS, SECOND_MS } from './budget';

/** For how long the table keeps what is not needed for ever. */
export const KEPT_DAYS = {
  runs: 400,
  refusedRuns: 7,
  pages: 30,
  /** They hold what was sent (RGPD). */
  decisions: 30,
  /** The same, where one holds a value that GIAV had: the master's values are kept for longer. */
  giavValues: 90,
  /** Both versions of a client. Personal data: shown to the admin only. */
  incidents: 90,
  samples: 30,
  indexParts: 2,
  /** Longer than any run: it says nothing by itself. */
  indexSalts: 30,
  audits: 1100,
} as const;

/** What came of a request of the console: shown to whoever asked, then not needed any more. Personal data. */
export const KEPT_HOURS = { answers: 1 } as const;

/** Seconds since 1970, as the table wants the end of an item's time (TTL). */
export const epochSeconds = (moment: Date): number => Math.floor(moment.getTime() / SECOND_MS);
export const expiresAfter = (days: number, from: Date): number =>
  epochSeconds(from) + days * DAY_SECONDS;
