import { rehearse as dryRun } from '../../lib/admin/rehearse';
import type { Systems } from '../../lib/admin/systems';
import { ClientifyHttp } from '../../lib/clientify/http';
import { besidesWanted } from '../../lib/config/besides';
import { parseSyncConfig } from '../../lib/config/environment';
import { secondHostOf, type SyncConfig } from '../../lib/config/schema';
import type { PlannedRecord } from '../../lib/dry-run/dry-run';
import { countryCode } from '../../lib/runtime/countries';
import { SECOND_MS } from '../../lib/sync/budget';
import { CLIENTIFY_URL, fetchFrom } from '../../simulation/systems/clientify';
import { SimulatedGiav } from '../../simulation/systems/giav';
import { writeReport, type Rehearsal } from './dry-run';
import type { VirtualWorld } from './virtual-world';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Both systems as a command of the admin reaches them (lib/admin/systems.ts). */
function systemsOf(world: VirtualWorld, config: SyncConfig): Systems {
  const { giav, clientify, facts } = world.simulation;
  const environment = world.environment('command');
  return {
    giav: new SimulatedGiav(
      {
        endpoint: 'https://giav.invalid/',
        apiKey: facts.apiKey,
        timeoutMs: config.giav.timeoutSeconds * SECOND_MS,
        retryDelayMs: config.giav.retrySeconds * SECOND_MS,
        besides: besidesWanted(config),
      },
      giav,
      environment,
    ),
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
  const records: PlannedRecord[] = [];
  const end = await world.when(
    dryRun(
      {
        systems: systemsOf(world, config),
        admin: world.admin,
        config,
        countryCode,
        now: () => new Date(),
        log: silent,
        onRecord: (record) => Promise.resolve(void records.push(record)),
      },
      options.mode ?? 'full',
    ),
  );
  return { end, records, files: await writeReport(end, records) };
}
