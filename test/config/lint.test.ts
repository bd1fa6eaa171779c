import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const ROOT = join(__dirname, '..', '..');
const PRODUCT = ['bin', 'functions', 'lib', 'local', 'simulators', 'simulation'];

interface Planted {
  readonly file: string;
  readonly text: string;
}

/** A function of so many lines, blank ones and comments not counted. */
const long = (lines: number): string =>
  [
    'export function counted(): number {',
    '  let at = 0;',
    '',
    '  // Not counted, as the line above is not.',
    ...Array.from({ length: lines - 4 }, () => '  at += 1;'),
    '  return at;',
    '}',
    '',
  ].join('\n');

const NESTED = 'export const sign = (n: number): string => (n < 0 ? "-" : n > 0 ? "+" : "");\n';
const CAST = 'export const fits = (n: number): number => Math.abs(String(n) as never);\n';
const excepted = (text: string): string =>
  `// eslint-disable-next-line max-lines-per-function -- One list: its lines stand beside each other.\n${text}`;
const UNUSED =
  "Unused eslint-disable directive (no problems were reported from 'max-lines-per-function').";

/** What `npm run lint` says of each of the texts: its rules, and sentences of what belongs to none. */
const lint = (planted: readonly Planted[]): Promise<string[][]> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(join(__dirname, '../harness/lint.cjs'), { workerData: planted });
    thread.once('message', resolve);
    thread.once('error', reject);
  });

const CASES = [
  ...PRODUCT.flatMap((folder) => [
    { what: 'a function of 41 lines', text: long(41), says: ['max-lines-per-function'], folder },
    { what: 'a ternary in a ternary', text: NESTED, says: ['no-nested-ternary'], folder },
    { what: 'a function of 40 lines', text: long(40), says: [], folder },
    { what: 'a longer one that says why', text: excepted(long(41)), says: [], folder },
    { what: 'a cast to never', text: CAST, says: ['no-restricted-syntax'], folder },
    { what: 'an exception of nothing', text: excepted(long(40)), says: [UNUSED], folder },
  ]),
  { what: 'a long function', text: long(41), says: [], folder: 'test' },
];

describe('how long a function may be, how deep a choice, and what a value may be taken for', () => {
  let said: string[][];
  beforeAll(async () => {
    said = await lint(CASES.map(({ folder, text }) => ({ file: `${folder}/planted.ts`, text })));
  });
  it.each(CASES.map((one, at) => ({ ...one, at })))(
    '$what in $folder: lint says $says',
    ({ says, at }) => {
      expect(said[at]).toEqual(says);
    },
  );
});

describe('an exception from a rule of lint', () => {
  it('says why, in every file', () => {
    const files = [...PRODUCT, 'test', 'bench'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(500);
    const silent = files.filter((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .some((line) => /\/[/*]\s*eslint-disable/.test(line) && !/ -- \S/.test(line)),
    );
    expect(silent).toEqual([]);
  });
});
