import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Pending, PendingKind } from '../ports/pending';

/** One item per waiting record: all of a kind can be listed. */
export class DynamoPending implements Pending {
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

  /** Some ids of a kind, and how the rest is asked for. @param after the last id seen */
  async slice(
    kind: PendingKind,
    limit: number,
    after?: string,
  ): Promise<{ ids: string[]; next: string | null }> {
    const { items, more } = await this.table.slice('PENDING', {
      prefix: `${kind}#`,
      after: after === undefined ? undefined : keys.pending(kind, after).sk,
      limit,
    });
    const ids = items.map(({ sk }) => sk.slice(kind.length + 1));
    return { ids: ids.filter((id) => /^\d+$/.test(id)), next: more ? (ids.at(-1) ?? null) : null };
  }

  /** Up to a bound. */
  count(kind: PendingKind, limit: number): Promise<{ count: number; more: boolean }> {
    return this.table.count('PENDING', { prefix: `${kind}#`, limit });
  }

  /** Ids. */
  async list(kind: PendingKind): Promise<string[]> {
    const ids: string[] = [];
    for await (const item of this.table.query('PENDING', `${kind}#`))
      ids.push(String(item['sk']).slice(kind.length + 1));
    return ids.filter((id) => /^\d+$/.test(id));
  }
}
