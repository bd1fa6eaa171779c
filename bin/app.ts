import { App } from 'aws-cdk-lib';
import { readDeploymentFacts } from '../lib/config/deployment';
import { SyncStack } from '../lib/stack/sync-stack';
import { deployedSettings, endWith } from './deployed-settings';

try {
  const app = new App();
  const facts = readDeploymentFacts(
    app.node.getAllContext() as Record<string, unknown>,
    process.env,
  );
  new SyncStack(app, `giav-clientify-${facts.agency}`, {
    ...facts,
    config: deployedSettings(facts),
  });
} catch (error) {
  endWith(error);
}
