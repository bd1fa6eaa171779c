import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';

/** Lines of a file that is mutated; counted from 1, the last one belongs to them. */
export interface Lines {
  readonly file: string;
  readonly from: number;
  readonly to: number;
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

/** Name of the commit that is looked at: the same one picks the same lines. */
export const head = (root = ROOT): string => git(root, 'rev-parse', 'HEAD') ?? '';

/** Lines of the rules and use cases that differ from a revision; null when there is no such revision. */
export function touchedSince(base: string, root = ROOT): Lines[] | null {
  const diff = git(
    root,
    'diff',
    '--no-renames',
    '--diff-filter=AM',
    '--unified=0',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    base,
    '--',
    ...MUTATED,
  );
  if (diff === null) return null;
  const found: Lines[] = [];
  let file = '';
  for (const line of diff.split('\n')) {
    file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1] ?? file;
    const [, first, count = '1'] = /^@@ .* \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (first !== undefined && Number(count) > 0 && file.endsWith('.ts'))
      found.push({ file, from: Number(first), to: Number(first) + Number(count) - 1 });
  }
  return found;
}

/** All lines of the rules and use cases. */
export function allLines(root = ROOT): Lines[] {
  return MUTATED.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => {
        const file = join(room, name);
        return {
          file,
          from: 1,
          to: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length,
        };
      }),
  );
}
