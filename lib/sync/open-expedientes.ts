import { comparable, type Base } from './base';
import { OPEN_SWEEP } from './budget';
import { hashText } from './hash';
import type { Desired } from './target';

/** Where a reading of a list goes on: in pages, and in records for a service that counts those. */
export interface Place {
  readonly page: number;
  readonly offset: number;
}
const BEGIN: Place = { page: 0, offset: 0 };

/**
 * Whether GIAV moves the date of an expediente when its state changes is unknown (giav.md, Q7). Until its date filter
 * has proven itself in this very agency, sweeps also read the list of open expedientes, spread over the day.
 */
export interface OpenExpedientes {
  /** Pages of the list when it was last counted; null = not yet. */
  readonly pages: number | null;
  /** Where the next sweep goes on. */
  readonly next: Place;
  /** Since when (ISO) state changes are counted: since the filter last missed one. */
  readonly since: string;
  /** State changes since then, all of which the date filter showed. */
  readonly shown: number;
}

/** The part of the list that one run reads. */
export interface Slice {
  readonly from: Place;
  /** Pages. */
  readonly most: number;
}

/** What a run has learnt of the date filter, and of the list. */
export interface OpenEvidence {
  /** Open expedientes that a full run has read; null = it reads a part of them only. */
  readonly open: number | null;
  readonly shown: number;
  readonly missed: number;
  /** Where its slice of the list ended; null = at the end of the list, undefined = it read none. */
  readonly next?: Place | null | undefined;
}

/** State changes that prove the filter, if they came over a long enough time. */
const PROVING_CHANGES = 20;
/** Pages that cost less than to think about them: an agency of a thousand open expedientes is looked at whole. */
const LEAST_PAGES = 10;

/** Every state change of a week, and at least twenty, came through the date filter: a full run goes on watching it. */
export const isProven = ({ since, shown }: OpenExpedientes, now: Date): boolean =>
  shown >= PROVING_CHANGES && now.getTime() - Date.parse(since) >= OPEN_SWEEP.provingMs;

/**
 * What a sweep reads of the open expedientes; null = nothing, the date filter shows it all. As much of the list as of a day
 * has gone by since the last sweep, however far apart they come. It begins one page earlier than that one ended: the list
 * moves up when expedientes are closed.
 * @param sweptAt of the last sweep (ISO); when that is unknown, all of it is read
 */
export function sliceOf(
  known: OpenExpedientes | undefined,
  sweptAt: string | undefined,
  now: Date,
): Slice | null {
  if (known && isProven(known, now)) return null;
  const elapsedMs = now.getTime() - Date.parse(sweptAt ?? '');
  const share = elapsedMs >= 0 ? Math.min(1, elapsedMs / OPEN_SWEEP.roundMs) : 1;
  const most = Math.max(LEAST_PAGES, Math.ceil((known?.pages ?? 0) * share)) + 1;
  const next = (share < 1 ? known?.next : undefined) ?? BEGIN;
  if (next.page === 0) return { from: BEGIN, most };
  return { from: { page: next.page - 1, offset: Math.max(0, next.offset - 100) }, most };
}

/** What is known after a run that has ended well. */
export function learnt(
  known: OpenExpedientes | undefined,
  run: OpenEvidence,
  now: Date,
): OpenExpedientes {
  const before = known ?? { pages: null, next: BEGIN, since: now.toISOString(), shown: 0 };
  const counted =
    run.missed > 0
      ? { since: now.toISOString(), shown: 0 }
      : { since: before.since, shown: before.shown + run.shown };
  return {
    ...counted,
    pages: run.open === null ? before.pages : Math.ceil(run.open / 100),
    next: run.next === undefined ? before.next : (run.next ?? BEGIN),
  };
}

const STATE = 'pipeline_stage';

/** Whether the expediente is in another state than when both sides were last in step. */
export function hasChangedState(base: Base | undefined, desired: Desired): boolean {
  const before = base?.giav.fields[STATE];
  const stage = desired.fields[STATE];
  if (before === undefined || stage === undefined || desired.onlyNew?.includes(STATE)) return false;
  return before !== hashText(comparable(STATE, stage));
}
