import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { CrmRecord, Value } from '../agency/data';

export type Collection = 'contacts' | 'companies' | 'deals';

export interface Definition {
  readonly id: number;
  readonly name: string;
  readonly content_type: string;
  readonly field_type: number;
}

interface Snapshot {
  readonly collection: Collection | 'custom-fields';
  readonly id: number;
  readonly record: CrmRecord | null;
}

/** Clientify's data: in memory, with a journal of every change so that a later process finds it again. */
export class Store {
  readonly records: Readonly<Record<Collection, Map<number, CrmRecord>>> = {
    contacts: new Map(),
    companies: new Map(),
    deals: new Map(),
  };
  readonly definitions = new Map<number, CrmRecord>();
  private nextId = 200_000_001;

  constructor(private readonly journal: string | null) {
    if (journal === null || !existsSync(journal)) return;
    for (const line of readFileSync(journal, 'utf8').split('\n')) {
      if (line === '') continue;
      try {
        this.apply(JSON.parse(line) as Snapshot);
      } catch {
        // A line that was cut off by a kill is the last one.
      }
    }
  }

  get isNew(): boolean {
    return (
      this.definitions.size === 0 && Object.values(this.records).every((map) => map.size === 0)
    );
  }

  newId(): number {
    return this.nextId++;
  }

  save(collection: Snapshot['collection'], id: number, record: CrmRecord | null): void {
    this.apply({ collection, id, record });
    if (this.journal !== null)
      appendFileSync(this.journal, `${JSON.stringify({ collection, id, record })}\n`);
  }

  private apply({ collection, id, record }: Snapshot): void {
    const map = collection === 'custom-fields' ? this.definitions : this.records[collection];
    if (record === null) map.delete(id);
    else map.set(id, record);
    for (const used of [id, ...idsIn(record)]) this.nextId = Math.max(this.nextId, used + 1);
  }
}

/** Numbers of a record and of the entries of its lists. */
function* idsIn(value: unknown): Generator<number> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value))
    if (name === 'id' && typeof inner === 'number') yield inner;
    else yield* idsIn(inner);
}

export const textOf = (value: Value | undefined): string =>
  value === undefined || value === null ? '' : String(value);
