import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parseSyncConfig, readSettingsName, readTableName } from '../config/environment';
import { effectiveSettings } from '../config/overlay';
import type { SyncConfig } from '../config/schema';
import type { SettingsVersions } from '../ports/settings-versions';
import { DynamoSettingsVersions } from '../state/settings-versions';
import { Table } from '../state/table';
import { ConfigurationError, RetryableError } from '../sync/errors';
import { dynamoClient } from './aws';

/** The mapping settings of a deployment, from the parameter of that name. */
export async function readSettingsParameter(name: string): Promise<SyncConfig> {
  let text: string | undefined;
  try {
    text = (await new SSMClient({}).send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
  } catch (error) {
    const { name: problem } = error as Error;
    if (problem !== 'ParameterNotFound' && problem !== 'AccessDeniedException')
      throw new RetryableError(`The settings ${name} cannot be read at the moment (${problem}).`);
    throw new ConfigurationError(
      `The settings ${name} cannot be read (${problem}). Deploy the stack again.`,
    );
  }
  return parseSyncConfig(text);
}

/** The settings that count: the deployed document, with what people have changed of it since. */
export async function settingsInForce(
  deployed: Promise<SyncConfig>,
  versions: Pick<SettingsVersions, 'current'>,
): Promise<SyncConfig> {
  const [document, current] = await Promise.all([deployed, versions.current()]);
  return current === null ? document : effectiveSettings(document, current.overlay);
}

let table: Table | undefined;

/** The document as it was deployed, for the function with this environment. */
export const deployedSettings = (env: NodeJS.ProcessEnv): Promise<SyncConfig> =>
  readSettingsParameter(readSettingsName(env));

/** Of the function with this environment. Read with its secrets once a minute, never for a record. */
export function functionSettings(env: NodeJS.ProcessEnv): Promise<SyncConfig> {
  table ??= new Table(dynamoClient(), readTableName(env));
  return settingsInForce(deployedSettings(env), new DynamoSettingsVersions(table));
}
