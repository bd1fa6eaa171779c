import * as z from 'zod';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Reconciliations } from '../ports/reconciliations';

const schema = z.object({ since: z.string(), hints: z.number().optional() });

/** Up to when Clientify's lists have been searched for changes (ISO): the way back's own watermark. */
export class DynamoReconciliations implements Reconciliations {
  constructor(private readonly table: Table) {}

  /** null: never, or unreadable; everything is looked at again then, which does no harm. */
  async since(): Promise<Date | null> {
    const item = schema.safeParse(await this.table.get(keys.reconciled()));
    const date = item.success ? new Date(item.data.since) : null;
    return date && !Number.isNaN(date.getTime()) ? date : null;
  }

  /** Hints that the last search sent. */
  async hints(): Promise<number> {
    return schema.safeParse(await this.table.get(keys.reconciled())).data?.hints ?? 0;
  }

  async advance(since: Date, hints: number): Promise<void> {
    await this.table.put({
      ...keys.reconciled(),
      v: STATE_VERSION,
      since: since.toISOString(),
      hints,
    });
  }
}
