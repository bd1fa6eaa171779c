import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DryRunEnd } from '../../dry-run/dry-run';
import type { PlannedRecord } from '../../dry-run/planned-record';
import { reportPage } from './page';
import { Rows } from './rows';
import type { Language } from '../language';

/** Version of the JSON report. */
const REPORT_VERSION = 1;

export interface ReportFiles {
  readonly html: string;
  readonly json: string;
}

async function* reportJson(end: DryRunEnd, rows: Rows): AsyncGenerator<string> {
  const { tally } = rows;
  const head = {
    v: REPORT_VERSION,
    ...end,
    skipped: Object.fromEntries(tally.skipped),
    failed: Object.fromEntries(tally.failed),
    changedFields: Object.fromEntries(tally.changedFields),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"records":[`;
  let first = true;
  for await (const record of rows.read()) {
    yield `${first ? '' : ','}\n${JSON.stringify(record)}`;
    first = false;
  }
  yield '\n]}\n';
}

/** Collects the records of a dry run and writes its report, readable by its owner only: it holds personal data. */
export class ReportWriter {
  private readonly rows: Rows;
  private readonly path: string;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.path = join(directory, 'dry-run.rows.jsonl');
    this.rows = new Rows(this.path);
  }

  readonly add = (record: PlannedRecord): Promise<void> => this.rows.add(record);

  async write(end: DryRunEnd, language: Language): Promise<ReportFiles> {
    await this.rows.close();
    const files = {
      html: join(this.directory, 'dry-run.html'),
      json: join(this.directory, 'dry-run.json'),
    };
    const write = (pieces: AsyncIterable<string>, file: string): Promise<void> =>
      pipeline(Readable.from(pieces), createWriteStream(file, { mode: 0o600 }));
    await write(reportJson(end, this.rows), files.json);
    await write(reportPage(end, this.rows.tally, this.rows.read(), language), files.html);
    rmSync(this.path, { force: true });
    return files;
  }

  /** Leaves nothing behind of a dry run that could not be done. */
  async discard(): Promise<void> {
    await this.rows.close();
    rmSync(this.path, { force: true });
  }
}
