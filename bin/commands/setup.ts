import { join } from 'node:path';
import { ClientifyHttp } from '../../lib/clientify/http';
import { checkAccess, ensureCustomFields, readPipeline } from '../../lib/clientify/setup';
import { stopChild } from '../../local/child';
import { connectEndpoints, readConfigFile } from '../../local/endpoints';
import { EXIT, logDirectory } from './where';

export async function setup(): Promise<number> {
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
    process.stdout.write(
      `Custom fields: ${created.length === 0 ? 'all there' : `created ${created.join(', ')}`}\n`,
    );
    process.stdout.write(
      `Pipeline "${config.pipeline}": ${pipeline.stages.map((stage) => stage.name).join(' → ')}\n`,
    );
    return EXIT.done;
  } finally {
    if (simulators) await stopChild(simulators);
  }
}
