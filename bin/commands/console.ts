import { userInfo } from 'node:os';
import { join } from 'node:path';
import { deskPorts, type Deployment } from '../../lib/admin/admin-ports';
import type { ConsolePorts } from '../../lib/console/ports';
import { withEnvironment } from '../../lib/config/environment';
import { consolePorts } from '../../lib/runtime/console-ports';
import { settingsInForce } from '../../lib/runtime/settings';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoSettingsVersions } from '../../lib/state/settings-versions';
import { attach } from '../../local/attach';
import { stopChild } from '../../local/child';
import { ConsoleServer } from '../../local/console';
import { connectEndpoints, readConfigFile, stateDirectory } from '../../local/endpoints';
import { documentoKeyOf } from '../../local/secrets';
import { Interrupted, ending } from './ending';
import { EXIT, say } from './exit';
import { tell } from './terminal';
import { logDirectory, withCloud } from './where';

/** What the console works with in the local cloud. */
function portsOf(deployment: Deployment, schedules: boolean): ConsolePorts {
  const document = withEnvironment(readConfigFile(process.env).config, process.env);
  const versions = new DynamoSettingsVersions(deployment.table);
  const claims = new DynamoClaims(deployment.table, documentoKeyOf(stateDirectory(process.env)));
  return consolePorts(deskPorts(deployment), {
    config: () => settingsInForce(Promise.resolve(document), versions),
    deployed: () => Promise.resolve(document),
    ofDocumento: (documento) => claims.ownersOf(documento),
    webhookUrl: deployment.webhookUrl,
    schedules,
    onError: (error) => {
      say(`console: ${String((error as Error).stack)}`);
    },
  });
}

/** Serves the console, and says where, until the work that is given ends. */
export async function withConsole(
  deployment: Deployment,
  schedules: boolean,
  use: () => Promise<void>,
): Promise<void> {
  const person = { id: process.env['USER'] ?? userInfo().username, role: 'admin' } as const;
  const server = await new ConsoleServer().start(person, portsOf(deployment, schedules));
  try {
    // Programs wait for this line: it is the same in every language.
    tell(`console url: ${server.url}`);
    await use();
  } finally {
    await server.stop();
  }
}

/** The console on the local cloud: the one that `npm run dev` keeps running, or else one of its own, without schedules. */
export async function openConsole(): Promise<number> {
  const untilAsked = async (): Promise<void> => {
    await ending.whenAsked();
  };
  const running = attach(stateDirectory(process.env));
  if (running)
    try {
      await withConsole(running, true, untilAsked);
      return EXIT.done;
    } finally {
      running.close();
    }
  const { settings, simulators } = await connectEndpoints(
    process.env,
    join(logDirectory(), 'simulators.log'),
  );
  try {
    await withCloud(settings, (cloud) => withConsole(cloud, false, untilAsked));
  } catch (error) {
    // It is how it ends.
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    if (simulators) await stopChild(simulators);
  }
  return EXIT.done;
}
