import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { readDeploymentFacts } from '../lib/config/deployment';
import { parseSyncConfig, withEnvironment } from '../lib/config/environment';
import { SyncStack } from '../lib/stack/sync-stack';
import { ConfigurationError } from '../lib/sync/errors';

function settingsAt(path: string | undefined): ReturnType<typeof parseSyncConfig> {
  if (path === undefined) return parseSyncConfig(undefined);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError(`syncConfig names a file that cannot be read: ${path}`);
  }
  return parseSyncConfig(text);
}

try {
  const app = new App();
  const { syncConfig, ...facts } = readDeploymentFacts(
    app.node.getAllContext() as Record<string, unknown>,
    process.env,
  );
  new SyncStack(app, `giav-clientify-${facts.agency}`, {
    ...facts,
    config: withEnvironment(settingsAt(syncConfig), {
      WRITE_BACK: facts.writeBack,
      WRITE_BACK_ACKNOWLEDGE_UNREADABLE: facts.writeBackAcknowledgeUnreadable?.toString(),
      WRITE_BACK_CREATE: facts.writeBackCreate,
      WRITE_BACK_WINNER: facts.writeBackWinner,
    }),
  });
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  // One sentence for the engineer; a stack trace would hide it.
  process.stderr.write(`ConfigurationError: ${error.message}\n`);
  process.exit(2);
}
