import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parseSyncConfig, readSettingsName } from '../config/environment';
import type { SyncConfig } from '../config/schema';
import { ConfigurationError, RetryableError } from '../sync/errors';

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

export const deployedSettings = (env: NodeJS.ProcessEnv): Promise<SyncConfig> =>
  readSettingsParameter(readSettingsName(env));
