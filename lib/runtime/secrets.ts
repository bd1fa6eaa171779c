import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { parseOrExplain } from '../config/parse';
import { ConfigurationError } from '../sync/errors';

const giavSecretSchema = z.object({ apiKey: z.string().min(1), basicPassword: z.string().optional() });
const clientifySecretSchema = z.object({ token: z.string().min(1) });

async function readSecret<T extends z.ZodType>(id: string | undefined, schema: T): Promise<z.output<T>> {
  if (id === undefined) throw new ConfigurationError('The function has no secret configured. Deploy the stack again.');
  let text: string | undefined;
  try {
    ({ SecretString: text } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: id })));
  } catch (error) {
    throw new ConfigurationError(
      `The secret ${id} cannot be read (${(error as Error).name}). Create it as the README's deployment section says.`,
    );
  }
  let value: unknown = null;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    // Falls through to the schema's message: the text itself must not be shown.
  }
  return parseOrExplain(schema, value, `The secret ${id}`);
}

export const giavSecret = (env: NodeJS.ProcessEnv) => readSecret(env['GIAV_SECRET_ID'], giavSecretSchema);
export const clientifySecret = (env: NodeJS.ProcessEnv) => readSecret(env['CLIENTIFY_SECRET_ID'], clientifySecretSchema);

/** The token of a deployment, by the name of its stack, for the command line. */
export async function clientifySecretOf(stack: string | undefined): Promise<string> {
  if (stack === undefined) throw new ConfigurationError('Set CLIENTIFY_TOKEN, or name a deployment with --stack.');
  return (await readSecret(`giav-clientify/${stack.replace(/^giav-clientify-/, '')}/clientify`, clientifySecretSchema)).token;
}

const webhookSecretSchema = z.object({ current: z.string().min(1), previous: z.string().min(1).optional() });
/** A rotated secret is known everywhere after so long. */
const SECRET_TTL_MS = 60_000;
let webhook: { readonly secrets: string[]; readonly until: number } | undefined;

/** The webhook's secrets that are valid now: two during a rotation. */
export async function webhookSecrets(id: string): Promise<string[]> {
  if (webhook && webhook.until > Date.now()) return webhook.secrets;
  const { current, previous } = await readSecret(id, webhookSecretSchema);
  webhook = { secrets: previous === undefined ? [current] : [current, previous], until: Date.now() + SECRET_TTL_MS };
  return webhook.secrets;
}
