import { deploymentSchema, readDeploymentFacts, variableOf } from '../../lib/config/deployment';
import { settingsJsonSchema } from '../../lib/config/json-schema';
import { VARIABLES } from '../../lib/config/variables';
import { code, table } from './markdown';

/** What a JSON Schema says of one setting, as far as this page shows it. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

/** Limits that a person set; those of the number format say nothing. */
function range({ minimum, maximum }: Schema): string {
  const [least, most] = [minimum, maximum].map((limit) =>
    limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit,
  );
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  return least === undefined ? '' : ` from ${least}`;
}

/** The values that a setting may have, in words. */
function allowed(schema: Schema): string {
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.anyOf) return schema.anyOf.map(allowed).join(', or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'array') return `list of: ${allowed(schema.items ?? {})}`;
  if (schema.properties)
    return Object.entries(schema.properties)
      .map(([name, inner]) => `${code(name)}: ${allowed(inner)}`)
      .join('; ');
  if (typeof schema.additionalProperties === 'object') {
    const keys = schema.propertyNames?.enum?.map(code).join(', ') ?? 'text';
    return `${keys} → ${allowed(schema.additionalProperties)}`;
  }
  return `${schema.type === 'string' ? 'text' : String(schema.type ?? 'any')}${range(schema)}`;
}

/** Where a rule comes from is for whoever reads the code. */
const withoutSource = (text: string): string =>
  text.replace(/\s*\([^()]*\b(?:giav|clientify)\.md[^()]*\)/g, '');

const shownDefault = (value: unknown): string =>
  value === undefined ? '–' : code(JSON.stringify(value));

/** One row a setting; what holds others is their title only. */
function rowsOf(schema: Schema, path = ''): string[][] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, inner]) =>
      inner.properties
        ? rowsOf(inner, `${path}${name}.`)
        : [
            [
              code(`${path}${name}`),
              shownDefault(inner.default),
              allowed(inner),
              withoutSource(inner.description ?? ''),
            ],
          ],
    );
}

function factRows(): string[][] {
  const defaults = readDeploymentFacts({}, {});
  return Object.entries(deploymentSchema.shape).map(([name, schema]) => [
    code(name),
    code(variableOf(name)),
    shownDefault(defaults[name as keyof typeof defaults]),
    schema.description ?? '',
  ]);
}

/** docs/settings.md: every setting there is, from what checks them. */
export const settingsPage = (): string =>
  [
    '# Settings',
    '',
    'Made by `npm run docs` from the schemas that check the settings; a test fails when it is stale. A wrong name, type or value is refused with its path, the value and what is allowed. [commands.md](commands.md) is made in the same way.',
    '',
    '## Environment variables',
    '',
    'For `npm start`, `npm run dev` and every other command that works on this machine. The four of `WRITE_BACK…` also count for a deployment (below).',
    '',
    ...table(
      ['variable', 'when it is not set', 'meaning'],
      VARIABLES.map(({ names, unset, meaning }) => [names.map(code).join(', '), unset, meaning]),
    ),
    '',
    '## Mapping settings',
    '',
    'One JSON document, named by `SYNC_CONFIG`; every key may be left out. Editors help with [sync.config.schema.json](sync.config.schema.json) (`"$schema"`); an example is [sync.config.example.json](sync.config.example.json). A dot leads into an object: `modified.everyMinutes` is `{"modified": {"everyMinutes": …}}`. After a change of what a record becomes, the next modified run is a full one.',
    '',
    ...table(['key', 'default', 'allowed', 'meaning'], rowsOf(settingsJsonSchema())),
    '',
    '## Facts of a deployment',
    '',
    'From `cdk.json`, `-c name=value`, or the environment, which counts first ([deploying.md](deploying.md)). One stack an agency: its name and those of its secrets are made of `agency`.',
    '',
    ...table(['name', 'in the environment', 'default', 'meaning'], factRows()),
    '',
  ].join('\n');
