import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../lib/stack/made-once';
import {
  enoughIn,
  entryOf,
  isTooWeak,
  judge,
  outdated,
  readExplained,
  scoreOf,
  type Verdict,
} from './explained';
import { readReport } from './report';
import { defaultBase, touchedSince, within } from './touched';

const REPORT = join(ROOT, '.build', 'mutants', 'report.json');
const SANDBOX = join(ROOT, '.build', 'mutants', 'sandbox');
const DOCUMENT = join(ROOT, 'docs', 'mutants.md');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The files of a change that fit into the time; null when nobody knows what changed. */
function ofChange(since: string, seconds: number): readonly string[] | null {
  const linesOf = (file: string): number =>
    readFileSync(join(ROOT, file), 'utf8').split('\n').length;
  const base = since === 'auto' ? defaultBase() : since;
  const touched = base === null ? null : touchedSince(base, linesOf);
  if (touched === null) return null;
  const { tried, left } = within(seconds, touched);
  if (left.length > 0)
    say(
      `SKIPPED: mutants of ${left.map(({ file }) => file).join(', ')}: no time; npm run mutate -- <file>`,
    );
  return tried.map(({ file }) => file);
}

/** Runs Stryker in a process group of its own: its test runners may be in an endless loop, and end with it. */
async function stryker(files: readonly string[], seconds: number, force: boolean): Promise<number> {
  rmSync(REPORT, { force: true });
  const until = Number.isFinite(seconds)
    ? { MUTANTS_UNTIL: String(Date.now() + seconds * 1000) }
    : {};
  const options = [
    ...(files.length > 0 ? ['--mutate', files.join(',')] : []),
    ...(force ? ['--force'] : []),
  ];
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'stryker'), ['run', ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...until },
    detached: true,
  });
  const endGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
    rmSync(SANDBOX, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      endGroup();
      process.exit(1);
    });
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => {
      resolve(1);
    });
    child.once('close', (ended) => {
      resolve(ended ?? 1);
    });
  });
  endGroup();
  return code;
}

function tell(verdicts: readonly Verdict[]): void {
  const width = Math.max(...verdicts.map(({ file }) => file.length));
  for (const { file, killed, explained, unexplained, untried, score } of verdicts)
    say(
      `${file.padEnd(width)} ${score.toFixed(1).padStart(6)} %  ${killed} killed, ${unexplained.length} survived, ${explained} explained${untried > 0 ? `, ${untried} not tried` : ''}`,
    );
}

/** The survivors as docs/mutants.md lists them, for a reason to be added. */
function list(verdicts: readonly Verdict[]): void {
  for (const { file, unexplained } of verdicts) {
    if (unexplained.length === 0) continue;
    say(`\n## ${file}\n`);
    for (const one of unexplained) say(`${entryOf(one)}(line ${one.line})`);
  }
}

/** Judges the last report; true when no file is too weak. */
function verdictOf(files: readonly string[]): boolean {
  if (!existsSync(REPORT)) {
    say('No report was written: see above.');
    return false;
  }
  const results = readReport(readFileSync(REPORT, 'utf8')).filter(
    ({ file }) => files.length === 0 || files.includes(file),
  );
  if (results.length === 0) {
    say('SKIPPED: mutants: the time was over before the first was tried');
    return true;
  }
  const explained = readExplained(readFileSync(DOCUMENT, 'utf8'));
  const verdicts = judge(results, explained);
  list(verdicts);
  say('');
  tell(verdicts);
  for (const { file, from, to } of outdated(results, explained))
    say(`docs/mutants.md: does not survive any more: ${file}: ${from} → ${to}`);
  const sum = (of: (one: Verdict) => number): number =>
    verdicts.reduce((total, one) => total + of(one), 0);
  const [killed, survived] = [
    sum((one) => one.killed),
    sum(({ unexplained }) => unexplained.length),
  ];
  const score = scoreOf(killed, survived);
  say(`mutants: ${score.toFixed(1)} % killed (${killed} of ${killed + survived})`);
  const weak = verdicts.filter(isTooWeak);
  for (const { file } of weak)
    say(`FAILED: fewer than ${enoughIn(file)} % of the mutants of ${file} die`);
  return weak.length === 0;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      /** A revision; `auto` = what origin does not have yet. Only files that differ from it. */
      since: { type: 'string' },
      seconds: { type: 'string' },
      /** Forgets what is known from earlier runs. */
      force: { type: 'boolean', default: false },
      /** Judges the last report again. */
      list: { type: 'boolean', default: false },
    },
  });
  if (values.list) return verdictOf(positionals);
  const seconds = Number(values.seconds ?? Infinity);
  const files = values.since === undefined ? positionals : ofChange(values.since, seconds);
  if (files === null) {
    const auto = values.since === 'auto';
    say(
      auto
        ? 'SKIPPED: mutants: there is no earlier commit to compare with'
        : `There is no revision ${values.since ?? ''}.`,
    );
    return auto;
  }
  if (values.since !== undefined && files.length === 0) {
    say('mutants: no file of the rules changed');
    return true;
  }
  return (await stryker(files, seconds, values.force)) === 0 && verdictOf(files);
}

void main().then((enough) => {
  process.exit(enough ? 0 : 1);
});
