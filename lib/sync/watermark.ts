import { DateTime } from 'luxon';
import { MINUTE_MS } from './budget';
import { GIAV_ZONE } from './dates';
import type { OpenExpedientes } from './open-expedientes';

/** GIAV's clock is read off its answers; ours counts when it is behind: an earlier watermark reads more, never less. */
export const runStart = (ours: Date, giavs: Date | null): Date =>
  giavs !== null && giavs < ours ? giavs : ours;

/**
 * GIAV's local time for "changed since": the earliest reading that any moment from `since` on has on a clock in
 * Europe/Madrid. In the hour before the autumn change later moments read earlier, so the reading is an hour less
 * (giav.md, Q5).
 */
export function sinceText(since: Date, format: string): string {
  const at = DateTime.fromJSDate(since, { zone: GIAV_ZONE });
  const change = at.plus({ hours: 1 }).offset - at.offset;
  const reading = change < 0 ? at.plus({ minutes: change }) : at;
  // In luxon an unquoted T means "time of day".
  return reading.toFormat(format.replace(/([^'])T([^'])/, "$1'T'$2"));
}

/** For filters that take a date only: the day before, because whether bounds are inclusive is unknown (giav.md, Q5). */
export const sinceDate = (since: Date): string =>
  DateTime.fromJSDate(since, { zone: GIAV_ZONE }).minus({ days: 1 }).toFormat('yyyy-MM-dd');

/** The start of the last completed run less the overlap. */
export const withOverlap = (start: Date, overlapMinutes: number): Date =>
  new Date(start.getTime() - overlapMinutes * MINUTE_MS);

/** What the last completed run left: from where on a modified run reads, and under which settings that holds. */
export interface Watermark {
  /** Start of the last completed run, by GIAV's clock. */
  readonly since: string;
  /** Settings that decide what a record becomes; a change of them needs a full run. */
  readonly settings: string;
  /** Last run that also read what no date filter shows. */
  readonly sweptAt: string;
  readonly officePrefix: boolean;
  /** Start of the last full run. Earlier versions did not keep it. */
  readonly fullAt?: string | undefined;
  /** What is known of the list of open expedientes. Earlier versions did not keep it. */
  readonly openExpedientes?: OpenExpedientes | undefined;
}

export type Plan =
  | { readonly mode: 'full'; readonly because: string }
  | { readonly mode: 'modified'; readonly since: Date; readonly sweep: boolean };

/**
 * What a modified run has to read. Without a usable watermark it is a full one: none yet, settings changed since, or
 * one in the future (a clock jumped).
 */
export function planModified(
  watermark: Watermark | null,
  settings: string,
  now: Date,
  options: { readonly overlapMinutes: number; readonly sweepMinutes: number | null },
): Plan {
  if (watermark === null)
    return { mode: 'full', because: 'there is no completed run to start from' };
  if (watermark.settings !== settings)
    return { mode: 'full', because: 'the mapping settings changed since the last completed run' };
  const since = new Date(watermark.since);
  if (Number.isNaN(since.getTime()) || since > now)
    return { mode: 'full', because: 'the watermark lies in the future' };
  const { sweepMinutes } = options;
  const swept = now.getTime() - Date.parse(watermark.sweptAt);
  return {
    mode: 'modified',
    since: withOverlap(since, options.overlapMinutes),
    sweep: sweepMinutes !== null && !(swept >= 0 && swept < sweepMinutes * MINUTE_MS),
  };
}
