import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const SHEET = readFileSync(join(ROOT, 'docs', 'contracts', 'clientify.md'), 'utf8');

interface Fact {
  readonly id: string;
  readonly what: string;
  readonly sure: string;
  readonly shownBy: string;
}

const facts: Fact[] = SHEET.split('\n').flatMap((line) => {
  const [, id = '', what = '', sure = '', shownBy = ''] =
    /^\| ([A-Z]\d+) \| (.+?) \| (.+?) \| (.+?) \|$/.exec(line) ?? [];
  return id === '' ? [] : [{ id, what, sure, shownBy }];
});

const read = (folder: string, file: string): string =>
  readFileSync(join(ROOT, 'test', folder, file), 'utf8');

/** Each test file by its name, and doctor's questions: what a fact may be shown by. */
const sources = new Map<string, string>(
  readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => [
      file.replace(/^.*\//, '').replace('.test.ts', ''),
      readFileSync(join(ROOT, 'test', file), 'utf8'),
    ]),
);
// The switches of the matrix stand in a file of their own.
sources.set('matrix', `${sources.get('matrix') ?? ''}${read('clientify', 'positions.ts')}`);
// Two files have this name: the one of whole flows and the one of faults.
for (const folder of ['system', 'faults'])
  sources.set('way-back', `${sources.get('way-back') ?? ''}${read(folder, 'way-back.test.ts')}`);

describe('what the product relies on in Clientify', () => {
  it('has rows, each with an id of its own', () => {
    expect(facts.length).toBeGreaterThan(35);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  });

  it.each(facts.map(({ id, shownBy, sure }) => [id, shownBy, sure] as const))(
    '%s is shown by: %s',
    (_, shownBy, sure) => {
      expect(sure).toMatch(
        /documented|seen|one account|two accounts|inferred|third-party code|a guard/,
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
    const list = SHEET.slice(SHEET.indexOf('## What changed'));
    const changes = [...list.matchAll(/(\d+) → ([A-Z0-9, ]+)\./g)].map(([, number, ids = '']) => ({
      number: Number(number),
      ids: ids.split(', '),
    }));
    expect(changes.map(({ number }) => number)).toEqual(
      Array.from({ length: 14 }, (_, at) => at + 1),
    );
    const known = new Set(facts.map(({ id }) => id));
    expect(changes.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
  });
});
