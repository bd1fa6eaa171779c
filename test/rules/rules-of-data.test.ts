import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(join(folder, entry.name))
      : entry.name.endsWith('.test.ts')
        ? [readFileSync(join(folder, entry.name), 'utf8')]
        : [],
  );
const tests = sources(join(root, 'test')).join('\n').replaceAll("\\'", "'");

/** Each rule of the page with the title, or the beginning of the title, of the test that shows it. */
const rules = readFileSync(join(root, 'docs', 'rules-of-data.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\|\s*|\s*\|$/g, '').trim());
    const title = cells.at(-1) ?? '';
    return line.startsWith('|') && !line.startsWith('|---') && title !== 'shown by'
      ? [[cells[0] ?? '', title] as const]
      : [];
  });

describe('the rules of data', () => {
  it('are many', () => {
    expect(rules.length).toBeGreaterThan(35);
  });
  it.each(rules)('%s: a test shows it', (_, title) => {
    const titles = [
      ...tests.matchAll(/\b(?:it|describe)(?:\.each\([^\n]*\))?\(\s*[`'"]([^\n]*)/g),
    ].map(([, text]) => text ?? '');
    expect(titles.some((text) => text.startsWith(title))).toBe(true);
  });
});
