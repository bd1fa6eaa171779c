import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TEMPLATE, release } from '../../bin/release/release';
import { parseSyncConfig } from '../../lib/config/environment';
import { SyncStack } from '../../lib/stack/sync-stack';

interface Released {
  readonly Parameters: Record<
    string,
    { Type: string; Description: string; Default?: string; AllowedPattern?: string }
  >;
  readonly Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  readonly Rules?: unknown;
}

const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-release-'));
let released: Released;
beforeAll(() => {
  process.env['GIAV_BASIC_USER'] = 'somebody-here';
  release(directory, 'giav-clientify/test/');
  delete process.env['GIAV_BASIC_USER'];
  released = JSON.parse(readFileSync(join(directory, TEMPLATE), 'utf8')) as Released;
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('the template of a release', () => {
  it('has the resources of one that CDK deploys, by the same ids, but for the mappings of queues to functions, whose ids hold the name of the stack', () => {
    const deployed = Template.fromStack(
      new SyncStack(
        new App({
          context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true },
        }),
        'giav-clientify-test',
        {
          agency: 'test',
          giavEndpoint: 'https://giav.example/api.asmx',
          clientifyBaseUrl: 'https://clientify.example/v1',
          config: parseSyncConfig('{}'),
        },
      ),
    ).toJSON() as Released;
    const typed = ({ Resources }: Released): Record<string, string> =>
      Object.fromEntries(
        Object.entries(Resources)
          .filter(([, { Type }]) => !/CDK::Metadata|EventSourceMapping/.test(Type))
          .map(([id, { Type }]) => [id, Type]),
      );
    expect(typed(released)).toEqual(typed(deployed));
  });

  it('has nothing of the surroundings in which it was made: another agency launches it', () => {
    const text = JSON.stringify(released.Resources);
    expect(text).toContain('"GIAV_BASIC_USER":{"Ref":"GiavUser"}');
    expect(text).not.toContain('somebody-here');
  });

  it('asks for everything in Spanish and in English', () => {
    expect(Object.keys(released.Parameters).sort()).toEqual([
      'AgencyName',
      'AlarmEmail',
      'AssetsBucket',
      'AssetsPrefix',
      'ClientifyAddress',
      'DigestEmail',
      'GiavAddress',
      'GiavUser',
    ]);
    for (const [name, { Description }] of Object.entries(released.Parameters)) {
      const [spanish = '', english = ''] = Description.split(' / ');
      expect([name, spanish.length > 20, english.length > 20]).toEqual([name, true, true]);
      expect(spanish).toMatch(/\b(?:del?|la|el|por|en)\b/);
      expect(english).toMatch(/\b(?:the|of|who)\b/i);
    }
  });

  it.each([
    ['AgencyName', 'acme', 'Acme'],
    ['AgencyName', 'costa-2', '-costa'],
    ['GiavAddress', 'https://giav.example/api.asmx', 'https://giav.example/api.asmx?wsdl'],
    ['GiavUser', 'agencia', 'dos palabras'],
    ['ClientifyAddress', 'https://api.clientify.net/v1', 'https://api.clientify.net/v2'],
    ['AssetsPrefix', 'a/b/', 'a/b'],
    ['AssetsPrefix', '', 'a b/'],
  ])('takes %s %s, and not %s', (name, good, bad) => {
    const pattern = new RegExp(released.Parameters[name]?.AllowedPattern ?? '(none)');
    expect([pattern.test(good), pattern.test(bad)]).toEqual([true, false]);
  });

  it('needs no bootstrap, and takes code from where its parameters say', () => {
    expect(JSON.stringify(released)).not.toMatch(/bootstrap|cdk-/i);
    expect(released.Rules).toBeUndefined();
    const functions = Object.values(released.Resources).filter(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );
    expect(functions.length).toBeGreaterThanOrEqual(5);
    for (const { Properties } of functions)
      expect(Properties?.['Code']).toEqual({
        S3Bucket: { Ref: 'AssetsBucket' },
        S3Key: {
          'Fn::Join': [
            '',
            [{ Ref: 'AssetsPrefix' }, expect.stringMatching(/^[0-9a-f]{64}\.zip$/) as string],
          ],
        },
      });
  });

  it('names no agency: its names are made of the parameter', () => {
    const names = Object.values(released.Resources).flatMap(({ Properties = {} }) =>
      ['AlarmName', 'DashboardName', 'UserPoolName'].flatMap((key) =>
        key in Properties ? [Properties[key]] : [],
      ),
    );
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(JSON.stringify(name)).toContain('{"Ref":"AgencyName"}');
  });

  it('is small enough to be launched from a bucket', () => {
    expect(readFileSync(join(directory, TEMPLATE)).length).toBeLessThan(1_000_000);
  });
});
