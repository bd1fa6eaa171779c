import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTATED, allLines, defaultBase, touchedSince } from '../../bin/mutants/touched';

const [RULES] = MUTATED;

let folder: string;
let root: string;

function git(where: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
    cwd: where,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}
/** Commits a file of the rules; its hash. */
function commit(file: string, lines = 1): string {
  mkdirSync(join(root, RULES), { recursive: true });
  writeFileSync(join(root, RULES, file), 'x;\n'.repeat(lines));
  git(root, 'add', '.');
  git(root, 'commit', '-q', '-m', file);
  return git(root, 'rev-parse', 'HEAD');
}
/** Names of the files whose lines are tried in this clone without being told a revision. */
function touched(clone = root): string[] | null {
  const base = defaultBase(clone);
  const lines = base === null ? null : touchedSince(base, clone);
  return lines && lines.map(({ file }) => file.slice(RULES.length + 1));
}
const clone = (...options: readonly string[]): string => {
  const to = mkdtempSync(join(folder, 'clone-'));
  git(folder, 'clone', '-q', ...options, `file://${root}`, to);
  return to;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touched-'));
  root = join(folder, 'origin');
  mkdirSync(root);
  git(root, 'init', '-q', '-b', 'main');
  commit('first.ts');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A branch of two commits that was merged beside one on main. */
function merge(from = 'main'): void {
  git(root, 'checkout', '-q', '-b', 'side', from);
  commit('one.ts', 2);
  commit('two.ts');
  git(root, 'checkout', '-q', 'main');
  commit('beside.ts');
  git(root, 'merge', '-q', '--no-ff', '-m', 'merge', 'side');
}

describe('the files of a change', () => {
  it('are those of the last commit in a fresh clone, which has nothing that origin lacks', () => {
    commit('second.ts');
    commit('third.ts');
    expect(touched(clone())).toEqual(['third.ts']);
  });

  it('are all that a merge brought, when it is the last commit: it is compared with its first parent', () => {
    merge();
    expect(touched(clone())).toEqual(['one.ts', 'two.ts']);
    expect(touched()).toEqual(['one.ts', 'two.ts']);
  });

  it('are those of all commits that origin does not have, merged branches included', () => {
    commit('second.ts');
    root = clone();
    // Begun before what origin has: that is no part of the change.
    merge('main~1');
    expect(touched()).toEqual(['beside.ts', 'one.ts', 'two.ts']);
  });

  it('are not known where there is no earlier commit, or no such revision', () => {
    commit('second.ts');
    expect(touched(clone('--depth', '1'))).toBeNull();
    expect(touchedSince('no-such-revision', root)).toBeNull();
  });

  it('are those of code that is still there, line by line', () => {
    const base = commit('small.ts');
    commit('big.ts', 9);
    commit('small.ts', 3);
    commit('table.json', 20);
    git(root, 'rm', '-q', join(RULES, 'first.ts'));
    git(root, 'commit', '-q', '-m', 'gone');
    expect(touchedSince(base, root)).toEqual([
      { file: `${RULES}/big.ts`, from: 1, to: 9 },
      { file: `${RULES}/small.ts`, from: 2, to: 3 },
    ]);
    // Where a line was only taken away, there is none to try.
    const before = git(root, 'rev-parse', 'HEAD');
    commit('big.ts', 8);
    expect(touchedSince(before, root)).toEqual([]);
  });
});

it('all lines are those of all files of code, whole', () => {
  for (const room of MUTATED) mkdirSync(join(root, room), { recursive: true });
  writeFileSync(join(root, RULES, 'first.ts'), 'a\nb\nc');
  writeFileSync(join(root, RULES, 'table.json'), '1');
  expect(allLines(root)).toEqual([{ file: join(RULES, 'first.ts'), from: 1, to: 3 }]);
});
