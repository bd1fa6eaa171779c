import { readFileSync } from 'node:fs';
import type { DeploymentFacts } from '../lib/config/deployment';
import { parseSyncConfig, withEnvironment } from '../lib/config/environment';
import type { SyncConfig } from '../lib/config/schema';
import { ConfigurationError } from '../lib/sync/errors';

function settingsAt(path: string | undefined): SyncConfig {
  if (path === undefined) return parseSyncConfig(undefined);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError(`syncConfig names a file that cannot be read: ${path}`);
  }
  return parseSyncConfig(text);
}

/** The mapping settings that a stack is made with: the document that the facts name, and what they say themselves. */
export const deployedSettings = (facts: DeploymentFacts): SyncConfig =>
  withEnvironment(settingsAt(facts.syncConfig), {
    WRITE_BACK: facts.writeBack,
    WRITE_BACK_ACKNOWLEDGE_UNREADABLE: facts.writeBackAcknowledgeUnreadable?.toString(),
    WRITE_BACK_CREATE: facts.writeBackCreate,
    WRITE_BACK_WINNER: facts.writeBackWinner,
  });

/** One sentence for the engineer; a stack trace would hide it. */
export function endWith(error: unknown): never {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`ConfigurationError: ${error.message}\n`);
  process.exit(2);
}
