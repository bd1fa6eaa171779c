import { epochSeconds } from '../sync/kept';
import * as z from 'zod';
import type { Table } from './table';
import { keys } from './keys';

const leaseSchema = z.object({ runId: z.string(), until: z.number(), token: z.number() });
type Held = z.infer<typeof leaseSchema>;

/** The one lease of runs, with a fencing token that counts its holders. */
export class Lease {
  /** @param ms for how long it is taken, in milliseconds */
  constructor(
    private readonly table: Table,
    private readonly ms: number,
  ) {}

  /** null: nobody has ever taken it, or it cannot be read. */
  async read(): Promise<Held | null> {
    return leaseSchema.safeParse((await this.table.get(keys.lease())) ?? {}).data ?? null;
  }

  /**
   * Its token; null while somebody else holds it.
   * @param isReadable it was read just now
   */
  async take(runId: string, now: Date, isReadable = false): Promise<number | null> {
    if (!isReadable) await this.repair(now);
    // A lease that lies further ahead than one can be taken for was written by a clock that jumped.
    const lease = await this.table.update(keys.lease(), {
      expression: 'SET runId = :run, #u = :until, #t = if_not_exists(#t, :zero) + :one',
      condition: 'attribute_not_exists(pk) OR #u < :now OR #u > :furthest',
      names: { '#u': 'until', '#t': 'token' },
      values: {
        ':run': runId,
        ':until': now.getTime() + this.ms,
        ':now': now.getTime(),
        ':furthest': now.getTime() + 2 * this.ms,
        ':zero': 0,
        ':one': 1,
      },
    });
    return lease && leaseSchema.parse(lease).token;
  }

  /** One that cannot be read is replaced by a free one, whose token is larger than any that was counted up from 1. */
  private async repair(now: Date): Promise<void> {
    const item = await this.table.get(keys.lease());
    if (item === null || leaseSchema.safeParse(item).success) return;
    await this.table.put({
      ...keys.lease(),
      runId: '',
      until: 0,
      token: epochSeconds(now),
    });
  }

  /** Lets the next invocation take it without waiting for it to run out. */
  release(token: number): Promise<unknown> {
    return this.setUntil(0, token);
  }

  /** false when another holder has taken it. */
  async renew(token: number, now: Date): Promise<boolean> {
    return (await this.setUntil(now.getTime() + this.ms, token)) !== null;
  }

  private setUntil(until: number, token: number): Promise<unknown> {
    return this.table.update(keys.lease(), {
      expression: 'SET #u = :until',
      condition: '#t = :t',
      names: { '#u': 'until', '#t': 'token' },
      values: { ':until': until, ':t': token },
    });
  }
}
