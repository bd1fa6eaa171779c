import { clientifySecret, documentoSecret, giavSecret } from './secrets';
import { functionSettings } from './settings';

/** What may change without a deployment, for functions that call Clientify only. */
export const clientifyFacts = async (env: NodeJS.ProcessEnv) => {
  const [config, clientify] = await Promise.all([functionSettings(env), clientifySecret(env)]);
  return { config, clientify };
};

/** The same for functions that call both systems. */
export const allFacts = async (env: NodeJS.ProcessEnv) => {
  const [facts, giav] = await Promise.all([clientifyFacts(env), giavSecret(env)]);
  return { ...facts, giav };
};

/** With the key of stored Documentos, for functions that create records. */
export async function withDocumentoKey<Facts>(
  facts: Promise<Facts>,
  env: NodeJS.ProcessEnv,
): Promise<Facts & { documentoKey: string }> {
  const [known, { key: documentoKey }] = await Promise.all([facts, documentoSecret(env)]);
  return { ...known, documentoKey };
}
