import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { PlannedRecord } from '../../dry-run/planned-record';
import { Tally } from './tally';

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
