import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeploymentFacts } from '../../lib/config/deployment';
import { parseSyncConfig } from '../../lib/config/environment';
import { settingsJsonSchema } from '../../lib/config/json-schema';
import { OWNED_BY_CHOICE } from '../../lib/config/client-settings';
import { mappingSettings } from '../../lib/config/mapping-settings';
import { settingsKey } from '../../lib/sync/fingerprint';
import { isTwoWay, OWNERSHIP } from '../../lib/sync/ownership';
import { resolveStages } from '../../lib/sync/stages';

const parse = (settings: unknown) => parseSyncConfig(JSON.stringify(settings));
const docs = (file: string): string =>
  readFileSync(join(__dirname, '..', '..', 'docs', file), 'utf8');

describe('mapping settings', () => {
  it.each([
    [
      'a wrong key',
      { pipelines: 'x' },
      /Unrecognized key: "pipelines".* Allowed: .*pipeline, stages/,
    ],
    [
      'a wrong key further in',
      { writeBack: { modus: 'on' } },
      /^.*writeBack: .*"modus".* Allowed: mode, acknowledgeUnreadable/,
    ],
    [
      'a wrong type',
      { modified: { everyMinutes: 'ten' } },
      /modified\.everyMinutes: .*expected number.*\(given: "ten"\)/,
    ],
    [
      'a value that is not one of the allowed ones',
      { officePrefix: 'sometimes' },
      /officePrefix: .*"never"\|"always"\|"auto" \(given: "sometimes"\)/,
    ],
    [
      'a status that Clientify does not have',
      { clientTypes: { Empresa: { status: 'vip' } } },
      /clientTypes\.Empresa\.status: .*"lost-client" \(given: "vip"\)/,
    ],
    ['a Tipo that GIAV does not have', { clientTypes: { Persona: {} } }, /clientTypes.*Persona/],
    [
      'a date that is no choice',
      { dealStartDate: 'Salida' },
      /dealStartDate: .*"FechaCreacion"\|"FechaDesde".*\(given: "Salida"\)/,
    ],
    [
      'a crontab with six fields',
      { full: { cron: '0 0 3 * * *' } },
      /full\.cron: must be five crontab fields.*\(given: "0 0 3 \* \* \*"\)/,
    ],
    [
      'an hour that does not exist',
      { full: { cron: '0 25 * * *' } },
      /full\.cron: must be five crontab fields/,
    ],
    [
      'a day of the month and a weekday at once',
      { full: { cron: '0 3 1 * 1' } },
      /full\.cron: must be five crontab fields/,
    ],
    [
      'an hour of the letter that leaves none to try again',
      { letter: { hour: 22 } },
      /letter\.hour: .*20 \(given: 22\)/,
    ],
    ['an owner of what always flows from GIAV', { owners: { status: 'two-way' } }, /owners/],
    [
      'an owner that is none',
      { owners: { phones: 'clientify' } },
      /owners\.phones: .*"giav"\|"two-way" \(given: "clientify"\)/,
    ],
  ])('refuse %s, with its path, the value and what is allowed', (_, settings, message) => {
    expect(() => parse(settings)).toThrow(message);
  });
  it('refuse what is not JSON', () => {
    expect(() => parseSyncConfig('{ "pipeline": ')).toThrow('not valid JSON');
  });
  it('are all optional', () => {
    expect(parseSyncConfig('')).toMatchObject({
      pipeline: 'Expedientes',
      full: { cron: '0 3 * * *' },
      offices: [],
      owners: {},
    });
  });
  it('are described for editors by a schema that is up to date: npm run schema', () => {
    expect(JSON.parse(docs('sync.config.schema.json'))).toEqual(
      JSON.parse(JSON.stringify(settingsJsonSchema())),
    );
  });
  it('are explained key by key in that schema', () => {
    const missing: string[] = [];
    const walk = (node: Record<string, unknown>, path: string): void => {
      for (const [name, inner] of Object.entries(
        (node['properties'] as Record<string, Record<string, unknown>> | undefined) ?? {},
      )) {
        if (inner['description'] === undefined) missing.push(`${path}${name}`);
        walk(inner, `${path}${name}.`);
      }
    };
    walk(settingsJsonSchema(), '');
    expect(missing.filter((path) => !path.startsWith('consents.rgpdTexts.'))).toEqual([]);
  });
  it('have an example that is valid', () => {
    expect(parseSyncConfig(docs('sync.config.example.json'))).toMatchObject({
      offices: ['MAD', 'BCN'],
      writeBack: { mode: 'dry-run' },
    });
  });
  it('ask for a full run when they change what a record becomes, and only then', () => {
    const key = (settings: unknown): string => settingsKey(mappingSettings(parse(settings)));
    const before = key({});
    for (const changed of [
      { pipeline: 'Otro' },
      { consents: { unsubscribe: 'never' } },
      { offices: ['MAD'] },
      { stages: { a: 'b' } },
    ])
      expect(key(changed)).not.toBe(before);
    for (const same of [
      { $schema: 'x' },
      { full: { cron: null } },
      { owners: { phones: 'giav' } },
      { modified: { everyMinutes: 5 } },
      { forgotten: 'may-return' },
      { letter: { weekly: true } },
    ])
      expect(key(same)).toBe(before);
  });
  it('have the key that they had before there was anything to choose, while nothing is chosen', () => {
    const key = (settings: unknown): string => settingsKey(mappingSettings(parse(settings)));
    expect(key({})).toBe('nbH5NxJ0qjRSWRj0');
    expect(key({ customFields: [] })).toBe('nbH5NxJ0qjRSWRj0');
    expect(key({ deals: {} })).toBe('nbH5NxJ0qjRSWRj0');
    for (const chosen of [
      { amount: 'sales' },
      { amount: 'sales', pending: 'customField' },
      { owner: 'agent' },
      { close: { won: ['Finalizado'] } },
    ])
      expect(key({ deals: chosen })).not.toBe(key({}));
    expect(key({ customFields: [{ from: 'Codigo', to: 'numero', on: 'client' }] })).not.toBe(
      key({}),
    );
  });
  it('offer an owner for exactly the fields that may be edited on both sides', () => {
    const twoWay = new Set(
      Object.values(OWNERSHIP).flatMap((fields) =>
        Object.entries(fields).flatMap(([name, owner]) => (owner === 'two-way' ? [name] : [])),
      ),
    );
    expect(new Set<string>(OWNED_BY_CHOICE)).toEqual(twoWay);
  });
  it('can take a field away from Clientify, but never give it one that always flows from GIAV', () => {
    expect(isTwoWay('contact', 'phones')).toBe(true);
    expect(isTwoWay('contact', 'phones', { phones: 'giav' })).toBe(false);
    expect(isTwoWay('contact', 'status', { status: 'two-way' })).toBe(false);
  });
  it('name entries of the stages that one of the systems does not know', () => {
    const { unknown } = resolveStages(
      [{ id: 11, name: 'Confirmado' }],
      [{ name: 'Ganado', url: 'u' }],
      {
        Confirmado: 'Ganado',
        '11': 'Perdido',
        Anulado: 'Ganado',
      },
    );
    expect(unknown).toEqual([
      { side: 'clientify', key: '11', name: 'Perdido' },
      { side: 'giav', key: 'Anulado', name: 'Ganado' },
    ]);
  });
});

describe('deployment facts', () => {
  it('come from the context, and the environment counts before it', () => {
    const facts = readDeploymentFacts({ agency: 'norte', writeBack: 'dry-run' }, { AGENCY: 'sur' });
    expect(facts).toMatchObject({
      agency: 'sur',
      writeBack: 'dry-run',
      clientifyBaseUrl: 'https://api.clientify.net/v1',
      autoSetup: true,
    });
  });
  it('leave the context of the CDK itself alone', () => {
    expect(
      readDeploymentFacts(
        { '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': [] },
        {},
      ).agency,
    ).toBe('default');
  });
  it.each([
    [
      'a misspelt name',
      { giavEndpont: 'https://x.example' },
      /Unknown deployment setting: giavEndpont\. Allowed: agency, giavEndpoint/,
    ],
    [
      'an agency that cannot name a stack',
      { agency: 'Viajes Duero' },
      /agency: must be lower-case.*\(given: "Viajes Duero"\)/,
    ],
    [
      'an address that is none',
      { giavEndpoint: 'giav' },
      /giavEndpoint: must be an http\(s\) address \(given: "giav"\)/,
    ],
    [
      'the wrong version of the API',
      { clientifyBaseUrl: 'https://api.clientify.net/v2' },
      /clientifyBaseUrl: must end in \/v1/,
    ],
    [
      'a mode that is none',
      { writeBack: 'yes' },
      /writeBack: .*"off"\|"dry-run"\|"on" \(given: "yes"\)/,
    ],
  ])('refuse %s before anything is deployed', (_, context, message) => {
    expect(() => readDeploymentFacts(context, {})).toThrow(message);
  });
});
