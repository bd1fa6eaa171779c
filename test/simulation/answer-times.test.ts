import { answerTimes } from '../../lib/admin/answer-times';
import { VirtualWorld } from '../harness/virtual-world';
import { client } from '../harness/world';

it('a run keeps how long both systems took to answer, over all of its functions', async () => {
  const world = VirtualWorld.open();
  try {
    world.addClient(client(1));
    const { run } = await world.sync();
    const kept = await world.when(world.admin.runs.get(run.id));
    const { giav, clientify } = answerTimes(kept as NonNullable<typeof kept>);
    // What the simulation lets a call take.
    for (const { ms, of } of [
      { ms: giav?.ms, of: { least: 150, most: 2500 } },
      { ms: clientify?.ms, of: { least: 80, most: 1200 } },
    ]) {
      expect(ms).toBeGreaterThanOrEqual(of.least);
      expect(ms).toBeLessThanOrEqual(of.most);
    }
  } finally {
    world.close();
  }
});
