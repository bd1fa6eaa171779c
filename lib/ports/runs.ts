import type { Entity, RecordResult } from '../sync/decision';
import type { DueMode, Progress, Run, RunMode, RunPage, Summary } from './run';
import type { Calls } from './calls';

/** `busy`: id of the run that stands in the way. */
export type Acquired = { readonly run: Run } | { readonly busy: string };

/**
 * Runs: one lease with a fencing token, a checkpoint per page, and results kept by record id, so that a record
 * delivered twice is counted once. A run or page that cannot be read is a ConfigurationError: nothing can go on beside it.
 */
export interface Runs {
  get(runId: string): Promise<Run | null>;
  /**
   * The run that is in progress, whoever works on it. One that cannot be read is given up: its watermark was not
   * advanced, so the next run reads all of it again.
   */
  active(): Promise<Run | null>;
  /**
   * Takes the lease for a run: the named one, or the one that an earlier holder left unfinished.
   * `busy` = somebody else holds it, or another run is unfinished.
   * @param start make the run if it is not there
   * @param records of a re-drive
   * @param isNew nobody has this id: there is no need to look whether the run is there
   */
  acquire(
    runId: string,
    mode: RunMode,
    now: Date,
    start: boolean,
    records?: Run['records'],
    isNew?: boolean,
  ): Promise<Acquired>;
  /** Lets the next invocation take the lease without waiting for it to run out. */
  release(run: Pick<Run, 'token'>): Promise<void>;
  /** Prolongs the lease; false when another holder has taken it. */
  renew(run: Run, now: Date): Promise<boolean>;
  /** Until when that lease of the run stands; null when it is over, or another one has been taken since. */
  heldUntil(runId: string, token: number, now: Date): Promise<Date | null>;
  /** Notes that somebody looks at a run; null when it is not running. */
  noteLook(runId: string, now: Date): Promise<Run | null>;
  /** Notes that it has come further, and what it has done by now. */
  noteFurther(runId: string, done: Run['doneByThen'], now: Date): Promise<void>;
  /** A run that is due waits for its turn, one of each mode: it starts when the one in progress is over. */
  noteDue(mode: DueMode): Promise<void>;
  /** The runs that wait, the one that covers the other first. */
  due(): Promise<DueMode[]>;
  /** It has started. A full run is a modified one too. */
  clearDue(mode: DueMode): Promise<void>;
  /** A run that could not start because another one was in progress. */
  recordRefused(runId: string, mode: RunMode, message: string, now: Date): Promise<void>;
  /** Stores the ids of a page and the results known without a worker; results that workers wrote stay. True when every record of it has one. */
  openPage(
    runId: string,
    entity: Entity,
    page: number,
    ids: readonly string[],
    results: ReadonlyMap<string, RecordResult>,
    now: Date,
  ): Promise<boolean>;
  /** Adds results of workers to their page; the first result of a record stays, so a repeat is not counted. True when every record of the page now has one. */
  addResults(
    runId: string,
    entity: Entity,
    page: number,
    results: ReadonlyMap<string, RecordResult>,
  ): Promise<boolean>;
  /** Counts a try of a record that went wrong through no outage; the tries so far. */
  addAttempt(runId: string, entity: Entity, page: number, id: string): Promise<number>;
  /** Marks pages as done; true when they were the last ones of a run that has been read to its end. */
  markDone(runId: string, entity: Entity, pages: readonly number[], now: Date): Promise<boolean>;
  /** Pages that are marked as done: their records all have a result. */
  countDone(runId: string): Promise<number>;
  /** Moves the checkpoint and the counters in one conditional write; null when another holder has taken over. */
  checkpoint(run: Run, change: Progress): Promise<Run | null>;
  /** An admin lets a held run go on; false when it is not held (any more). */
  confirm(runId: string, now: Date): Promise<boolean>;
  addCalls(runId: string, calls: Partial<Calls>): Promise<void>;
  /** Ends a run once; false when it had ended before. */
  end(
    runId: string,
    status: 'completed' | 'failed' | 'cancelled',
    details: { summary?: Summary; error?: Run['error'] },
    now: Date,
  ): Promise<boolean>;
  /**
   * Ends a run that kept no page, with what it has come to and its calls, in one write; false when it has ended, or another
   * holder has taken it.
   */
  endIdle(
    run: Run,
    progress: Progress,
    told: { readonly summary: Summary; readonly calls: Partial<Calls> },
    now: Date,
  ): Promise<boolean>;
  /** The full run that was completed last; null where none was, or where it cannot be read. */
  lastFull(): Promise<Run | null>;
  pages(runId: string): AsyncGenerator<RunPage>;
  summarise(runId: string): Promise<Summary>;
}
