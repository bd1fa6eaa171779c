import '../../bin/text-files';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parseSyncConfig } from '../../lib/config/environment';
import { SyncStack } from '../../lib/stack/sync-stack';
import { fullRun, leave, openWorld, write } from './upgrade';

/** `npx tsx test/harness/make-upgrade.ts <version>`: what this version leaves behind, for the upgrades to the next ones. Before a release, never after it. */
const [version = ''] = process.argv.slice(2);
const NAME = 'giav-clientify-upgrade';

function template(): Parameters<typeof leave>[2] {
  const outdir = mkdtempSync(join(tmpdir(), 'upgrade-'));
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  new SyncStack(app, NAME, {
    agency: 'upgrade',
    giavEndpoint: 'https://giav.example/api.asmx',
    clientifyBaseUrl: 'https://clientify.example/v1',
    config: parseSyncConfig('{"writeBack":{"mode":"on","acknowledgeUnreadable":true}}'),
  });
  app.synth();
  const text = readFileSync(join(outdir, `${NAME}.template.json`), 'utf8');
  return JSON.parse(text) as ReturnType<typeof template>;
}

async function make(): Promise<void> {
  const synthesised = template();
  const world = openWorld('2026-11-26T09:00:00.000Z');
  await fullRun(world, 'first');
  world.people.act({ do: 'clientify-edit', what: 'first_name' }, 1);
  world.people.act({ do: 'giav-edit', field: 'Movil', blank: false }, 2);
  await fullRun(world, 'second');
  await fullRun(world, 'third');
  const text = write(leave(world, version, synthesised));
  world.close();
  writeFileSync(join(__dirname, '..', 'fixtures', 'upgrade', `${version}.json`), text);
}

void make();
