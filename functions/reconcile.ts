import { writeBackMode } from '../lib/config/schema';
import { connectClientify } from '../lib/runtime/connect';
import { connection } from '../lib/runtime/connection';
import { connectState } from '../lib/runtime/environment';
import { clientifyFacts } from '../lib/runtime/facts';
import { reconcile } from '../lib/way-back/reconcile';

const env = process.env;
const connect = connection(
  () => clientifyFacts(env),
  ({ config, clientify }) => {
    const state = connectState(env);
    return {
      ...state,
      ...connectClientify(env, state.gate, clientify, config),
      writes: writeBackMode(config) === 'on',
    };
  },
);

/** Reconcile queue → hints about what webhooks did not tell. */
export async function handler(): Promise<void> {
  await reconcile(await connect());
}
