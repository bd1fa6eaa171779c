import type { Context } from 'aws-lambda';
import { callTimeOf } from '../lib/sync/call-time';
import { ClientifyAccountApi } from '../lib/clientify/account';
import type { SyncConfig } from '../lib/config/schema';
import { writeBackMode } from '../lib/config/way-back-settings';
import { connectClientify } from '../lib/runtime/connect';
import { connection } from '../lib/runtime/connection';
import { connectState } from '../lib/runtime/environment';
import { clientifyFacts } from '../lib/runtime/facts';
import { reconcile } from '../lib/way-back/reconcile';

const env = process.env;
type State = ReturnType<typeof connectState>;
type Clientify = ReturnType<typeof connectClientify>;

/** What the function works with, made of its connections. */
export const portsOf = (state: State, { http, parallel }: Clientify, config: SyncConfig) => ({
  ...state,
  http,
  clientify: new ClientifyAccountApi(http, parallel),
  writes: writeBackMode(config) === 'on',
});

/** The function on other connections: the simulation's. */
export const handlerOn =
  (connect: () => Promise<ReturnType<typeof portsOf>>) =>
  async (_: unknown, context: Context): Promise<void> => {
    const ports = await connect();
    ports.http.within(callTimeOf(() => context.getRemainingTimeInMillis()));
    await reconcile(ports);
    ports.meter.flush();
  };

/** Reconcile queue → hints about what webhooks did not tell. */
export const handler = handlerOn(
  connection(
    () => clientifyFacts(env),
    ({ config, clientify }) => {
      const state = connectState(env);
      return portsOf(state, connectClientify(env, state.gate, clientify, config), config);
    },
  ),
);
