import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { PAGES } from './pages';

/** Writes the documents that are made of the code: `npm run docs`. */
const DOCS = join(__dirname, '..', '..', 'docs');
void (async () => {
  for (const [name, page] of Object.entries(PAGES)) {
    const file = join(DOCS, name);
    const options = await resolveConfig(file);
    const text = page();
    const json = name.endsWith('.json');
    writeFileSync(file, json ? await format(text, { ...options, filepath: file }) : text);
  }
})();
