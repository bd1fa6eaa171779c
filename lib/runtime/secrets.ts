import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { parseOrExplain } from '../config/parse';
import { ConfigurationError, RetryableError } from '../sync/errors';

const giavSecretSchema = z.object({
  apiKey: z.string().min(1),
  basicPassword: z.string().optional(),
});
const clientifySecretSchema = z.object({ token: z.string().min(1) });
const documentoSecretSchema = z.object({ key: z.string().min(32) });
const webhookSecretSchema = z.object({
  current: z.string().min(1),
  previous: z.string().min(1).optional(),
});

/** Answers that a person has to put right; all others may be over in a moment. */
const FINAL = new Set([
  'ResourceNotFoundException',
  'AccessDeniedException',
  'DecryptionFailure',
  'InvalidRequestException',
]);

async function readSecret<T extends z.ZodType>(
  id: string | undefined,
  schema: T,
): Promise<z.output<T>> {
  if (id === undefined)
    throw new ConfigurationError('The function has no secret configured. Deploy the stack again.');
  let text: string | undefined;
  try {
    ({ SecretString: text } = await new SecretsManagerClient({}).send(
      new GetSecretValueCommand({ SecretId: id }),
    ));
  } catch (error) {
    const { name } = error as Error;
    if (!FINAL.has(name))
      throw new RetryableError(`The secret ${id} cannot be read at the moment (${name}).`);
    throw new ConfigurationError({
      en: `The secret ${id} cannot be read (${name}). Create it as the README's deployment section says.`,
      es: `El secreto ${id} no se puede leer (${name}). Créelo como dice el README en el apartado del despliegue.`,
    });
  }
  let value: unknown = null;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    // Falls through to the schema's message: the text itself must not be shown.
  }
  return parseOrExplain(schema, value, { en: `The secret ${id}`, es: `El secreto ${id}` });
}

type Env = Readonly<Record<string, string | undefined>>;

export const giavSecret = (env: Env) => readSecret(env['GIAV_SECRET_ID'], giavSecretSchema);
/** The key of all Documentos that the state stores as hashes. */
export const documentoSecret = (env: Env) =>
  readSecret(env['DOCUMENTO_SECRET_ID'], documentoSecretSchema);
export const clientifySecret = (env: Env) =>
  readSecret(env['CLIENTIFY_SECRET_ID'], clientifySecretSchema);

/** The secrets of a deployment, by the name of its agency, for the command line. */
export const secretsOf = (agency: string) => ({
  giav: () => readSecret(`giav-clientify/${agency}/giav`, giavSecretSchema),
  clientify: () => readSecret(`giav-clientify/${agency}/clientify`, clientifySecretSchema),
});

/** The token of a deployment, by the name of its stack, for the command line. */
export async function clientifySecretOf(stack: string | undefined): Promise<string> {
  if (stack === undefined)
    throw new ConfigurationError({
      en: 'Set CLIENTIFY_TOKEN, or name a deployment with --stack.',
      es: 'Ponga CLIENTIFY_TOKEN o indique un despliegue con --stack.',
    });
  return (await secretsOf(stack.replace(/^giav-clientify-/, '')).clientify()).token;
}

/** The webhook's secrets that are valid now: two during a rotation. */
export async function webhookSecrets(id: string): Promise<string[]> {
  const { current, previous } = await readSecret(id, webhookSecretSchema);
  return previous === undefined ? [current] : [current, previous];
}
