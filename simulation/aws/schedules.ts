import { CronExpressionParser } from 'cron-parser';
import type { Scheduled } from '../../lib/stack/schedule-list';
import type { Random } from '../time/random';
import type { Scheduler } from '../time/scheduler';
import type { Queue } from './queue';

const ZONE = 'Europe/Madrid';

/** Milliseconds until it is next due. */
function waitOf({ at }: Scheduled, now: number): number {
  if ('everyMinutes' in at) return at.everyMinutes * 60_000;
  const currentDate = new Date(now);
  return CronExpressionParser.parse(at.cron, { tz: ZONE, currentDate }).next().getTime() - now;
}

/** EventBridge Scheduler: puts the messages on their queues when they are due, now and then twice. */
export class Schedules {
  private stopped = false;

  constructor(
    list: readonly Scheduled[],
    private readonly queues: Readonly<Record<'runs' | 'reconcile', Queue>>,
    private readonly around: { readonly scheduler: Scheduler; readonly random: Random },
  ) {
    for (const one of list) this.wait(one);
  }

  /** Nothing starts by itself any more. */
  stop(): void {
    this.stopped = true;
  }

  private wait(one: Scheduled): void {
    const { scheduler, random } = this.around;
    scheduler.after(waitOf(one, scheduler.now), () => {
      if (this.stopped) return;
      const times = random.chance(0.01) ? 2 : 1;
      for (let time = 0; time < times; time++)
        this.queues[one.queue].send({ body: JSON.stringify(one.message) });
      this.wait(one);
    });
  }
}
