import * as z from 'zod';
import type { WayBackNotes } from '../ports/way-back-notes';
import { DynamoDays } from './days';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const heardSchema = z.object({ at: z.string() });

/** When Clientify was last heard of, and how many clients were written to GIAV on which day. */
export class DynamoWayBackNotes implements WayBackNotes {
  constructor(private readonly table: Table) {}

  written(now: Date): Promise<void> {
    return new DynamoDays(this.table).noteWritten(now);
  }

  async heard(at: Date): Promise<void> {
    await this.table.put({ ...keys.heard(), v: STATE_VERSION, at: at.toISOString() });
  }

  /** ISO; null = never, or it cannot be read. */
  async lastHeard(): Promise<string | null> {
    return heardSchema.safeParse(await this.table.get(keys.heard())).data?.at ?? null;
  }
}
