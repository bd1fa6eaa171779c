import { connectClientify } from './connect';
import { connectGiav } from './connect-giav';
import { connectState } from './environment';
import type { allFacts } from './facts';

/** The state and both systems. Apart from what needs one system only: GIAV's SOAP library is half of a bundle. */
export function connectBoth(
  env: NodeJS.ProcessEnv,
  { config, ...secrets }: Awaited<ReturnType<typeof allFacts>>,
) {
  const state = connectState(env);
  return {
    ...state,
    config,
    giav: connectGiav(env, config, secrets.giav),
    ...connectClientify(env, state.gate, secrets.clientify, config),
  };
}

export type BothSystems = ReturnType<typeof connectBoth>;
