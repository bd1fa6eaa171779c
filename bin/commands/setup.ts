import { join } from 'node:path';
import { ClientifyHttp } from '../../lib/clientify/http';
import { checkAccess, ensureCustomFields, readPipeline } from '../../lib/clientify/setup';
import { stopChild } from '../../local/child';
import { connectEndpoints, readConfigFile } from '../../local/endpoints';
import { TEXTS } from '../../lib/admin/texts';
import { EXIT } from './exit';
import { logDirectory, type Told } from './where';

export async function setup({ language }: Told): Promise<number> {
  const { config } = readConfigFile(process.env);
  const { settings, simulators } = await connectEndpoints(
    process.env,
    join(logDirectory(), 'simulators.log'),
  );
  try {
    const http = new ClientifyHttp({
      baseUrl: settings.clientifyBaseUrl,
      token: settings.secrets.clientify.token,
    });
    await checkAccess(http);
    const { created } = await ensureCustomFields(http, config.clientify.concurrency, true);
    const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency);
    const { allThere, created: made } = TEXTS[language].setup;
    process.stdout.write(`${created.length === 0 ? allThere : made(created.join(', '))}\n`);
    process.stdout.write(
      `Pipeline "${config.pipeline}": ${pipeline.stages.map((stage) => stage.name).join(' → ')}\n`,
    );
    return EXIT.done;
  } finally {
    if (simulators) await stopChild(simulators);
  }
}
