import type { Clock } from '../ports/clock';
import type { Progress, Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import { EMPTY } from '../sync/paging';

/** Why an invocation reads no further: all is read, its time is nearly up, another one has taken the run, or an admin is asked. */
export type FetchEnd = 'read-all' | 'hand-over' | 'lost-lease' | 'held';

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

  constructor(
    private readonly ports: PlacePorts,
    private current: Run,
  ) {}

  get run(): Run {
    return this.current;
  }

  /**
   * Moves the checkpoint. Whoever has taken the run since is noticed by the checkpoint itself; the lease only has to
   * outlast this invocation, so it is not prolonged for every page.
   */
  async checkpoint(change: Progress): Promise<void> {
    const now = this.ports.clock.now();
    const further = { cameFurtherAt: now.toISOString(), looks: 0 };
    const run = await this.ports.runs.checkpoint(this.current, { ...change, ...further });
    if (run === null) throw new Stop('lost-lease');
    this.current = run;
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
