import { DynamoRuns } from '../../lib/state/runs';
import type { RecordResult } from '../../lib/sync/decision';
import { MemoryTable } from '../ports/table';
import { RunOffice } from '../ports/run-office';

const NOW = new Date('2026-03-02T09:00:00Z');
const unchanged = (...ids: string[]): Map<string, RecordResult> =>
  new Map(ids.map((id) => [id, { outcome: 'unchanged' }]));

/** A run that has passed two pages of clients. */
async function runOfTwoPages(): Promise<DynamoRuns> {
  const runs = new DynamoRuns(new MemoryTable(), 900_000);
  const acquired = await runs.acquire('r1', 'modified', NOW, true);
  if (!('run' in acquired)) throw new Error('the run was not taken');
  for (const [page, known] of [
    [0, unchanged()],
    [1, unchanged('b')],
  ] as const)
    await runs.openPage('r1', 'client', page, page === 0 ? ['a'] : ['b'], known, NOW);
  await runs.markDone('r1', 'client', [1], NOW);
  await runs.checkpoint(acquired.run, { phase: 'draining', clientPages: 2 });
  return runs;
}

describe('which pages of a run are done', () => {
  it('is not told by a page that no checkpoint has passed: the list was shorter when it was read again', async () => {
    const runs = await runOfTwoPages();
    await runs.openPage('r1', 'client', 2, ['c'], unchanged('c'), NOW);
    expect(await runs.markDone('r1', 'client', [2], NOW)).toBe(false);
    expect(await runs.countDone('r1')).toBe(1);
    await runs.addResults('r1', 'client', 0, unchanged('a'));
    expect(await runs.markDone('r1', 'client', [0], NOW)).toBe(true);
  });

  it('is not told by an invocation that has lost the run in the middle of a page', async () => {
    const office = new RunOffice();
    office.addClients(150);
    const marked: [string, readonly number[]][] = [];
    const markDone = office.runs.markDone.bind(office.runs);
    const checkpoint = office.runs.checkpoint.bind(office.runs);
    jest.spyOn(office.runs, 'markDone').mockImplementation((runId, entity, pages, now) => {
      marked.push([entity, [...pages]]);
      return markDone(runId, entity, pages, now);
    });
    // Somebody else has taken it before the second page is passed.
    jest
      .spyOn(office.runs, 'checkpoint')
      .mockImplementation((run, change) =>
        change.clientPages === 2 ? Promise.resolve(null) : checkpoint(run, change),
      );
    office.start('full', 'r1');
    await office.step();
    expect(marked).toEqual([['client', [0]]]);
  });
});
