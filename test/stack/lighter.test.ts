import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { compileFunction } from 'node:vm';
import {
  isRetryableByTrait,
  isServerError,
  isThrottlingError,
  isTransientError,
} from '@smithy/core/retry';
import { build, type Plugin } from 'esbuild';
import { XMLParser } from 'fast-xml-parser';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/metadata.min.json';
import {
  lighter,
  lighterShapes,
  unreached,
  withoutBlanks,
  withoutFormats,
} from '../../lib/stack/bundling/lighter';

const ROOT = join(__dirname, '..', '..');
const CLIENTS = [
  'cognito-identity-provider',
  'dynamodb',
  'eventbridge',
  'secrets-manager',
  'sns',
  'sqs',
  'ssm',
];

/** A module's exports, as a bundle has them. */
async function loaded(contents: string, plugins: Plugin[] = []): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins,
    logLevel: 'error',
  });
  const module = { exports: {} as Record<string, unknown> };
  const [{ text } = { text: '' }] = outputFiles;
  const run = compileFunction(text, ['module', 'exports', 'require']) as (...of: unknown[]) => void;
  run(module, module.exports, require);
  return module.exports;
}

describe('the shapes of an AWS client', () => {
  it.each(CLIENTS)('of %s say the same as those on the disk', async (client) => {
    const file = `node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`;
    const source = readFileSync(join(ROOT, file), 'utf8');
    expect(lighterShapes(source)).not.toMatch(/\[_\w+\]:/);
    const all = `export * from './${file}'`;
    const [plain, light] = await Promise.all([loaded(all), loaded(all, [lighter])]);
    expect(Object.keys(plain).length).toBeGreaterThan(10);
    expect(Object.keys(light)).toEqual(Object.keys(plain));
    const shown = (of: Record<string, unknown>): string[] =>
      Object.entries(of)
        .filter(([name]) => name !== 'errorTypeRegistries')
        .map(([name, shape]) => `${name} ${inspect(shape, { depth: 3, maxArrayLength: 500 })}`);
    expect(shown(light)).toEqual(shown(plain));
  });
});

interface Refused extends Error {
  readonly $fault: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

/** What a call comes to that AWS answers so. */
async function refusedBy(
  of: Record<string, unknown>,
  { client, command, input }: { client: string; command: string; input: object },
  { status, type }: { status: number; type: string },
): Promise<Refused> {
  const body = JSON.stringify({ __type: type, message: 'because' });
  const requestHandler = {
    handle: () =>
      Promise.resolve({
        response: {
          statusCode: status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Readable.from([Buffer.from(body)]),
        },
      }),
  };
  const Client = of[client] as new (options: object) => { send(command: object): Promise<unknown> };
  const Command = of[command] as new (input: object) => object;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sender = new Client({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 1 });
  return sender.send(new Command(input)).then(
    () => Promise.reject(new Error('it was taken')),
    (error: unknown) => error as Refused,
  );
}

describe('an error of AWS', () => {
  const GET = { client: 'GetItem', command: 'GetItemCommand' };
  const dynamo = { ...GET, client: 'DynamoDBClient', input: { TableName: 't', Key: {} } };
  const ssm = { client: 'SSMClient', command: 'GetParameterCommand', input: { Name: 'n' } };
  const secret = {
    client: 'SecretsManagerClient',
    command: 'GetSecretValueCommand',
    input: { SecretId: 's' },
  };
  const sqs = {
    client: 'SQSClient',
    command: 'SendMessageCommand',
    input: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', MessageBody: 'm' },
  };
  const bus = { client: 'EventBridgeClient', command: 'PutEventsCommand', input: { Entries: [] } };
  const all = ['ssm', 'dynamodb', 'secrets-manager', 'sqs', 'eventbridge']
    .map((name) => `export * from '@aws-sdk/client-${name}';`)
    .join('\n');
  let plain: Record<string, unknown>;
  let light: Record<string, unknown>;
  beforeAll(async () => {
    [plain, light] = await Promise.all([loaded(all), loaded(all, [lighter])]);
  });

  it.each([
    ['ParameterNotFound', ssm, 400],
    ['AccessDeniedException', ssm, 400],
    ['InternalServerError', ssm, 500],
    ['ThrottlingException', ssm, 400],
    ['ResourceNotFoundException', secret, 400],
    ['DecryptionFailure', secret, 400],
    ['InternalServiceError', secret, 500],
    ['ProvisionedThroughputExceededException', dynamo, 400],
    ['ReplicatedWriteConflictException', dynamo, 400],
    ['RequestLimitExceeded', dynamo, 400],
    ['ResourceNotFoundException', dynamo, 400],
    ['InternalServerError', dynamo, 500],
    ['QueueDoesNotExist', sqs, 400],
    ['RequestThrottled', sqs, 403],
    ['InternalException', bus, 500],
    ['SomethingOfTomorrow', ssm, 400],
  ])(
    '%s is told by its name, its status and its weather, without a class',
    async (type, call, status) => {
      const [known, told] = [
        await refusedBy(plain, call, { status, type }),
        await refusedBy(light, call, { status, type }),
      ];
      const shown = (error: Refused): unknown[] => [
        error.name,
        error.message,
        error.$fault,
        error.$metadata.httpStatusCode,
        [isThrottlingError, isTransientError, isServerError, isRetryableByTrait].map((is) =>
          is(error as never),
        ),
      ];
      expect(shown(told)).toEqual(shown(known));
    },
  );

  it('of a condition is told by its class, which the state asks for', async () => {
    const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
    const told = await refusedBy(light, dynamo, { status: 400, type });
    expect(told).toBeInstanceOf(light['ConditionalCheckFailedException']);
  });
});

describe('a phone', () => {
  const light = withoutFormats(metadata as never) as unknown as typeof metadata;
  const read = (text: string, of: typeof metadata): unknown => {
    const number = parsePhoneNumberFromString(text, 'ES', of as never);
    return (
      number && [number.number, number.country, number.ext, number.isPossible(), number.isValid()]
    );
  };

  it('is read as with the whole metadata, of every country, however it is written', () => {
    let numbers = 0;
    for (const [country, example] of Object.entries(examples)) {
      const code = (metadata.countries as unknown as Record<string, string[]>)[country]?.[0] ?? '';
      for (const text of [
        `+${code}${example}`,
        `+${code} ${example.replace(/(\d{3})/g, '$1 ')}`,
        `00${code}${example}`,
        `+${code}0${example} ext. 12`,
        `+${code}${example.slice(1)}`,
        `+${code}${example}9`,
        example,
      ]) {
        const known = read(text, metadata);
        numbers += known === undefined ? 0 : 1;
        expect([text, read(text, light)]).toEqual([text, known]);
      }
    }
    expect(numbers).toBeGreaterThan(1000);
  });

  it('takes less than half of it', () => {
    const size = (of: unknown): number => JSON.stringify(of).length;
    expect(size(light)).toBeLessThan(size(metadata) / 2);
  });
});

describe('the WSDL', () => {
  it('says the same without its blanks, and is shorter', () => {
    const text = readFileSync(join(ROOT, 'wsdl', 'giav.wsdl'), 'utf8');
    const parser = new XMLParser({ ignoreAttributes: false, preserveOrder: true });
    expect(parser.parse(withoutBlanks(text))).toEqual(parser.parse(text));
    expect(withoutBlanks(text).length).toBeLessThan(text.length * 0.9);
  });
});

describe('what is never reached', () => {
  it('says what is missing, should somebody reach it', async () => {
    const made = unreached('export const one = 1;\nexport function two() {}', 'The thing');
    const { one, two } = await loaded(made);
    for (const call of [one, two] as (() => void)[])
      expect(call).toThrow('The thing is not bundled');
  });
});
