import type { Run } from '../ports/run';
import { keys } from './keys';
import { storedRunSchema } from './run';
import type { Table } from './table';

/** Runs of before, for people who look back: one that cannot be read is left out. */
export class RunHistory {
  constructor(private readonly table: Table) {}

  async *recent(): AsyncGenerator<Run> {
    for await (const entry of this.table.query('RUNS', '', { newestFirst: true })) {
      const item = await this.table.get(keys.run(String(entry['id'])));
      const run = storedRunSchema.safeParse(item);
      if (run.success) yield run.data;
    }
  }

  /** Some of them, newest first. @param before `place` of the last one seen */
  async latest(limit: number, before?: string): Promise<{ runs: Run[]; next: string | null }> {
    const { items, more } = await this.table.slice('RUNS', {
      newestFirst: true,
      after: before,
      limit,
    });
    const ids = items.map(({ id }) => String(id));
    const found = new Map(
      (await this.table.getMany(ids.map(keys.run))).flatMap((item) => {
        const run = storedRunSchema.safeParse(item).data;
        return run ? [[run.id, run]] : [];
      }),
    );
    return {
      runs: ids.flatMap((id) => found.get(id) ?? []),
      next: more ? (items.at(-1)?.sk ?? null) : null,
    };
  }

  /** The full run that was completed last; null where none was, or where it cannot be read. */
  async lastFull(): Promise<Run | null> {
    const id = (await this.table.get(keys.lastFull()))?.['id'];
    const item = typeof id === 'string' ? await this.table.get(keys.run(id)) : null;
    return storedRunSchema.safeParse(item).data ?? null;
  }
}
