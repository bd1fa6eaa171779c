import * as z from 'zod';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Pauses, Pause } from '../ports/pauses';

const pauseSchema = z.object({
  v: z.literal(STATE_VERSION),
  /** Milliseconds since 1970; nobody calls the system before. */
  until: z.number(),
  /** Outage: pauses so far without a good answer in between; 0 = throttled only. */
  failures: z.number(),
  of: z.enum(['reads', 'writes']).optional(),
});

/** What all workers know of a system's weather: throttling and outages hold for all of them (ADR 8). */
export class DynamoPauses implements Pauses {
  constructor(
    private readonly table: Table,
    readonly system: 'clientify' | 'giav',
  ) {}

  /** null = nothing known against calling it. A damaged item is no reason not to call. */
  async get(): Promise<Pause | null> {
    const item = await this.table.get(keys.pause(this.system));
    return item === null ? null : (pauseSchema.safeParse(item).data ?? null);
  }

  /** Throttled: nobody calls before `until`; a longer pause that is known stays. */
  async extend(until: number): Promise<void> {
    await this.table.update(keys.pause(this.system), {
      expression: 'SET #u = :u, v = :v, failures = if_not_exists(failures, :zero)',
      condition: 'attribute_not_exists(pk) OR #u < :u',
      names: { '#u': 'until' },
      values: { ':u': until, ':v': STATE_VERSION, ':zero': 0 },
    });
  }

  /**
   * Replaces the pause that was seen: opening the breaker, or taking the one probe after it. false when somebody else
   * was faster.
   */
  async replace(seen: Pause | null, next: Pause): Promise<boolean> {
    const item = { ...keys.pause(this.system), v: STATE_VERSION, ...next };
    return seen === null
      ? this.table.put(item, { condition: 'attribute_not_exists(pk)' })
      : this.table.put(item, {
          condition: '#u = :u',
          names: { '#u': 'until' },
          values: { ':u': seen.until },
        });
  }

  /** A good answer came: no more pauses. */
  async clear(): Promise<void> {
    await this.table.delete(keys.pause(this.system));
  }
}
