import { clientifySecret, giavSecret } from './secrets';
import { deployedSettings } from './settings';

/** What may change without a deployment, for functions that call Clientify only. */
export const clientifyFacts = async (env: NodeJS.ProcessEnv) => {
  const [config, clientify] = await Promise.all([deployedSettings(env), clientifySecret(env)]);
  return { config, clientify };
};

/** The same for functions that call both systems. */
export const allFacts = async (env: NodeJS.ProcessEnv) => {
  const [facts, giav] = await Promise.all([clientifyFacts(env), giavSecret(env)]);
  return { ...facts, giav };
};
