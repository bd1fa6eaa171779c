import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { settingsJsonSchema } from '../lib/config/json-schema';

/** Writes the JSON Schema of the mapping settings, for editors: `npm run schema`. */
const file = join(__dirname, '..', 'docs', 'sync.config.schema.json');
void (async () => {
  const options = await resolveConfig(file);
  writeFileSync(
    file,
    await format(JSON.stringify(settingsJsonSchema()), { ...options, filepath: file }),
  );
})();
