import type { Systems } from '../../lib/admin/systems';
import { ClientifyHttp } from '../../lib/clientify/http';
import { parseSyncConfig } from '../../lib/config/environment';
import type { SyncConfig } from '../../lib/config/schema';
import { secondHostOf } from '../../lib/config/clientify-settings';
import { SECOND_MS } from '../../lib/sync/budget';
import { CLIENTIFY_URL, fetchFrom } from '../../simulation/systems/clientify';
import { SimulatedGiav } from '../../simulation/systems/giav';
import { plan, writeReport, type Rehearsal } from './dry-run';
import type { VirtualWorld } from './virtual-world';

/** Both systems as a command of the admin reaches them (lib/admin/systems.ts). */
function systemsOf(world: VirtualWorld, config: SyncConfig): Systems {
  const { giav, clientify, facts } = world.simulation;
  const environment = world.environment('command');
  return {
    giav: SimulatedGiav.by(config, facts.apiKey, giav, environment),
    clientify: new ClientifyHttp({
      baseUrl: CLIENTIFY_URL,
      token: facts.token,
      secondBaseUrl: secondHostOf(config, CLIENTIFY_URL),
      concurrency: config.clientify.concurrency,
      timeoutMs: config.clientify.timeoutSeconds * SECOND_MS,
      retryDelayMs: config.clientify.retrySeconds * SECOND_MS,
      fetch: fetchFrom(environment, clientify),
    }),
    headers: new Map(),
  };
}

/** As `cli sync --dry-run`, on the state and the systems of a test. */
export async function rehearse(
  world: VirtualWorld,
  options: { readonly mode?: 'full' | 'modified'; readonly config?: unknown } = {},
): Promise<Rehearsal> {
  const config = parseSyncConfig(JSON.stringify(options.config ?? {}));
  const { admin } = world;
  const planned = await world.when(plan(systemsOf(world, config), admin, config, options.mode));
  return { ...planned, files: await writeReport(planned) };
}
