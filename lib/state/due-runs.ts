import type { DueMode } from '../ports/run';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

/** The runs that wait for their turn, one of each mode. */
export class DueRuns {
  constructor(private readonly table: Table) {}

  async note(mode: DueMode): Promise<void> {
    await this.table.put({ ...keys.due(mode), v: STATE_VERSION });
  }

  /** The one that covers the other first. */
  async list(): Promise<DueMode[]> {
    const found = await this.table.getMany([keys.due('full'), keys.due('modified')]);
    const modes = found.map(({ sk }) => sk);
    return (['full', 'modified'] as const).filter((mode) => modes.includes(mode));
  }

  /** A full run is a modified one too. */
  async clear(mode: DueMode): Promise<void> {
    await this.table.delete(keys.due('modified'));
    if (mode === 'full') await this.table.delete(keys.due('full'));
  }
}
