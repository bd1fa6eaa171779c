import { answerTimes } from '../../lib/admin/answer-times';
import type { Run } from '../../lib/ports/run';
import type { Calls } from '../../lib/ports/calls';
import { VirtualWorld } from '../harness/virtual-world';
import { client } from '../harness/world';

type Counts = Pick<Run, `calls_${keyof Calls}`>;
const NONE = { ms: NaN };

describe('a run keeps how long both systems took to answer', () => {
  let world: VirtualWorld;
  beforeEach(() => {
    world = VirtualWorld.open();
    for (let id = 1; id <= 5; id++) world.addClient(client(id));
  });
  afterEach(() => world.close());

  /** What the simulation lets a call take, in milliseconds. */
  const expectUsual = (counts: Counts, systems: readonly ('giav' | 'clientify')[]): void => {
    const usual = { giav: [150, 2500], clientify: [80, 1200] } as const;
    for (const system of systems) {
      const { ms } = answerTimes(counts)[system] ?? NONE;
      const [shortest, longest] = usual[system];
      expect(ms).toBeGreaterThanOrEqual(shortest);
      expect(ms).toBeLessThanOrEqual(longest);
    }
  };
  const read = async (id: string): Promise<Run> => (await world.kept.runs.get(id)) as Run;

  it('to what reads them, and to the workers, whose calls come behind', async () => {
    world.enable('record-worker', false);
    const over = world.sync();
    await world.until(async () => (await world.kept.runs.active())?.phase === 'draining');
    const { id } = (await world.kept.runs.active()) as Run;
    await world.until(async () => (await read(id)).calls_clientifyMs > 0);
    const before = await read(id);
    expectUsual(before, ['giav', 'clientify']);
    world.enable('record-worker', true);
    await over;
    const after = await read(id);
    const names = [
      'giav',
      'GET',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'giavMs',
      'clientifyMs',
    ] as const;
    const since = Object.fromEntries(
      names.map((name) => [`calls_${name}`, after[`calls_${name}`] - before[`calls_${name}`]]),
    ) as Counts;
    expect(since.calls_POST).toBeGreaterThanOrEqual(5);
    expectUsual(since, ['clientify']);
  });
});
