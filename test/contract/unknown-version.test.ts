import { DynamoRuns } from '../../lib/state/runs';
import { keys } from '../../lib/state/keys';
import { ConfigurationError } from '../../lib/sync/errors';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-11-01T10:00:00Z');
const ofVersion = (v: number) => ({ ...keys.run('r'), v });

/** A run of a version that this one does not know: what its fields mean now, nobody can tell. */
describe('a run that a later version has written', () => {
  const table = new MemoryTable();
  const runs = new DynamoRuns(table, 60_000);
  beforeAll(async () => {
    await runs.acquire('r', 'full', NOW, true);
    const item = await table.get(keys.run('r'));
    await table.put({ ...item, ...ofVersion(99) });
  });

  it('is not read as if it were of this one', async () => {
    await expect(runs.get('r')).rejects.toThrow(ConfigurationError);
  });
  it('is nobody’s run in progress: the next one reads all of it again', async () => {
    expect(await runs.active()).toBeNull();
  });
  it('is not listed', async () => {
    for await (const run of runs.recent()) throw new Error(`listed: ${run.id}`);
  });
  it('of this version is all of that', async () => {
    const item = await table.get(keys.run('r'));
    await table.put({ ...item, ...ofVersion(1) });
    expect((await runs.get('r'))?.id).toBe('r');
    expect((await runs.active())?.id).toBe('r');
    const listed: string[] = [];
    for await (const run of runs.recent()) listed.push(run.id);
    expect(listed).toEqual(['r']);
  });
});
