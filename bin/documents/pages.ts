import { settingsJsonSchema } from '../../lib/config/json-schema';
import { costPage } from './cost-page';
import { commandsPage } from './commands-page';
import { mappingPage } from './mapping-page';
import { rightsPage } from './rights-page';
import { reasonsPage } from './reasons-page';
import { settingsPage } from './settings-page';

/** The documents that are made of the code, by their names in docs/. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'settings.md': settingsPage,
  'commands.md': () => commandsPage('en'),
  'comandos.md': () => commandsPage('es'),
  'mapping.md': mappingPage,
  'reasons.md': () => reasonsPage('en'),
  'motivos.md': () => reasonsPage('es'),
  'rights.md': rightsPage,
  'cost.md': costPage,
  'sync.config.schema.json': () => JSON.stringify(settingsJsonSchema()),
};
