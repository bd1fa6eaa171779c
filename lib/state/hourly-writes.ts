import * as z from 'zod';
import type { HourlyWrites } from '../ports/hourly-writes';
import { HOUR_SECONDS, SECOND_MS } from '../sync/budget';
import { RetryableError } from '../sync/errors';
import { epochSeconds } from '../sync/kept';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const schema = z.object({ rev: z.number(), writes: z.record(z.string(), z.number()) });
/** How often it is looked at what is stored, while others keep changing it. */
const LOOKS = 5;

/** The clients of the last hour in one item, by the moment of their first write. */
export class DynamoHourlyWrites implements HourlyWrites {
  constructor(private readonly table: Table) {}

  async take(client: string, most: number, now: Date, looks = LOOKS): Promise<boolean> {
    const key = keys.hourlyWrites();
    const item = await this.table.get(key);
    // What cannot be read is counted anew.
    const { rev, writes } = schema.safeParse(item ?? {}).data ?? { rev: 0, writes: {} };
    const since = now.getTime() - HOUR_SECONDS * SECOND_MS;
    const recent = Object.fromEntries(Object.entries(writes).filter(([, at]) => at > since));
    if (client in recent) return true;
    if (Object.keys(recent).length >= most) return false;
    const noted = await this.table.put(
      {
        ...key,
        v: STATE_VERSION,
        rev: rev + 1,
        writes: { ...recent, [client]: now.getTime() },
        expires: epochSeconds(now) + 2 * HOUR_SECONDS,
      },
      rev === 0
        ? { condition: 'attribute_not_exists(rev)' }
        : { condition: 'rev = :rev', values: { ':rev': rev } },
    );
    if (noted) return true;
    if (looks > 1) return this.take(client, most, now, looks - 1);
    throw new RetryableError('Several clients are written to GIAV at the same time');
  }
}
