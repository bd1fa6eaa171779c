import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { bundleParts } from '../../lib/stack/bundles';
import { releasesSchema, shippedPackages } from './dependencies';
import { dependenciesPage } from './dependencies-page';
import { PAGES } from './pages';

/** Writes the documents that are made of the code: `npm run docs`. */
const ROOT = join(__dirname, '..', '..');
const DOCS = join(ROOT, 'docs');
const parsed = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
/** Of the bundles, too, which take a while: apart from the pages that a test makes again word by word. */
const dependencies = (): string =>
  dependenciesPage(
    shippedPackages(parsed(join(ROOT, 'package-lock.json'))),
    bundleParts(),
    releasesSchema.parse(parsed(join(__dirname, 'releases.json'))),
  );
void (async () => {
  for (const [name, page] of Object.entries({ ...PAGES, 'dependencies.md': dependencies })) {
    const file = join(DOCS, name);
    const options = await resolveConfig(file);
    const text = page();
    const json = name.endsWith('.json');
    writeFileSync(file, json ? await format(text, { ...options, filepath: file }) : text);
  }
})();
