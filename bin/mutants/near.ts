import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../lib/stack/made-once';
import { files } from '../../test/fast.cjs';

/** Which modules a module imports, by their paths from the root of the repository. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Test files that are asked: once all of them have run, which takes seconds, mutants are tried. */
const MOST_TESTS = 15;

/** What the fast tests import, and what that imports. */
async function importsOfTests(): Promise<Imports> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [...files],
    bundle: true,
    packages: 'external',
    platform: 'node',
    outdir: '.build/mutants/imports',
    write: false,
    metafile: true,
    logLevel: 'error',
    loader: { '.wsdl': 'text', '.css': 'text' },
  });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => [
      path,
      imports.filter(({ external }) => external !== true).map((one) => one.path),
    ]),
  );
}

/**
 * The test files that are nearest to a file: those that import it themselves, then those whose helpers do, and so on; of
 * equally near ones the small ones, which tell of little else.
 * @param sizeOf bytes of a test file
 */
export function nearest(
  file: string,
  imports: Imports,
  sizeOf: (test: string) => number,
  most: number,
): string[] {
  const importers = new Map<string, string[]>();
  for (const [path, imported] of imports)
    for (const one of imported) importers.set(one, [...(importers.get(one) ?? []), path]);
  const found: string[] = [];
  const seen = new Set([file]);
  for (let ring = [file]; ring.length > 0 && found.length < most;) {
    const next = ring
      .flatMap((path) => importers.get(path) ?? [])
      .filter((path) => !seen.has(path));
    next.forEach((path) => seen.add(path));
    ring = [...new Set(next)];
    const tests = ring.filter((path) => path.endsWith('.test.ts'));
    found.push(...tests.sort((a, b) => sizeOf(a) - sizeOf(b)));
  }
  return found.slice(0, most);
}

/** The tests near these files. */
export async function nearTests(files: readonly string[]): Promise<string[]> {
  const imports = await importsOfTests();
  const sizeOf = (test: string): number => statSync(join(ROOT, test)).size;
  const most = Math.ceil(MOST_TESTS / files.length);
  return [...new Set(files.flatMap((file) => nearest(file, imports, sizeOf, most)))];
}
