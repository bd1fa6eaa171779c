import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releasesSchema, shippedPackages, sizesOf } from '../../bin/documents/dependencies';
import { dependenciesPage } from '../../bin/documents/dependencies-page';
import { bundleParts } from '../../lib/stack/bundles';

const ROOT = join(__dirname, '..', '..');
const parsed = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const packages = shippedPackages(parsed('package-lock.json'));
const written = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8');
const made = dependenciesPage(
  packages,
  bundleParts(),
  releasesSchema.parse(parsed('bin/documents/releases.json')),
);

const lines = (text: string): string[][] =>
  text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
/** The cells of a table that are no sizes: package, version, licence, releases. */
const FACTS = 5;
const kB = (cell: string | undefined): number => Number(/[\d.]+/.exec(cell ?? '')?.[0] ?? 0);

describe('docs/dependencies.md: npm run docs', () => {
  it('names the packages, versions, licences and releases of today', () => {
    const facts = (text: string): string[][] => lines(text).map((cells) => cells.slice(0, FACTS));
    expect(facts(written)).toEqual(facts(made));
  });

  it('tells sizes that are right to a tenth', () => {
    const [then, now] = [lines(written), lines(made)];
    const off = now.flatMap((cells, row) =>
      cells.slice(FACTS).flatMap((cell, at) => {
        const before = kB(then[row]?.[FACTS + at]);
        return Math.abs(kB(cell) - before) > Math.max(10, 0.1 * before)
          ? [`${cells[1] ?? ''}: ${before} kB, today ${cell}`]
          : [];
      }),
    );
    expect(off).toEqual([]);
  });
});

describe('the bundles', () => {
  it('hold packages of production only', () => {
    const shipped = new Set(packages.map(({ name }) => name));
    expect([...sizesOf(bundleParts()).keys()].filter((name) => !shipped.has(name))).toEqual([]);
  });
});
