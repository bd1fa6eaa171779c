import { cognitoSessions } from '../console/session/cognito-sessions';
import { identityReader, type IdentitySettings } from '../console/session/identity';
import { KeptSessions } from '../console/session/kept-sessions';
import { CONSOLE_BASE } from '../console/session/paths';
import type { Sessions } from '../console/session/person';
import { Provider } from '../console/session/provider';
import { readConsoleSettings } from '../config/environment';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { DynamoSessionStore } from '../state/session-store';
import type { Table } from '../state/table';

export interface SessionSurroundings {
  readonly table: Table;
  readonly clock: Clock;
  readonly log: Log;
  /** How the user pool's keys are read. @default - from AWS */
  readonly keys?: IdentitySettings['keys'];
}

/** How people get into the deployed console: by the user pool that its environment names. */
export function connectSessions(
  env: Readonly<Record<string, string | undefined>>,
  secret: string,
  { table, clock, log, keys }: SessionSurroundings,
): Sessions {
  const settings = readConsoleSettings(env);
  const { CONSOLE_ORIGIN: origin, CONSOLE_CLIENT_ID: clientId } = settings;
  const base = CONSOLE_BASE;
  const provider = new Provider({
    loginUrl: settings.CONSOLE_LOGIN_URL,
    clientId,
    origin,
    base,
  });
  const identify = identityReader({
    userPoolId: settings.CONSOLE_USER_POOL_ID,
    clientId,
    keys,
  });
  const store = new DynamoSessionStore(table);
  const kept = new KeptSessions({ store, provider, identify, clock });
  return cognitoSessions({ kept, provider, identify, secret, clock, log, origin, base });
}
