import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { WholeRun } from './whole-run-process';

/** What Lambda gives a function of 1024 MB: nine tenths for what lives on, a twentieth for what is new. */
const LAMBDA_FLAGS = ['--max-old-space-size=921', '--max-semi-space-size=51'];
const GOALS = 'goals: 3 units a page, items under 100 KB, messages under 200 KB, 900 MB';

/** A full run over so many unchanged records in a process of its own, bundled as the functions are. */
export async function wholeRun(
  clients: number,
  expedientes: number,
  note: (line: string) => void,
): Promise<void> {
  note(`\n## A full run over ${clients} clients and ${expedientes} expedientes, all unchanged\n`);
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-whole-run-'));
  try {
    const outfile = join(directory, 'whole-run.js');
    const entryPoints = [join(__dirname, 'whole-run-process.ts')];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', logLevel: 'error' });
    const sizes = ['--clients', String(clients), '--expedientes', String(expedientes)];
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...LAMBDA_FLAGS,
      outfile,
      ...sizes,
    ]);
    tell(JSON.parse(stdout) as WholeRun, note);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function tell(run: WholeRun, note: (line: string) => void): void {
  const each = (units: number): string => (units / run.pages).toFixed(2);
  note(
    `GIAV 300 ms per page, Clientify 375 ms per page, invocations of 15 minutes on a virtual clock: ${run.status} after ${Math.ceil(run.seconds / 60)} minutes, ${run.unchanged} of ${run.records} records unchanged; ${run.invocations} invocations, ${run.withoutProgress} of them without progress, the longest ${Math.round(run.longest)} s.`,
  );
  note(
    `Write units per page of 100 records, 1 for each started KB of the larger side of a write: **${each(run.runUnits)}** for the run, ${each(run.indexUnits)} for what it keeps of Clientify's lists. Largest item ${(run.largestItem.bytes / 1024).toFixed(1)} KB, largest message of the run queue ${run.largestMessage} bytes, peak **${run.peak} MB** with the table in the same process (${GOALS}).`,
  );
}
