import { setTimeout as wait } from 'node:timers/promises';
import type { Scheduler } from '../../simulation/time/scheduler';

/** All that is awaited is there by then, or never will be. */
const PATIENCE_MS = 24 * 60 * 60_000;
const LOOK_AGAIN_MS = 20;

/** The virtual clock, which goes on while something is awaited of it, and stands still else. */
export class PassingTime {
  private passing: Promise<void> | null = null;
  private awaited = 0;

  constructor(private readonly scheduler: Scheduler) {}

  /** Lets time pass until that is there. */
  async when<T>(what: Promise<T>): Promise<T> {
    this.awaited += 1;
    const over = what.finally(() => (this.awaited -= 1));
    over.catch(() => undefined);
    this.passing ??= this.pass();
    return Promise.race([over, this.passing.then(() => over)]);
  }

  /** Lets time pass until it is so, looking again and again. */
  until(so: () => boolean | Promise<boolean>): Promise<void> {
    const look = async (): Promise<void> => {
      const limit = Date.now() + PATIENCE_MS;
      while (!(await so())) {
        if (Date.now() > limit) throw new Error('It did not come to that within a day');
        await wait(LOOK_AGAIN_MS);
      }
    };
    return this.when(look());
  }

  private async pass(): Promise<void> {
    const { scheduler } = this;
    await scheduler.runUntil(scheduler.now + PATIENCE_MS, () => this.awaited === 0);
    this.passing = null;
    if (this.awaited > 0) throw new Error('It does not come to rest within a day');
  }
}
