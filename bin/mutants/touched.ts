import { execFileSync } from 'node:child_process';
import { ROOT } from '../../lib/stack/made-once';

/** A file that is mutated, and how much of it changed. */
export interface Touched {
  readonly file: string;
  readonly lines: number;
  readonly changed: number;
}

export const MUTATED = 'lib/sync';
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

function parentOf(commit: string): string {
  try {
    return git('rev-parse', '--verify', `${commit}^`);
  } catch {
    return EMPTY_TREE;
  }
}

/** What HEAD is compared with: the parent of the oldest commit that origin does not have; the last commit's, where all are there. */
export function defaultBase(): string {
  const known = git('for-each-ref', '--format=%(refname)', 'refs/remotes/origin') !== '';
  const [oldest] = known ? git('rev-list', '--reverse', 'HEAD', '--not', '--remotes=origin').split('\n') : [];
  return parentOf(oldest === undefined || oldest === '' ? 'HEAD' : oldest);
}

/** Files of the rules that differ from a revision, those that changed most first. */
export function touchedSince(base: string, linesOf: (file: string) => number): Touched[] {
  return git('diff', '--no-renames', '--diff-filter=AM', '--numstat', base, '--', MUTATED)
    .split('\n')
    .map((row) => row.split('\t'))
    .filter(([, , file]) => file?.endsWith('.ts'))
    .map(([added, , file = '']) => ({ file, lines: linesOf(file), changed: Number(added) }))
    .sort((a, b) => b.changed - a.changed);
}

/** How long it takes on two cores until the first mutant is tried, and then for each line of code; in seconds. */
const START_SECONDS = 25;
const LINE_SECONDS = 0.7;

/** As many files as fit into the time, at least one; the others are left out. */
export function within(seconds: number, files: readonly Touched[]): { readonly tried: Touched[]; readonly left: Touched[] } {
  const tried: Touched[] = [];
  const left: Touched[] = [];
  let needed = START_SECONDS;
  for (const one of files) {
    const fits = tried.length === 0 || needed + one.lines * LINE_SECONDS <= seconds;
    (fits ? tried : left).push(one);
    if (fits) needed += one.lines * LINE_SECONDS;
  }
  return { tried, left };
}
