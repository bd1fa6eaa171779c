import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseSyncConfig } from '../../lib/config/environment';
import { SyncStack } from '../../lib/stack/sync-stack';
import { read, shapeOf } from '../harness/upgrade';

const FIXTURES = join(__dirname, '..', 'fixtures', 'upgrade');
const VERSIONS = readdirSync(FIXTURES).map((file) => file.replace(/\.json$/, ''));

const today = shapeOf(
  Template.fromStack(
    new SyncStack(
      new App({ context: { 'aws:cdk:bundling-stacks': [] } }),
      'giav-clientify-upgrade',
      {
        agency: 'upgrade',
        giavEndpoint: 'https://giav.example/api.asmx',
        clientifyBaseUrl: 'https://clientify.example/v1',
        config: parseSyncConfig('{"writeBack":{"mode":"on","acknowledgeUnreadable":true}}'),
      },
    ),
  ).toJSON() as Parameters<typeof shapeOf>[0],
);

describe.each(VERSIONS)('an upgrade of a stack from %s', (version) => {
  const { template } = read(readFileSync(join(FIXTURES, `${version}.json`), 'utf8'));

  it('leaves every resource that holds data: the same id, type, keys and protection', () => {
    expect(Object.keys(template.stateful).length).toBeGreaterThanOrEqual(4);
    for (const [id, resource] of Object.entries(template.stateful))
      expect([id, today.stateful[id]]).toEqual([id, resource]);
  });

  it('keeps the parameters that somebody has given, and the outputs that commands read', () => {
    expect(template.parameters.filter((name) => !today.parameters.includes(name))).toEqual([]);
    expect(template.outputs.filter((name) => !today.outputs.includes(name))).toEqual([]);
  });
});
