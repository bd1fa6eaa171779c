import {
  entryOf,
  isTooWeak,
  isUnseenNear,
  judge,
  outdated,
  readExplained,
  type Verdict,
} from '../../bin/mutants/explained';
import { readReport, type FileResult } from '../../bin/mutants/report';
import { nearest } from '../../bin/mutants/near';
import { picked, rangeOf } from '../../bin/mutants/picked';

const SOURCE = ['const a = b > 1 ? `x` : "y";', 'call({', '  deep: 1,', '});'].join('\n');
const mutant = (
  status: string,
  at: readonly [number, number, number, number],
  replacement: string,
) => ({
  id: '1',
  mutatorName: 'M',
  status,
  replacement,
  location: { start: { line: at[0], column: at[1] }, end: { line: at[2], column: at[3] } },
});
const report = JSON.stringify({
  schemaVersion: '1.0',
  thresholds: { high: 95, low: 90 },
  files: {
    'lib/sync/a.ts': {
      language: 'typescript',
      source: SOURCE,
      mutants: [
        mutant('Killed', [1, 1, 1, 5], ''),
        mutant('Timeout', [1, 1, 1, 5], ''),
        mutant('CompileError', [1, 1, 1, 5], ''),
        mutant('Ignored', [1, 1, 1, 5], ''),
        mutant('Pending', [1, 1, 1, 5], ''),
        mutant('Survived', [1, 11, 1, 16], 'b >= 1'),
        mutant('Survived', [1, 19, 1, 22], '``'),
        mutant('NoCoverage', [2, 6, 4, 2], '{}'),
      ],
    },
  },
});

describe('survivors of mutation', () => {
  const results = readReport(report);
  const [file] = results as [FileResult];

  it('are what lived or was never reached; what timed out is dead, what does not compile counts for nothing', () => {
    expect([file.killed, file.untried]).toEqual([2, 1]);
    expect(file.survivors.map(({ line, from, to }) => [line, from, to])).toEqual([
      [1, 'b > 1', 'b >= 1'],
      [1, "'x'", "''"],
      [2, '{ deep: 1, }', '{}'],
    ]);
  });

  it('are read back from docs/mutants.md as they were printed, if they have a reason', () => {
    const lines = file.survivors.map((one, at) => `${entryOf(one)}${at === 1 ? ' ' : 'the same'}`);
    const text = [
      '# Title',
      '## lib/sync/a.ts',
      '',
      ...lines,
      '',
      '## `lib/sync/b.ts`',
      '- `x` → `y`: other',
    ].join('\n');
    const explained = readExplained(text);
    expect(explained.map((one) => [one.file, one.from, one.reason])).toEqual([
      ['lib/sync/a.ts', 'b > 1', 'the same'],
      ['lib/sync/a.ts', '{ deep: 1, }', 'the same'],
      ['lib/sync/b.ts', 'x', 'other'],
    ]);
    const [verdict] = judge(results, explained);
    expect(verdict).toMatchObject({
      killed: 2,
      untried: 1,
      explained: 2,
      unexplained: [{ from: "'x'" }],
    });
    expect(verdict?.score).toBeCloseTo(66.7, 1);
  });

  it('are not explained by a line about another file or another change', () => {
    const explained = readExplained(
      '## lib/sync/b.ts\n- `b > 1` → `b >= 1`: no\n## lib/sync/a.ts\n- `b > 1` → `b < 1`: no\n',
    );
    expect(judge(results, explained)[0]?.unexplained).toHaveLength(3);
    // And that line is out of date; what was not tried may still be true.
    expect(outdated(results, explained).map((one) => one.to)).toEqual(['b < 1']);
  });
});

describe('a file fails the build', () => {
  const weak = (
    killed: number,
    survived: number,
    untried: number,
    file = 'lib/sync/a.ts',
  ): boolean =>
    isTooWeak({
      file,
      killed,
      untried,
      unexplained: Array<never>(survived),
    } as unknown as Verdict);
  it.each([
    ['when fewer than 90 % of its mutants die', 89, 11, 0, true],
    ['not when 90 % do', 90, 10, 0, false],
    ['when too many have survived before the time was up', 10, 11, 79, true],
    ['not while the others could still make up for it', 10, 10, 80, false],
    ['not when none was tried, nor when there are none', 0, 0, 50, false],
  ])('%s', (_, killed, survived, untried, fails) => {
    expect(weak(killed, survived, untried)).toBe(fails);
  });
  it.each(['lib/run/a.ts', 'lib/record/a.ts', 'lib/way-back/a.ts'])(
    'of a use case when fewer than 80 % die: %s',
    (file) => {
      expect([weak(80, 20, 0, file), weak(79, 21, 0, file)]).toEqual([false, true]);
    },
  );
});

describe('the lines that are tried', () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f'].map((file) => ({ file, from: 1, to: 40 }));
  const linesOf = (seconds: number, seed = 'commit'): number =>
    picked(files, seconds, seed).tried.reduce((sum, { from, to }) => sum + to - from + 1, 0);

  it('are as many as fit into the time, at least some; the others are counted', () => {
    expect([linesOf(0), linesOf(30)]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(linesOf(0)).toBeGreaterThanOrEqual(10);
    expect(linesOf(0)).toBeLessThanOrEqual(15);
    expect(linesOf(30)).toBeLessThanOrEqual(30);
    expect(linesOf(60)).toBeGreaterThan(linesOf(30));
    expect(linesOf(60) + picked(files, 60, 'commit').left).toBe(240);
  });
  it('are all of a small change', () => {
    const change = [{ file: 'a', from: 3, to: 8 }];
    expect(picked(change, 30, 'commit')).toEqual({ tried: change, left: 0 });
    expect(change.map(rangeOf)).toEqual(['a:3-8']);
  });
  it('are of few files, the same for one commit and others for the next', () => {
    const filesOf = (seed: string) => picked(files, 600, seed).tried.map(({ file }) => file);
    expect(new Set(filesOf('one')).size).toBe(3);
    expect(new Set(picked(files, 0, 'one', 1).tried.map(({ file }) => file)).size).toBe(1);
    expect(filesOf('one')).toEqual(filesOf('one'));
    expect(filesOf('one')).not.toEqual(filesOf('another'));
  });
});

describe('the tests near a file', () => {
  const imports = new Map([
    ['test/run/direct.test.ts', ['lib/run/a.ts']],
    ['test/run/small.test.ts', ['lib/run/a.ts', 'lib/sync/b.ts']],
    ['test/run/helped.test.ts', ['test/ports/office.ts']],
    ['test/run/other.test.ts', ['lib/sync/b.ts']],
    ['test/ports/office.ts', ['lib/run/drive.ts']],
    ['lib/run/drive.ts', ['lib/run/a.ts']],
    ['lib/run/a.ts', ['lib/sync/b.ts']],
  ]);
  const sizeOf = (test: string): number => (test.includes('small') ? 1 : 2);
  const near = (most: number): string[] => nearest('lib/run/a.ts', imports, sizeOf, most);

  it('are those that import it, the small ones first, then those whose helpers do', () => {
    const names = ['test/run/small.test.ts', 'test/run/direct.test.ts', 'test/run/helped.test.ts'];
    expect([near(9), near(2)]).toEqual([names, names.slice(0, 2)]);
  });
  it('are none where nothing imports it', () => {
    expect(nearest('lib/run/unknown.ts', imports, sizeOf, 9)).toEqual([]);
  });
});

it.each([
  [4, 8, false],
  [3, 7, true],
  [0, 9, false],
])(
  'the tests near a change notice %i of its mutants and %i not: too few? %s',
  (killed, survived, few) => {
    expect(isUnseenNear({ killed, survived })).toBe(few);
  },
);
