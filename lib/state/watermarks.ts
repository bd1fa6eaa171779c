import * as z from 'zod';
import type { Watermark } from '../sync/watermark';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Watermarks } from '../ports/watermarks';

const watermarkSchema = z.object({
  v: z.literal(STATE_VERSION),
  since: z.iso.datetime(),
  settings: z.string(),
  sweptAt: z.iso.datetime(),
  officePrefix: z.boolean(),
  fullAt: z.iso.datetime().optional(),
  openExpedientes: z
    .object({
      pages: z.number().nullable(),
      next: z.object({ page: z.number(), offset: z.number() }),
      since: z.iso.datetime(),
      shown: z.number(),
    })
    .optional(),
}) satisfies z.ZodType<Watermark>;

/** From where the next modified run reads. */
export class DynamoWatermarks implements Watermarks {
  constructor(private readonly table: Table) {}

  /** null when there is none, or none that can be read: the next run is then a full one. */
  async get(): Promise<Watermark | null> {
    const item = await this.table.get(keys.watermark());
    return item === null ? null : (watermarkSchema.safeParse(item).data ?? null);
  }

  /** Never goes back, unless what is stored cannot be read or lies in the future of `now`. */
  async advance(watermark: Watermark, now: Date, isReadable = false): Promise<boolean> {
    const readable = isReadable || (await this.get()) !== null;
    const item = { ...keys.watermark(), v: STATE_VERSION, ...watermark };
    if (!readable) return this.table.put(item);
    return this.table.put(item, {
      condition: 'since <= :since OR since > :now',
      values: { ':since': watermark.since, ':now': now.toISOString() },
    });
  }
}
