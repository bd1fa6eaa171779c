import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { adminPorts, findDeployment, type AdminPorts } from '../../lib/admin/deployment';
import { attach } from '../../local/attach';
import { stopChild } from '../../local/child';
import { startCloud, type Cloud } from '../../local/cloud';
import { connectEndpoints, stateDirectory, stateOnly } from '../../local/endpoints';

export const EXIT = { done: 0, failed: 1, configuration: 2 } as const;

export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Works with the local cloud that `npm run dev` keeps running; without one, starts it and takes it down again, whatever happens. */
async function inCloud<T>(functions: boolean, use: (ports: AdminPorts) => Promise<T>): Promise<T> {
  const running = attach(stateDirectory(process.env));
  if (running)
    try {
      return await use(adminPorts(running));
    } finally {
      running.close();
    }
  const logs = join(stateDirectory(process.env), 'logs');
  mkdirSync(logs, { recursive: true });
  // A look at the state needs neither system.
  const { settings, simulators } = functions
    ? await connectEndpoints(process.env, join(logs, 'simulators.log'))
    : { settings: stateOnly(process.env), simulators: null };
  if (functions)
    say(
      simulators === null
        ? `GIAV ${settings.giavEndpoint} → Clientify ${settings.clientifyBaseUrl}`
        : 'Using the bundled simulators of GIAV and Clientify.',
    );
  let cloud: Cloud | undefined;
  try {
    cloud = await startCloud({ ...settings, functions });
    return await use(adminPorts(cloud));
  } finally {
    await cloud?.stop();
    if (simulators) await stopChild(simulators);
  }
}

export interface Where {
  /** Name of a deployed stack. @default - the local cloud */
  readonly stack?: string;
}

/** The same command on AWS (`--stack`) and in the local cloud. */
export const onDeployment = async <T>({ stack }: Where, functions: boolean, use: (ports: AdminPorts) => Promise<T>): Promise<T> =>
  stack === undefined ? inCloud(functions, use) : use(adminPorts(await findDeployment(stack)));
