import { VirtualWorld } from './virtual-world';
import { client, expediente, withId, type Fields } from './world';

/** A world whose two clients, and the expediente 101 of the first, a run has brought to Clientify; its logs are empty. */
export async function openInStep(config: object = {}): Promise<VirtualWorld> {
  const world = VirtualWorld.open({ config: { officePrefix: 'never', ...config } });
  for (const id of [1, 2]) world.addClient(client(id));
  world.addExpediente(expediente(101, 1));
  await world.sync();
  world.clearLog();
  return world;
}

/** The contact of a client of GIAV. */
export const contactOf = (world: VirtualWorld, id: number): Fields | undefined =>
  withId(world.crm('contacts'), id)[0];
