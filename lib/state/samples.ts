import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Samples } from '../ports/samples';

/** Shapes of webhook bodies that nobody understood: keys and types, never values. */
export class DynamoSamples implements Samples {
  constructor(private readonly table: Table) {}

  async add(shape: unknown, now: Date): Promise<void> {
    const at = now.toISOString();
    await this.table.put({
      ...keys.sample(at),
      v: STATE_VERSION,
      at,
      shape,
      expires: expiresAfter(KEPT_DAYS.samples, now),
    });
  }

  /** Newest first. */
  async recent(limit: number): Promise<{ at: string; shape: unknown }[]> {
    const found: { at: string; shape: unknown }[] = [];
    for await (const item of this.table.query('SAMPLE', '', { newestFirst: true })) {
      if (found.length === limit) break;
      found.push({ at: String(item['at']), shape: item['shape'] });
    }
    return found;
  }
}
