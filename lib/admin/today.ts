import { MINUTE_MS } from '../sync/budget';
import type { Halt } from '../ports/incidents';
import type { Pause } from '../ports/pauses';
import type { Run } from '../ports/run';
import type { Day } from '../state/days';
import type { DeskPorts } from './admin-ports';
import { missedAfterMinutes } from './silence';
import { countWaiting, type WaitingPorts } from './waiting';
import { progressOf, type Progress } from './watch-run';

export type { Day } from '../state/days';

export type TodayPorts = WaitingPorts &
  Pick<DeskPorts, 'runs' | 'watermarks' | 'pauses' | 'incidents' | 'days' | 'reconciliations'>;

/** A run that is in progress. */
export interface RunNow {
  readonly run: Run;
  readonly progress: Progress;
}

/** How things stand, for a person. Times are ISO. */
export interface Today {
  /** Records that wait for a person, counted up to a bound. */
  readonly waiting: { readonly count: number; readonly more: boolean };
  readonly running: RunNow | null;
  /** The last run that ended. */
  readonly last: Run | null;
  /** None has begun for much longer than the schedule says, and none is in progress. */
  readonly silent: boolean;
  /** About when the next one begins by itself; null where nothing begins by itself. */
  readonly next: string | null;
  readonly watermark: string | null;
  readonly pause: { readonly until: string; readonly why: 'outage' | 'throttled' } | null;
  readonly halted: Halt | null;
  readonly reconciled: string | null;
  /** Newest first. */
  readonly days: readonly Day[];
}

const DAYS = 30;
/** Runs among which the last one is looked for that ended: some may have been refused. */
const LOOKED_AT = 10;

/** The run that is in progress, and how far it is. */
export async function readRunning({ runs }: Pick<TodayPorts, 'runs'>): Promise<RunNow | null> {
  const run = await runs.active();
  return run && { run, progress: progressOf(run, await runs.countDone(run.id)) };
}

/** @param everyMinutes how often a modified run begins by itself; 0 = never */
export async function readToday(
  ports: TodayPorts,
  everyMinutes: number,
  now: Date,
): Promise<Today> {
  const [waiting, running, { runs }, watermark, pause, halted, reconciled, days] =
    await Promise.all([
      countWaiting(ports),
      readRunning(ports),
      ports.runs.latest(LOOKED_AT),
      ports.watermarks.get(),
      ports.pauses.get(),
      ports.incidents.halted(),
      ports.reconciliations.since(),
      ports.days.last(DAYS),
    ]);
  const begun = runs.find(({ mode, status }) => mode !== 'redrive' && status !== 'refused');
  return {
    waiting,
    running,
    last: runs.find(({ status }) => status !== 'running' && status !== 'refused') ?? null,
    silent: begun !== undefined && running === null && isMissed(begun, everyMinutes, now),
    next: begun && everyMinutes > 0 ? nextOf(begun, everyMinutes, now) : null,
    watermark: watermark?.since ?? null,
    pause: pauseOf(pause, now),
    halted,
    reconciled: reconciled?.toISOString() ?? null,
    days,
  };
}

/** A pause that is not over; null where nothing is known against calling. */
export const pauseOf = (pause: Pause | null, now: Date): Today['pause'] =>
  pause !== null && pause.until > now.getTime()
    ? {
        until: new Date(pause.until).toISOString(),
        why: pause.failures > 0 ? 'outage' : 'throttled',
      }
    : null;

const isMissed = ({ startedAt }: Run, everyMinutes: number, now: Date): boolean =>
  everyMinutes > 0 &&
  now.getTime() - Date.parse(startedAt) > missedAfterMinutes({ everyMinutes }) * MINUTE_MS;

const nextOf = ({ startedAt }: Run, everyMinutes: number, now: Date): string =>
  new Date(Math.max(now.getTime(), Date.parse(startedAt) + everyMinutes * MINUTE_MS)).toISOString();
