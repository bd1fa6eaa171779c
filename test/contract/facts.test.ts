import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

interface Fact {
  readonly id: string;
  readonly sure: string;
  readonly shownBy: string;
}

const factsOf = (sheet: string): Fact[] =>
  sheet.split('\n').flatMap((line) => {
    const [, id = '', , sure = '', shownBy = ''] =
      /^\| ([A-Z]\d+) \| (.+?) \| (.+?) \| (.+?) \|$/.exec(line) ?? [];
    return id === '' ? [] : [{ id, sure, shownBy }];
  });

const SHEETS = (['clientify', 'giav'] as const).map((system) => {
  const sheet = read('docs', 'contracts', `${system}.md`);
  return { system, sheet, facts: factsOf(sheet), changes: system === 'clientify' ? 14 : 11 };
});
const ids = new Map(SHEETS.map(({ system, facts }) => [system, facts.map(({ id }) => id)]));

/** The tests by the names of their files: what a fact may be shown by. Files of one name count together. */
const sources = new Map<string, string>();
for (const file of readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })) {
  // The switches of the matrix stand in a file of their own.
  if (!/\.test\.ts$|positions\.ts$/.test(file)) continue;
  const name = file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
  const known = name === 'positions.ts' ? 'matrix' : name;
  sources.set(known, `${sources.get(known) ?? ''}${read('test', file)}`);
}

describe.each(SHEETS)('what the product relies on in $system', ({ facts, sheet, changes }) => {
  it('has rows, each with an id of its own', () => {
    expect(facts.length).toBeGreaterThan(35);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
    const lines = sheet.split('\n').filter((line) => /^\| [A-Z]\d/.test(line));
    expect(lines.length).toBe(facts.length);
  });

  it.each(facts.map(({ id, shownBy, sure }) => [id, shownBy, sure] as const))(
    '%s is shown by: %s',
    (_, shownBy, sure) => {
      expect(sure).toMatch(
        /documented|seen|one account|two accounts|inferred|third-party code|a guard|schema|tried|general/,
      );
      if (shownBy.startsWith('cannot be shown here: ')) return;
      const [file = '', words = ''] = shownBy.split(/: (.*)/s);
      const text = (sources.get(file) ?? '').replace(/\\'/g, "'");
      expect([file, text === '']).toEqual([file, false]);
      // The matrix and doctor name a switch or a question; the others a sentence.
      for (const part of file === 'matrix' && !words.includes(' is ') ? words.split(', ') : [words])
        expect(text).toContain(part);
    },
  );

  it('each change of the last edition is one of them', () => {
    const list = sheet.slice(sheet.indexOf('## What changed'));
    const numbered = [...list.matchAll(/(\d+) → ([A-Z0-9, ]+)\./g)];
    expect(numbered.map(([, number]) => Number(number))).toEqual(
      Array.from({ length: changes }, (_, at) => at + 1),
    );
    const known = new Set(facts.map(({ id }) => id));
    const named = numbered.flatMap(([, , some = '']) => some.split(', '));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});

const CODE = ['lib', 'functions', 'bin', 'local', 'simulators', 'bench'];
const cited = CODE.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...read(folder, file).matchAll(/(giav|clientify)\.md([^\n)`'"]*)/g)].map(
        ([whole, system, rest = '']) => ({ where: `${folder}/${file}: ${whole}`, system, rest }),
      ),
    ),
);

describe('comments that name a contract', () => {
  it('name rows that are there', () => {
    expect(cited.length).toBeGreaterThan(50);
    const wrong = cited.filter(({ system, rest }) => {
      const rows = /^,? ([A-Z]\d+(?:, [A-Z]\d+)*)/.exec(rest)?.[1]?.split(', ') ?? [];
      const known = ids.get(system as 'giav') ?? [];
      return rows.length === 0 || rows.some((row) => !known.includes(row));
    });
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });
});
