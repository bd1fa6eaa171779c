import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readDeploymentFacts } from '../../lib/config/deployment';
import { ROOT } from '../../lib/stack/made-once';
import { SyncStack } from '../../lib/stack/sync-stack';
import { deployedSettings } from '../deployed-settings';
import { askFor, given } from './parameters';
import { ReleaseSynthesizer } from './synthesizer';
import { zipOf } from './zip';

export const TEMPLATE = 'giav-clientify.template.json';
const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};
export const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

/** Makes the template and the zips of its functions in a folder: all that CloudFormation needs. */
export function release(directory: string, prefix: string): void {
  const assembly = mkdtempSync(join(tmpdir(), 'giav-clientify-release-'));
  try {
    const app = new App({ outdir: assembly, context });
    const facts = readDeploymentFacts({}, process.env);
    const synthesizer = new ReleaseSynthesizer();
    const stack = new SyncStack(app, 'giav-clientify', {
      ...facts,
      agency: given('AgencyName'),
      giavEndpoint: given('GiavAddress'),
      giavBasicUser: given('GiavUser'),
      clientifyBaseUrl: given('ClientifyAddress'),
      config: deployedSettings(facts),
      synthesizer,
      description: `giav-clientify ${version}`,
    });
    askFor(stack, prefix);
    app.synth();
    mkdirSync(directory, { recursive: true });
    const template: unknown = JSON.parse(readFileSync(join(assembly, TEMPLATE), 'utf8'));
    writeFileSync(join(directory, TEMPLATE), JSON.stringify(template));
    for (const [folder, zip] of synthesizer.assets) {
      const content = readFileSync(join(assembly, folder, 'index.js'));
      writeFileSync(join(directory, zip), zipOf('index.js', content));
    }
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}
