import * as z from 'zod';
import type { WayBackNotes } from '../ports/way-back-notes';
import { slotReportSchema, type SlotReport, type SlotsSeen } from '../ports/webhook-slots';
import { DynamoDays } from './days';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const heardSchema = z.object({ at: z.string() });
const slotsSchema = z.object({ at: z.string(), slots: z.array(slotReportSchema) });

/** When Clientify was last heard of, how its webhook slots were last seen, and how many clients were written to GIAV on which day. */
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

  async sawSlots(slots: readonly SlotReport[], at: Date): Promise<void> {
    await this.table.put({ ...keys.slots(), v: STATE_VERSION, at: at.toISOString(), slots });
  }

  /** null = nobody has looked yet, or it cannot be read. */
  async lastSlots(): Promise<SlotsSeen | null> {
    return slotsSchema.safeParse(await this.table.get(keys.slots())).data ?? null;
  }
}
