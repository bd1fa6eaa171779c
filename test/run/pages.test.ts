import type { RecordResult } from '../../lib/sync/decision';
import { DynamoRuns } from '../../lib/state/runs';
import { keys } from '../../lib/state/keys';
import { ConfigurationError } from '../../lib/sync/errors';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-11-26T03:00:00Z');
const unchanged: RecordResult = { outcome: 'unchanged', unmapped: [] };
const created: RecordResult = { outcome: 'created' };
const of = (result: RecordResult, ...ids: string[]): Map<string, RecordResult> =>
  new Map(ids.map((id) => [id, result]));

let table: MemoryTable;
let runs: DynamoRuns;

beforeEach(async () => {
  table = new MemoryTable();
  runs = new DynamoRuns(table, 60_000);
  await runs.acquire('r', 'full', NOW, true);
});

const open = (page: number, ids: string[], known = of(unchanged)): Promise<boolean> =>
  runs.openPage('r', 'client', page, ids, known, NOW);
const add = (page: number, results: Map<string, RecordResult>): Promise<boolean> =>
  runs.addResults('r', 'client', page, results);
const done = (page: number): Promise<boolean> => runs.markDone('r', 'client', [page], NOW);

async function drain(clientPages: number): Promise<void> {
  const run = await runs.get('r');
  if (run) await runs.checkpoint(run, { phase: 'draining', clientPages });
}

const results = async (): Promise<object[]> => {
  const found: object[] = [];
  for await (const page of runs.pages('r')) found.push(page.results);
  return found;
};

describe('a page of a run', () => {
  it('is done when each of its records has a result, whoever knew it', async () => {
    expect(await open(0, ['1', '2'], of(unchanged, '1', '2'))).toBe(true);
    expect(await open(1, ['3', '4', '007'], of(unchanged, '3'))).toBe(false);
    expect(await add(1, of(created, '4'))).toBe(false);
    expect(await add(1, of({ outcome: 'skipped', reason: 'NOT_IN_GIAV' }, '007'))).toBe(true);
    expect(await runs.summarise('r')).toMatchObject({
      clients: { read: 5, unchanged: 3, created: 1, skipped: 1 },
      reasons: { NOT_IN_GIAV: 1 },
    });
  });

  it('counts a result that is delivered twice once, and the first one stays', async () => {
    await open(0, ['1', '2']);
    await add(0, of(created, '1'));
    await add(0, of(unchanged, '1'));
    expect(await results()).toEqual([{ 1: created }]);
  });

  it('that is read again after a crash keeps what workers told of it', async () => {
    await open(0, ['1', '2'], of(unchanged, '2'));
    await add(0, of(created, '1'));
    expect(await open(0, ['1', '2'], of(unchanged, '1', '2'))).toBe(true);
    expect(await results()).toEqual([{ 1: created, 2: { outcome: 'unchanged' } }]);
  });

  it('that was done and holds another record when it is read again is not done any more', async () => {
    await open(0, ['1'], of(unchanged, '1'));
    await done(0);
    expect(await open(0, ['1', '2'], of(unchanged, '1'))).toBe(false);
    await drain(1);
    expect(await runs.countDone('r')).toBe(0);
    await add(0, of(created, '2'));
    expect(await done(0)).toBe(true);
  });

  it('is the last one when all are done, whichever of them and however often it is told', async () => {
    for (let page = 0; page < 130; page++) await open(page, [String(page)]);
    for (let page = 129; page > 0; page--) {
      await add(page, of(created, String(page)));
      expect(await done(page)).toBe(false);
    }
    await drain(130);
    expect(await done(70)).toBe(false);
    expect(await done(0)).toBe(true);
    expect(await done(70)).toBe(true);
    expect(await runs.countDone('r')).toBe(130);
  });

  it('of a version that is not known, or damaged, is not guessed', async () => {
    await open(0, ['1']);
    const item = await table.get(keys.page('r', 'client', 0));
    for (const damage of [{ v: 3 }, { v: 1 }, { groups: [{ ids: '1 x' }] }, { groups: 'x' }]) {
      await table.put({ ...item, ...damage, ...keys.page('r', 'client', 0) });
      await expect(results()).rejects.toThrow(ConfigurationError);
    }
  });
});

describe('a run ends once', () => {
  it('whoever is the first to say so', async () => {
    expect(await runs.end('r', 'completed', {}, NOW)).toBe(true);
    expect(await runs.end('r', 'failed', {}, NOW)).toBe(false);
  });
});

/** Word by word what the first version kept of a run that it has half read. */
describe('a run that the first version began', () => {
  const page = (number: number, ids: string[], known: object) => ({
    ...keys.page('r', 'client', number),
    v: 1,
    entity: 'client',
    page: number,
    ids,
    results: known,
    attempts: {},
    expires: 1_800_000_000,
  });

  beforeEach(async () => {
    const item = await table.get(keys.run('r'));
    await table.put({
      ...item,
      ...keys.run('r'),
      clientPages: 2,
      nextPage: 2,
      firstPage: [2, 1],
      pagesDone: new Set(['client#0']),
    });
    await table.put(page(0, ['1', '2'], { 1: { outcome: 'updated' }, 2: { outcome: 'linked' } }));
    await table.put(page(1, ['3', '4'], { 4: { outcome: 'unchanged', unmapped: [] } }));
  });

  it('is read with all that it knew', async () => {
    const { firstPage } = (await runs.get('r')) ?? {};
    expect(firstPage).toMatchObject({ count: 2 });
    expect(await runs.countDone('r')).toBe(1);
    expect(await runs.summarise('r')).toMatchObject({
      clients: { read: 4, updated: 1, linked: 1, unchanged: 1 },
    });
  });

  it('goes on, and ends when the pages of both versions are done', async () => {
    await open(2, ['5'], of(unchanged, '5'));
    await done(2);
    await drain(3);
    // Told once more by a worker of the old version, or of the new one.
    expect(await done(0)).toBe(false);
    expect(await add(1, of(created, '3'))).toBe(true);
    expect(await done(1)).toBe(true);
    expect(await runs.countDone('r')).toBe(3);
  });

  it('keeps the results of a page that is read again in the new form', async () => {
    expect(await open(1, ['3', '4', '9'], of(unchanged, '3'))).toBe(false);
    expect(await add(1, of(created, '9'))).toBe(true);
    expect((await results())[1]).toEqual({
      3: { outcome: 'unchanged' },
      4: { outcome: 'unchanged', unmapped: [] },
      9: created,
    });
  });
});
