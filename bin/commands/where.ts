import { userInfo } from 'node:os';
import { join } from 'node:path';
import {
  adminPorts,
  findDeployment,
  findStack,
  type AdminPorts,
  type Deployment,
} from '../../lib/admin/deployment';
import type { Language } from '../../lib/admin/language';
import type { PreviewPorts } from '../../lib/admin/settings-overlay';
import { connectSystems, type Systems, type SystemSettings } from '../../lib/admin/systems';
import { TEXTS } from '../../lib/admin/texts';
import { readV2Access, withEnvironment } from '../../lib/config/environment';
import { effectiveSettings, type Overlay } from '../../lib/config/overlay';
import type { SyncConfig } from '../../lib/config/schema';
import { settingsInForce } from '../../lib/runtime/settings';
import { DynamoSettingsVersions } from '../../lib/state/settings-versions';
import type { Table } from '../../lib/state/table';
import { attach } from '../../local/attach';
import { stopChild } from '../../local/child';
import { startCloud, type Cloud, type CloudSettings } from '../../local/cloud';
import {
  connectEndpoints,
  readConfigFile,
  SIMULATED,
  stateDirectory,
  stateOnly,
  usesSimulators,
} from '../../local/endpoints';
import { logsIn } from '../../local/services';
import { TAKE_DOWN_MS, ending } from './ending';
import { say } from './exit';

/** Where the processes of the local cloud write what they have to say. */
export const logDirectory = (): string => logsIn(stateDirectory(process.env));

/** Starts the local cloud, and takes it down again whatever happens: in time, when somebody asks for it. */
export async function withCloud<T>(
  settings: CloudSettings,
  use: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  const cloud = await startCloud(settings);
  const gone = cloud.gone.then((error) => {
    throw error;
  });
  try {
    return await ending.orInterrupted(() => Promise.race([use(cloud), gone]));
  } finally {
    await cloud.stop(ending.by && TAKE_DOWN_MS);
  }
}

/** Works with the local cloud that `npm run dev` keeps running; without one, with one of its own. */
async function inCloud<T>(
  functions: boolean,
  language: Language,
  use: (ports: AdminPorts) => Promise<T>,
): Promise<T> {
  const running = attach(stateDirectory(process.env));
  if (running)
    try {
      return await ending.orInterrupted(() => use(adminPorts(running)));
    } finally {
      running.close();
    }
  // A look at the state needs neither system.
  const { settings, simulators } = functions
    ? await connectEndpoints(process.env, join(logDirectory(), 'simulators.log'))
    : { settings: stateOnly(process.env), simulators: null };
  if (functions) sayWhere(settings, simulators !== null, language);
  try {
    return await withCloud({ ...settings, functions }, (cloud) => use(adminPorts(cloud)));
  } finally {
    if (simulators) await stopChild(simulators);
  }
}

const sayWhere = (
  { giavEndpoint, clientifyBaseUrl }: CloudSettings,
  simulated: boolean,
  language: Language,
): void => {
  say(
    simulated
      ? TEXTS[language].sync.simulated
      : `GIAV ${giavEndpoint} → Clientify ${clientifyBaseUrl}`,
  );
};

/** Who sits before the terminal, for lines that tell who did something. */
export const whoAsks = (): string => process.env['USER'] ?? userInfo().username;

/** In which language a command speaks. */
export interface Told {
  readonly language: Language;
}

/** Which deployment a command is about. */
export interface Where extends Told {
  /** Name of a deployed stack. @default - the local cloud */
  readonly stack?: string;
}

/** A command whose result may be wanted as JSON, which is the same in every language. */
export interface Asked extends Where {
  readonly json?: boolean;
}

/** The same command on AWS (`--stack`) and in the local cloud. */
export const onDeployment = async <T>(
  { stack, language }: Where,
  functions: boolean,
  use: (ports: AdminPorts) => Promise<T>,
): Promise<T> =>
  stack === undefined
    ? inCloud(functions, language, use)
    : ending.orInterrupted(async () => use(adminPorts(await findDeployment(stack))));

/** The document of settings as it was deployed; of the local cloud what SYNC_CONFIG names, with the word of the environment. */
export const documentOf = async ({ stack }: Pick<Where, 'stack'>): Promise<SyncConfig> =>
  stack === undefined
    ? withEnvironment(readConfigFile(process.env).config, process.env)
    : (await findStack(stack)).deployed();

/** What the commands about settings work with. */
export const onSettings = <T>(where: Where, use: (ports: PreviewPorts) => Promise<T>): Promise<T> =>
  onDeployment(where, false, ({ runs, table }) =>
    use({
      runs,
      versions: new DynamoSettingsVersions(table),
      deployed: () => documentOf(where),
      now: () => new Date(),
    }),
  );

/** Both systems, the settings and the state, for commands that look without a run. No function is started. */
export interface Surroundings {
  readonly systems: Systems;
  readonly config: SyncConfig;
  readonly deployment: Deployment;
  readonly admin: AdminPorts;
}

const laidOver = async (deployed: Promise<SyncConfig>, overlay: Overlay): Promise<SyncConfig> =>
  effectiveSettings(await deployed, overlay);

/** Of a deployed stack. */
async function surroundingsOf(
  stack: string,
  clientifyV2BaseUrl: string,
  overlay: Overlay | undefined,
): Promise<Surroundings> {
  const found = await findStack(stack);
  const [config, settings] = await Promise.all([
    overlay ? laidOver(found.deployed(), overlay) : found.config(),
    found.systems(),
  ]);
  const { deployment } = found;
  return {
    systems: connectSystems({ ...settings, clientifyV2BaseUrl }, config),
    config,
    deployment,
    admin: adminPorts(deployment),
  };
}

/** Where a look finds its settings, and what it is for. */
interface Look<T> {
  /** The v2 API that belongs to this address of v1. */
  readonly v2Of: (v1: string) => string;
  readonly settings: (table: Table) => Promise<SyncConfig>;
  readonly use: (surroundings: Surroundings) => Promise<T>;
}

async function lookAt<T>(
  deployment: Deployment,
  addresses: SystemSettings,
  { v2Of, settings, use }: Look<T>,
): Promise<T> {
  const config = await settings(deployment.table);
  const clientifyV2BaseUrl = v2Of(addresses.clientifyBaseUrl);
  const systems = connectSystems({ ...addresses, clientifyV2BaseUrl }, config);
  return use({ systems, config, deployment, admin: adminPorts(deployment) });
}

/**
 * At the systems that the environment names, or at simulators begun for it; the state is that of the cloud that runs, or
 * of one begun for it.
 */
async function lookFromHere<T>(
  running: ReturnType<typeof attach>,
  look: Look<T>,
  language: Language,
): Promise<T> {
  const { settings, simulators } = await connectEndpoints(
    process.env,
    join(logDirectory(), 'simulators.log'),
  );
  sayWhere(settings, simulators !== null, language);
  try {
    if (running) return await lookAt(running, settings, look);
    return await withCloud({ ...settings, functions: false }, (cloud) =>
      lookAt(cloud, settings, look),
    );
  } finally {
    running?.close();
    if (simulators) await stopChild(simulators);
  }
}

/** @param overlay settings that nobody has saved yet; without them those in force count */
export async function withSystems<T>(
  { stack, language }: Where,
  begin: (surroundings: Surroundings) => Promise<T>,
  overlay?: Overlay,
): Promise<T> {
  const use = (surroundings: Surroundings): Promise<T> =>
    ending.orInterrupted(() => begin(surroundings));
  const { baseUrl: clientifyV2BaseUrl } = readV2Access(process.env);
  if (stack !== undefined) return use(await surroundingsOf(stack, clientifyV2BaseUrl, overlay));
  const simulated = usesSimulators(process.env);
  const look: Look<T> = {
    // The v2 API of the simulator lies beside its v1.
    v2Of: (v1) => (simulated ? v1.replace(/v1$/, 'v2') : clientifyV2BaseUrl),
    settings: (table) =>
      overlay
        ? laidOver(documentOf({}), overlay)
        : settingsInForce(documentOf({}), new DynamoSettingsVersions(table)),
    use,
  };
  const running = attach(stateDirectory(process.env));
  if (!running || !simulated) return lookFromHere(running, look, language);
  try {
    const { giavEndpoint, clientifyBaseUrl } = running;
    return await lookAt(running, { giavEndpoint, clientifyBaseUrl, secrets: SIMULATED }, look);
  } finally {
    running.close();
  }
}
