import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ended, startChild } from './child';
import { commandWords, type Holder } from './holder';
import { FolderInUse, ServicesGone } from './refusals';

/** Where the emulated services listen. */
export interface Addresses {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly secretsManager: string;
  readonly eventBridge: string;
  readonly ssm: string;
}

export interface ServicesSettings {
  /** The state directory. */
  readonly directory: string;
  /** Texts of Secrets Manager, by id. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Texts of the parameter store, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Services {
  readonly child: ChildProcess;
  readonly addresses: Addresses;
  /** Resolves when they end, whoever asked for it. */
  readonly gone: Promise<ServicesGone>;
}

export const logsIn = (stateDirectory: string): string => {
  const logs = join(stateDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  return logs;
};

/**
 * The emulated services, in a process that ends with ours.
 * @throws FolderInUse when another process works with the state directory
 */
export async function startServices(settings: ServicesSettings): Promise<Services> {
  const logFile = join(logsIn(settings.directory), 'services.log');
  const command: Holder['command'] = { pid: process.pid, words: commandWords() };
  const { child, ready } = await startChild<Addresses | { readonly holder: Holder }>(
    join(__dirname, 'emulators.ts'),
    [],
    { LOCAL_CLOUD: JSON.stringify({ ...settings, command }) },
    logFile,
  );
  if ('holder' in ready) {
    await ended(child);
    throw new FolderInUse(settings.directory, ready.holder.command);
  }
  return {
    child,
    addresses: ready,
    gone: ended(child).then(() => new ServicesGone(logFile)),
  };
}

/** The same addresses as the AWS SDK reads them from the environment. */
export const endpointsOf = (addresses: Addresses): Record<string, string> => ({
  AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
  AWS_ENDPOINT_URL_SQS: addresses.sqs,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: addresses.secretsManager,
  AWS_ENDPOINT_URL_EVENTBRIDGE: addresses.eventBridge,
  AWS_ENDPOINT_URL_SSM: addresses.ssm,
});
