import { join } from 'node:path';
import { ClientifyHttp } from '../../lib/clientify/http';
import { checkAccess, ensureCustomFields, readPipeline } from '../../lib/clientify/setup';
import { stopChild } from '../../local/child';
import { connectEndpoints, readConfigFile } from '../../local/endpoints';
import type { Language } from '../../lib/admin/language';
import { TEXTS } from '../../lib/admin/texts';
import { customFieldsBy } from '../../lib/sync/fields/chosen';
import type { SyncConfig } from '../../lib/config/schema';
import type { CloudSettings } from '../../local/cloud';
import { ending } from './ending';
import { EXIT } from './exit';
import { tell } from './terminal';
import { logDirectory, type Told } from './where';

export async function setup({ language }: Told): Promise<number> {
  const { config } = readConfigFile(process.env);
  const { settings, simulators } = await connectEndpoints(
    process.env,
    join(logDirectory(), 'simulators.log'),
  );
  try {
    return await ending.orInterrupted(() => complete(settings, config, language));
  } finally {
    if (simulators) await stopChild(simulators);
  }
}

/** Creates what Clientify lacks, and says what it has. */
async function complete(
  settings: CloudSettings,
  config: SyncConfig,
  language: Language,
): Promise<number> {
  const http = new ClientifyHttp({
    baseUrl: settings.clientifyBaseUrl,
    token: settings.secrets.clientify.token,
  });
  await checkAccess(http);
  const { created } = await ensureCustomFields(
    http,
    config.clientify.concurrency,
    true,
    {},
    customFieldsBy(config),
  );
  const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency);
  const { allThere, created: made } = TEXTS[language].setup;
  tell(created.length === 0 ? allThere : made(created.join(', ')));
  tell(`Pipeline "${config.pipeline}": ${pipeline.stages.map((stage) => stage.name).join(' → ')}`);
  return EXIT.done;
}
