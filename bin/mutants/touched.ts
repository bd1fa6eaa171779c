import { spawnSync } from 'node:child_process';
import { ROOT } from '../../lib/stack/made-once';

/** A file that is mutated, and how much of it changed. */
export interface Touched {
  readonly file: string;
  readonly lines: number;
  readonly changed: number;
}

/** The rules, and the three rooms of use cases. */
export const MUTATED = ['lib/sync', 'lib/run', 'lib/record', 'lib/way-back'] as const;

/** null where git has no answer: no repository, no such commit. */
function git(root: string, ...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/**
 * What HEAD is compared with, along first parents, so that a merge counts with all that it brought: the parent of the
 * oldest commit that origin does not have; the last commit's, where origin has all, as in a fresh clone. null in a clone
 * that holds no earlier commit.
 */
export function defaultBase(root = ROOT): string | null {
  const origin = git(root, 'for-each-ref', '--format=%(refname)', 'refs/remotes/origin');
  const ours = origin
    ? git(root, 'rev-list', '--first-parent', '--reverse', 'HEAD', '--not', '--remotes=origin')
    : null;
  const [oldest] = ours ? ours.split('\n') : ['HEAD'];
  return git(root, 'rev-parse', '--verify', '--quiet', `${oldest ?? 'HEAD'}^1`);
}

/** Files of the rules that differ from a revision, those that changed most first; null when there is no such revision. */
export function touchedSince(
  base: string,
  linesOf: (file: string) => number,
  root = ROOT,
): Touched[] | null {
  const rows = git(
    root,
    'diff',
    '--no-renames',
    '--diff-filter=AM',
    '--numstat',
    base,
    '--',
    ...MUTATED,
  );
  if (rows === null) return null;
  return rows
    .split('\n')
    .map((row) => row.split('\t'))
    .filter(([, , file]) => file?.endsWith('.ts'))
    .map(([added, , file = '']) => ({ file, lines: linesOf(file), changed: Number(added) }))
    .sort((a, b) => b.changed - a.changed);
}

/** How long it takes on two cores until the first mutant is tried, and then for each line of code; in seconds. */
const START_SECONDS = 30;
const LINE_SECONDS = 1.2;

/** As many files as fit into the time, at least one; the others are left out. */
export function within(
  seconds: number,
  files: readonly Touched[],
): { readonly tried: Touched[]; readonly left: Touched[] } {
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
