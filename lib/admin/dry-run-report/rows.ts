import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { PlannedRecord } from '../../dry-run/dry-run';
import type { Reason } from '../../sync/decision';

/** What the records of a report add up to, beside the run's own summary. */
export class Tally {
  /** Fields of records that exist, and in how many of them they would change. */
  readonly changedFields = new Map<string, number>();
  readonly skipped = new Map<Reason | '', number>();
  readonly failed = new Map<Reason | '', number>();

  add({ result, fields }: PlannedRecord): void {
    const { outcome, reason = '' } = result;
    if (outcome === 'updated' || outcome === 'linked')
      for (const { field } of fields) count(this.changedFields, field);
    if (outcome === 'skipped') count(this.skipped, reason);
    if (outcome === 'failed') count(this.failed, reason);
  }
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** The records of a dry run, one JSON object a line: a report of a large agency does not fit into memory. */
export class Rows {
  readonly tally = new Tally();
  private readonly file: WriteStream;

  constructor(private readonly path: string) {
    this.file = createWriteStream(path, { mode: 0o600 });
  }

  /** Waits while the file has more to write than is good for the memory. */
  async add(record: PlannedRecord): Promise<void> {
    this.tally.add(record);
    if (!this.file.write(`${JSON.stringify(record)}\n`)) await once(this.file, 'drain');
  }

  async close(): Promise<void> {
    if (this.file.closed) return;
    this.file.end();
    await once(this.file, 'close');
  }

  async *read(): AsyncGenerator<PlannedRecord> {
    for await (const line of createInterface({
      input: createReadStream(this.path),
      crlfDelay: Number.POSITIVE_INFINITY,
    }))
      if (line !== '') yield JSON.parse(line) as PlannedRecord;
  }
}
