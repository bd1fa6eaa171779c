import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../lib/stack/made-once';
import {
  NEAR_ENOUGH,
  enoughIn,
  entryOf,
  isTooWeak,
  isUnseenNear,
  judge,
  outdated,
  readExplained,
  scoreOf,
  type Verdict,
} from './explained';
import { nearTests } from './near';
import { picked, rangeOf } from './picked';
import { readReport } from './report';
import { allLines, defaultBase, head, touchedSince, type Lines } from './touched';

const REPORT = join(ROOT, '.build', 'mutants', 'report.json');
const SANDBOX = join(ROOT, '.build', 'mutants', 'sandbox');
const DOCUMENT = join(ROOT, 'docs', 'mutants.md');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Lines that are tried against the tests near them. */
interface Near {
  readonly lines: readonly Lines[];
  readonly tests: readonly string[];
  /** They are part of a change. */
  readonly isOfChange: boolean;
}

/**
 * The lines of a change that fit into the time; where it touches none that are mutated, a few others, which the name of
 * the commit picks. null when nobody knows what changed.
 */
async function nearChange(since: string, seconds: number): Promise<Near | null> {
  const base = since === 'auto' ? defaultBase() : since;
  const touched = base === null ? null : touchedSince(base);
  if (touched === null) return null;
  const isAny = touched.length === 0;
  const { tried, left } = isAny
    ? picked(allLines(), seconds, head(), 1)
    : picked(touched, seconds, head());
  const tests = await nearTests([...new Set(tried.map(({ file }) => file))]);
  say(
    isAny
      ? 'mutants: no line of the rules and use cases changed; a few others are tried'
      : 'mutants: of the lines that changed',
  );
  say(`${tried.map(rangeOf).join(', ')}; against ${tests.join(', ')}`);
  if (!isAny && left > 0)
    say(`SKIPPED: mutants of ${left} other lines that changed: no time; npm run mutate -- <file>`);
  return { lines: tried, tests, isOfChange: !isAny };
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

/** What it ends with; 1 where it could not begin. */
const codeOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('error', () => {
      resolve(1);
    });
    child.once('close', (ended) => {
      resolve(ended ?? 1);
    });
  });

/** Runs Stryker in a process group of its own: its test runners may be in an endless loop, and end with it. */
async function stryker(
  mutated: readonly string[],
  seconds: number,
  { force = false, tests }: { readonly force?: boolean; readonly tests?: readonly string[] },
): Promise<number> {
  rmSync(REPORT, { force: true });
  const until = Number.isFinite(seconds)
    ? { MUTANTS_UNTIL: String(Date.now() + seconds * 1000) }
    : {};
  const near = tests && {
    MUTANTS_TESTS: JSON.stringify(tests.map((path) => `<rootDir>/${path}`)),
  };
  const options = [
    ...(mutated.length > 0 ? ['--mutate', mutated.join(',')] : []),
    ...(force ? ['--force'] : []),
  ];
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'stryker'), ['run', ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...until, ...near },
    detached: true,
  });
  const endGroup = (): void => {
    killGroup(child);
    rmSync(SANDBOX, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      endGroup();
      process.exit(1);
    });
  const code = await codeOf(child);
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

/** What the last report says; null where there is none, or where nothing was tried. */
function lastVerdicts(files: readonly string[]): Verdict[] | null {
  if (!existsSync(REPORT)) return null;
  const results = readReport(readFileSync(REPORT, 'utf8')).filter(
    ({ file }) => files.length === 0 || files.includes(file),
  );
  return judge(results, readExplained(readFileSync(DOCUMENT, 'utf8')));
}

const counted = (verdicts: readonly Verdict[]): { killed: number; survived: number } => ({
  killed: verdicts.reduce((sum, one) => sum + one.killed, 0),
  survived: verdicts.reduce((sum, one) => sum + one.unexplained.length, 0),
});

/** Judges the last report; true when no file is too weak. */
function verdictOf(files: readonly string[]): boolean {
  const verdicts = lastVerdicts(files);
  if (verdicts === null) {
    say('No report was written: see above.');
    return false;
  }
  if (verdicts.length === 0) {
    say('SKIPPED: mutants: the time was over before the first was tried');
    return true;
  }
  list(verdicts);
  say('');
  tell(verdicts);
  const results = readReport(readFileSync(REPORT, 'utf8'));
  for (const { file, from, to } of outdated(results, readExplained(readFileSync(DOCUMENT, 'utf8'))))
    say(`docs/mutants.md: does not survive any more: ${file}: ${from} → ${to}`);
  const { killed, survived } = counted(verdicts);
  say(
    `mutants: ${scoreOf(killed, survived).toFixed(1)} % killed (${killed} of ${killed + survived})`,
  );
  const weak = verdicts.filter(isTooWeak);
  for (const { file } of weak)
    say(`FAILED: fewer than ${enoughIn(file)} % of the mutants of ${file} die`);
  return weak.length === 0;
}

/** The same of lines that only the tests near them were asked about: other tests may notice what these do not. */
function nearVerdict(isOfChange: boolean): boolean {
  const verdicts = lastVerdicts([]);
  if (verdicts === null) {
    say('No report was written: see above.');
    return false;
  }
  list(verdicts);
  say('');
  const counts = counted(verdicts);
  const { killed, survived } = counts;
  if (killed + survived === 0) say('SKIPPED: mutants: no time was left to try one');
  else say(`mutants: the tests near them notice ${killed} of ${killed + survived}`);
  if (!isOfChange || !isUnseenNear(counts)) return true;
  say(`FAILED: the tests near them notice fewer than ${NEAR_ENOUGH} % of the mutants of a change`);
  return false;
}

/** Mutants of what a change touches, against the tests near it. */
async function tryNear(since: string, seconds: number): Promise<boolean> {
  const until = Date.now() + seconds * 1000;
  const near = await nearChange(since, seconds);
  if (near === null) {
    const auto = since === 'auto';
    say(
      auto
        ? 'SKIPPED: mutants: there is no earlier commit to compare with'
        : `There is no revision ${since}.`,
    );
    return auto;
  }
  const left = (until - Date.now()) / 1000;
  const code = await stryker(near.lines.map(rangeOf), left, { tests: near.tests });
  return code === 0 && nearVerdict(near.isOfChange);
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      /** A revision; `auto` = what origin does not have yet. Only lines that differ from it, and the tests near them. */
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
  if (values.since !== undefined) return tryNear(values.since, seconds);
  const { force } = values;
  return (await stryker(positionals, seconds, { force })) === 0 && verdictOf(positionals);
}

void main().then((enough) => {
  process.exit(enough ? 0 : 1);
});
