import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { parseSyncConfig, withEnvironment } from '../lib/config/environment';
import { SyncStack } from '../lib/stack/sync-stack';

const app = new App();
const setting = (name: string, fallback: string): string => {
  const value: unknown = app.node.tryGetContext(name);
  return process.env[name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()] ?? (typeof value === 'string' ? value : fallback);
};

const agency = setting('agency', 'default');
const configPath = setting('syncConfig', '');

new SyncStack(app, `giav-clientify-${agency}`, {
  agency,
  giavEndpoint: setting('giavEndpoint', 'https://services.mytravelagency.app/webservices/api_2_05.asmx'),
  giavBasicUser: setting('giavBasicUser', '') || undefined,
  clientifyBaseUrl: setting('clientifyBaseUrl', 'https://api.clientify.net/v1'),
  autoSetup: setting('autoSetup', 'true') !== 'false',
  config: withEnvironment(parseSyncConfig(configPath === '' ? undefined : readFileSync(configPath, 'utf8')), {
    WRITE_BACK: setting('writeBack', ''),
    WRITE_BACK_ACKNOWLEDGE_UNREADABLE: setting('writeBackAcknowledgeUnreadable', ''),
    WRITE_BACK_CREATE: setting('writeBackCreate', ''),
    WRITE_BACK_WINNER: setting('writeBackWinner', ''),
  }),
});
