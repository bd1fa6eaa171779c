import * as z from 'zod';
import type { Run, Summary } from '../ports/run';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import { localToday } from '../sync/dates';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const COUNTS = [
  'completed',
  'failed',
  'cancelled',
  'created',
  'updated',
  'failedRecords',
  'writtenBack',
] as const;
type Count = (typeof COUNTS)[number];

const count = z.number().default(0);
const daySchema = z.object({
  sk: z.string(),
  ...(Object.fromEntries(COUNTS.map((name) => [name, count])) as Record<Count, typeof count>),
});

/** What happened on one day of Madrid (`2026-11-25`): runs by their end, what became of their records, and what went to GIAV. */
export type Day = { readonly date: string } & Readonly<Record<Count, number>>;

/** Days, for a chart: counted when a run ends, so that nobody has to read thousands of runs for it. */
export class DynamoDays {
  constructor(private readonly table: Table) {}

  /** Counts a run that has just ended. */
  async noteRun(
    status: Exclude<Run['status'], 'running' | 'refused'>,
    summary: Summary | undefined,
    now: Date,
  ): Promise<void> {
    const both = summary ? [summary.clients, summary.expedientes] : [];
    const sum = (name: 'created' | 'updated' | 'failed'): number =>
      both.reduce((total, one) => total + one[name], 0);
    await this.add(
      {
        [status]: 1,
        created: sum('created'),
        updated: sum('updated'),
        failedRecords: sum('failed'),
      },
      now,
    );
  }

  /** Counts a client that was written to GIAV. */
  noteWritten(now: Date): Promise<void> {
    return this.add({ writtenBack: 1 }, now);
  }

  private async add(counts: Partial<Record<Count, number>>, now: Date): Promise<void> {
    const entries = Object.entries(counts).filter(([, more]) => more > 0);
    await this.table.update(keys.day(localToday(now)), {
      expression: `SET v = :v, expires = :x ADD ${entries.map((_, at) => `#c${at} :c${at}`).join(', ')}`,
      names: Object.fromEntries(entries.map(([name], at) => [`#c${at}`, name])),
      values: {
        ':v': STATE_VERSION,
        ':x': expiresAfter(KEPT_DAYS.runs, now),
        ...Object.fromEntries(entries.map(([, more], at) => [`:c${at}`, more])),
      },
    });
  }

  /** The last days on which anything happened, newest first. */
  async last(limit: number): Promise<Day[]> {
    const { items } = await this.table.slice(keys.day('').pk, { newestFirst: true, limit });
    return items.flatMap((item) => {
      const day = daySchema.safeParse(item).data;
      if (!day) return [];
      const { sk: date, ...counts } = day;
      return [{ date, ...counts }];
    });
  }
}
