import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { readDeploymentFacts } from '../lib/config/deployment';
import { parseSyncConfig, withEnvironment } from '../lib/config/environment';
import { SyncStack } from '../lib/stack/sync-stack';

const app = new App();
const { syncConfig, ...facts } = readDeploymentFacts(app.node.getAllContext() as Record<string, unknown>, process.env);
const config = parseSyncConfig(syncConfig === undefined ? undefined : readFileSync(syncConfig, 'utf8'));

new SyncStack(app, `giav-clientify-${facts.agency}`, {
  ...facts,
  config: withEnvironment(config, {
    WRITE_BACK: facts.writeBack,
    WRITE_BACK_ACKNOWLEDGE_UNREADABLE: facts.writeBackAcknowledgeUnreadable?.toString(),
    WRITE_BACK_CREATE: facts.writeBackCreate,
    WRITE_BACK_WINNER: facts.writeBackWinner,
  }),
});
