import type { Ids } from '../../lib/ports/ids';

/** Ids in the order in which they are asked for: a history that is lived through again has the same ones. */
export class CountedIds implements Ids {
  private count = 0;

  run(startedAt: Date): string {
    return `${startedAt.toISOString()}-${++this.count}`;
  }

  holder(): string {
    return `holder-${++this.count}`;
  }
}
