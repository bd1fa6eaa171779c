import { connectClientify } from '../lib/runtime/connect';
import { once } from '../lib/runtime/once';
import { connectState } from '../lib/runtime/environment';
import { reconcile } from '../lib/use-cases/reconcile';

const connect = once(async () => {
  const state = connectState(process.env);
  return { ...state, ...(await connectClientify(process.env, state.gate)), writes: process.env['WRITE_BACK'] === 'on' };
});

/** Reconcile queue → hints about what webhooks did not tell. */
export async function handler(): Promise<void> {
  await reconcile(await connect());
}
