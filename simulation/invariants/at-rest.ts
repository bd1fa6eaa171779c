import type { World } from '../world';
import { judgeConservation } from './conservation';
import { judgeIdentity } from './identity';

/** What must hold once nothing is under way any more. */
export async function judgeAtRest(world: World): Promise<void> {
  judgeIdentity(world);
  await judgeConservation(world);
}
