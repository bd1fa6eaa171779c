import type { Clock } from '../ports/clock';
import type { Progress, Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import { EMPTY } from '../sync/paging';

/**
 * Why an invocation reads no further: all is read, there was nothing to read and nothing is stored of it, its time is nearly
 * up, another one has taken the run, or an admin is asked.
 */
export type FetchEnd = 'read-all' | 'nothing-read' | 'hand-over' | 'lost-lease' | 'held';

/** Thrown inside the fetcher only: this invocation stops here. */
export class Stop extends Error {
  constructor(readonly end: FetchEnd) {
    super(end);
  }
}

export const START_OF_LIST = {
  pass: 0,
  nextPage: 0,
  offset: 0,
  moved: false,
  firstPage: null,
  digest: EMPTY,
  lastDigest: null,
} satisfies Progress;

export interface PlacePorts {
  readonly runs: Pick<Runs, 'checkpoint' | 'renew'>;
  readonly clock: Clock;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
  /** Time that one page and the hand-over may need, in milliseconds. */
  readonly reserveMs: number;
}

/** Where a run is in its lists, as long as this invocation may move it. */
export class ReadingPlace {
  private renewedAt = Number.NEGATIVE_INFINITY;
  private savedAt: number;

  /** @param unsaved what the run has come to already and the table does not know yet */
  constructor(
    private readonly ports: PlacePorts,
    private current: Run,
    private unsaved: Progress = {},
  ) {
    this.savedAt = ports.clock.now().getTime();
  }

  /** Of what it has come to, what the table does not know yet. */
  get notSaved(): Progress {
    return this.unsaved;
  }

  get run(): Run {
    return this.current;
  }

  /** No page of it was kept, by this invocation or an earlier one. */
  get isEmpty(): boolean {
    return this.current.clientPages + this.current.expedientePages === 0;
  }

  /**
   * The same without a write, past what held nothing: an invocation that dies reads it again. It is stored with the next
   * checkpoint, or by itself after a while.
   */
  async pass(change: Progress): Promise<void> {
    if (!this.isEmpty) return this.checkpoint(change);
    this.current = { ...this.current, ...change };
    this.unsaved = { ...this.unsaved, ...change };
    const passedMs = this.ports.clock.now().getTime() - this.savedAt;
    if (passedMs >= this.ports.reserveMs) await this.save();
  }

  /** Stores what is not stored yet. */
  async save(): Promise<void> {
    if (Object.keys(this.unsaved).length > 0) await this.checkpoint({});
  }

  /**
   * Moves the checkpoint. Whoever has taken the run since is noticed by the checkpoint itself; the lease only has to
   * outlast this invocation, so it is not prolonged for every page.
   */
  async checkpoint(change: Progress): Promise<void> {
    const now = this.ports.clock.now();
    const further = { cameFurtherAt: now.toISOString(), looks: 0 };
    const moved = { ...this.unsaved, ...change, ...further };
    const run = await this.ports.runs.checkpoint(this.current, moved);
    if (run === null) throw new Stop('lost-lease');
    this.current = run;
    this.unsaved = {};
    this.savedAt = now.getTime();
    if (now.getTime() - this.renewedAt < this.ports.reserveMs) return;
    if (!(await this.ports.runs.renew(run, now))) throw new Stop('lost-lease');
    this.renewedAt = now.getTime();
  }

  /** Whether another reading would be over in time. */
  hasTime(): boolean {
    return this.ports.timeLeft() >= this.ports.reserveMs;
  }

  /** Stops before a reading that might not be over in time. */
  checkTime(): void {
    if (!this.hasTime()) throw new Stop('hand-over');
  }
}
