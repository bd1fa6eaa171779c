import type { Entity } from '../sync/decision';
import { STATE_VERSION, keys, type Table } from './table';

/**
 * Records that GIAV's dates will not bring back: those that wait for something in Clientify (by entity), and the
 * expedientes of clients that have just become eligible or moved to another record (`expedientes-of` a client), and
 * changes in Clientify that could not be taken back yet (by the id there). `attention`: clients of which something waits for
 * a human. `asked`: clients that the way back asked a run for.
 */
export type PendingKind =
  Entity | 'expedientes-of' | 'change-of-contact' | 'change-of-company' | 'attention' | 'asked';

export class Pending {
  constructor(private readonly table: Table) {}

  async add(kind: PendingKind, id: string): Promise<void> {
    await this.table.put({ ...keys.pending(kind, id), v: STATE_VERSION });
  }

  async addMany(kind: PendingKind, ids: readonly string[]): Promise<void> {
    await this.table.putMany(
      [...new Set(ids)].map((id) => ({ ...keys.pending(kind, id), v: STATE_VERSION })),
    );
  }

  async remove(kind: PendingKind, id: string): Promise<void> {
    await this.table.delete(keys.pending(kind, id));
  }

  /** Ids. */
  async list(kind: PendingKind): Promise<string[]> {
    const ids: string[] = [];
    for await (const item of this.table.query('PENDING', `${kind}#`))
      ids.push(String(item['sk']).slice(kind.length + 1));
    return ids.filter((id) => /^\d+$/.test(id));
  }
}
