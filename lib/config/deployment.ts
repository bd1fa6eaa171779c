import * as z from 'zod';
import { CLIENTIFY_BASES } from '../sync/relations';
import { ConfigurationError } from '../sync/errors';
import { parseOrExplain } from './parse';

const text = z.string().trim();
const empty = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const truth = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((word) => word === 'true'),
]);
const address = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });

/**
 * What a deployment is given from cdk.json, `-c name=value` or the environment (NAME_IN_CAPITALS, which counts first).
 * One stack per agency: its name and the names of its secrets and parameters are made of `agency`.
 */
export const deploymentSchema = z.object({
  agency: z
    .preprocess(
      empty,
      text
        .regex(
          /^[a-z][a-z0-9-]{0,29}$/,
          'must be lower-case letters, digits and hyphens, at most 30',
        )
        .default('default'),
    )
    .describe('Name of the agency.'),
  giavEndpoint: z
    .preprocess(
      empty,
      address.default('https://services.mytravelagency.app/webservices/api_2_05.asmx'),
    )
    .transform((url) => url.replace(/\?wsdl$/i, ''))
    .describe("Address of GIAV's SOAP service."),
  giavBasicUser: optional(text.min(1)).describe(
    'User for HTTP Basic, where an installation of GIAV wants it.',
  ),
  clientifyBaseUrl: z
    .preprocess(empty, address.default(CLIENTIFY_BASES[0]))
    .transform((url) => url.replace(/\/+$/, ''))
    .refine((url) => url.endsWith('/v1'), 'must end in /v1')
    .describe("Address of Clientify's REST API, v1."),
  syncConfig: optional(text.min(1)).describe('Path of the mapping settings (JSON).'),
  autoSetup: z
    .preprocess(empty, truth.default(true))
    .describe('Runs create missing custom fields in Clientify.'),
  console: z
    .preprocess(empty, truth.default(true))
    .describe(
      'The console for the agency: pages behind an address of their own, with a user pool for who is invited.',
    ),
  writeBack: optional(z.enum(['off', 'dry-run', 'on'])).describe(
    'As writeBack.mode of the mapping settings, which it overrules.',
  ),
  writeBackAcknowledgeUnreadable: optional(truth).describe(
    'As writeBack.acknowledgeUnreadable, which it overrules.',
  ),
  writeBackCreate: optional(z.enum(['never', 'clients', 'always'])).describe(
    'As writeBack.create, which it overrules.',
  ),
  writeBackWinner: optional(z.enum(['giav', 'clientify'])).describe(
    'As writeBack.winner, which it overrules.',
  ),
  webhook: z
    .preprocess(empty, z.enum(['with-way-back', 'always']).default('with-way-back'))
    .describe(
      'Whether the public address, its secret and the search for lost changes exist while the way back is off: `with-way-back` no, `always` yes.',
    ),
});
export type DeploymentFacts = z.infer<typeof deploymentSchema>;

const NAMES = Object.keys(deploymentSchema.shape);
/** Name of a fact in the environment. */
export const variableOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
/** Context that belongs to the CDK itself: feature flags, look-ups, bundling. */
const isOfCdk = (name: string): boolean =>
  name.startsWith('@') || name.startsWith('aws:') || name.startsWith('cdk-') || name.includes(':');

const DEPLOYMENT = {
  en: 'The deployment (cdk.json, -c, environment)',
  es: 'El despliegue (cdk.json, -c, entorno)',
};

/** The facts of a deployment; a ConfigurationError names a value that does not fit, or a name that nobody reads. */
export function readDeploymentFacts(
  context: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): DeploymentFacts {
  const unknown = Object.keys(context).filter((name) => !isOfCdk(name) && !NAMES.includes(name));
  if (unknown.length > 0)
    throw new ConfigurationError(
      `Unknown deployment setting: ${unknown.join(', ')}. Allowed: ${NAMES.join(', ')} (cdk.json or -c name=value).`,
    );
  const given = Object.fromEntries(
    NAMES.map((name) => [name, env[variableOf(name)] ?? context[name]]),
  );
  return parseOrExplain(deploymentSchema, given, DEPLOYMENT, {
    showValues: true,
  });
}

/** Output of what a deployment does not have: CloudFormation knows no empty ones. */
export const NONE = '-';
