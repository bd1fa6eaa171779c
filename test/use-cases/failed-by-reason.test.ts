import { DynamoDays } from '../../lib/state/days';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoRuns } from '../../lib/state/runs';
import { emptySummary } from '../../lib/sync/run-progress';
import { MemoryTable } from '../ports/table';

const failedTry = (reason: string, minute: number, runId = `r${minute}`) => ({
  at: `2026-11-26T09:${String(minute).padStart(2, '0')}:00.000Z`,
  runId,
  reason,
  message: `because of ${reason}`,
});

describe('the failed list by reason', () => {
  let table: MemoryTable;
  let failures: DynamoFailures;
  beforeEach(() => {
    table = new MemoryTable();
    failures = new DynamoFailures(table);
  });
  const places = (): string[] => table.found('FAILED_BY').map(({ sk }) => sk);
  const idsOf = async (reason: string): Promise<string[]> =>
    (await failures.ofReason(reason, 100)).failures.map(({ id }) => id);

  it('tells each reason, how many there are and since when', async () => {
    await failures.add('client', '1', failedTry('GIAV_REFUSED', 3));
    await failures.add('client', '2', failedTry('CLIENTIFY_REFUSED', 2));
    await failures.add('contact', '3', failedTry('GIAV_REFUSED', 1));
    expect(await failures.reasons()).toEqual([
      { reason: 'CLIENTIFY_REFUSED', count: 1, more: false, since: '2026-11-26T09:02:00.000Z' },
      { reason: 'GIAV_REFUSED', count: 2, more: false, since: '2026-11-26T09:01:00.000Z' },
    ]);
  });
  it('takes no reason for another one that begins in the same way', async () => {
    await failures.add('client', '1', failedTry('A', 1));
    await failures.add('client', '2', failedTry('A_B', 1));
    expect((await failures.reasons()).map(({ reason, count }) => [reason, count])).toEqual([
      ['A', 1],
      ['A_B', 1],
    ]);
    expect(await idsOf('A')).toEqual(['1']);
  });
  it('counts up to two hundred and fifty and says that there are more', async () => {
    for (let id = 0; id < 251; id++) await failures.add('client', String(id), failedTry('A', 1));
    for (let id = 0; id < 3; id++) await failures.add('contact', String(id), failedTry('B', 1));
    expect(await failures.reasons()).toMatchObject([
      { reason: 'A', count: 250, more: true },
      { reason: 'B', count: 3, more: false },
    ]);
  });
  it('is leafed through without a gap or a repeat, the oldest first', async () => {
    for (let id = 0; id < 25; id++)
      await failures.add('client', String(id), failedTry('A', 59 - id));
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { failures: some, next } = await failures.ofReason('A', 10, after);
      seen.push(...some.map(({ id }) => id));
      if (next === null) break;
      after = next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => String(24 - at)));
  });
  it('begins at the beginning when it is told to go on after something of another list', async () => {
    await failures.add('client', '1', failedTry('A', 1));
    expect((await failures.ofReason('A', 10, 'RUN#x')).failures).toHaveLength(1);
  });
  it('has a record in one place: that of its last error', async () => {
    await failures.add('client', '1', failedTry('A', 1));
    await failures.add('client', '1', failedTry('B', 2));
    expect([await idsOf('A'), await idsOf('B')]).toEqual([[], ['1']]);
    expect(places()).toEqual(['B#2026-11-26T09:01:00.000Z#client#1']);
  });
  it('forgets the place of a record that was synced', async () => {
    await failures.add('client', '1', failedTry('A', 1));
    await failures.clear('client', '1');
    expect(places()).toEqual([]);
  });
  it('does not show a place whose entry is gone or stands elsewhere', async () => {
    await failures.add('client', '1', failedTry('B', 2));
    await table.put({ pk: 'FAILED_BY', sk: 'B#2026-11-26T08:00:00.000Z#client#1', v: 1 });
    await table.put({ pk: 'FAILED_BY', sk: 'B#2026-11-26T08:00:00.000Z#client#9', v: 1 });
    expect(await idsOf('B')).toEqual(['1']);
  });
  it('is put right by the next full run: places without an entry go', async () => {
    await failures.add('client', '1', failedTry('B', 2));
    await table.put({ pk: 'FAILED_BY', sk: 'B#2026-11-26T08:00:00.000Z#client#9', v: 1 });
    await failures.tidy();
    expect(places()).toEqual(['B#2026-11-26T09:02:00.000Z#client#1']);
  });
  it('is put right by the next full run: entries of an earlier version come in, damaged ones too', async () => {
    const old = {
      v: 1,
      entity: 'client',
      id: '7',
      firstAt: '2026-01-01T00:00:00.000Z',
      attempts: 1,
    };
    await table.put({ pk: 'FAILED', sk: 'client#7', ...old, history: [failedTry('A', 1)] });
    await table.put({ pk: 'FAILED', sk: 'expediente#8', v: 99 });
    for (let times = 0; times < 2; times++) await failures.tidy();
    expect([await idsOf('A'), await idsOf('STATE_UNREADABLE')]).toEqual([['7'], ['8']]);
    await failures.clear('client', '7');
    await failures.clear('expediente', '8');
    expect(places()).toEqual([]);
  });
});

describe('what waits, in parts', () => {
  it('is leafed through and counted up to a bound', async () => {
    const table = new MemoryTable();
    const pending = new DynamoPending(table);
    await pending.addMany('attention', ['1', '2', '3']);
    await pending.addMany('asked', ['9']);
    const { ids, next } = await pending.slice('attention', 2);
    expect(ids).toEqual(['1', '2']);
    expect(await pending.slice('attention', 2, next ?? '')).toEqual({ ids: ['3'], next: null });
    expect(await pending.count('attention', 2)).toEqual({ count: 2, more: true });
    expect(await pending.count('attention', 10)).toEqual({ count: 3, more: false });
  });
});

describe('what runs did on each day', () => {
  const now = new Date('2026-11-25T23:30:00Z');
  const summary = () => {
    const all = emptySummary();
    all.clients.created = 2;
    all.expedientes.updated = 3;
    all.expedientes.failed = 1;
    return all;
  };
  it('is counted when a run ends, once, on the day of Madrid', async () => {
    const table = new MemoryTable();
    const runs = new DynamoRuns(table, 1000);
    await runs.acquire('r1', 'full', now, true);
    await runs.end('r1', 'completed', { summary: summary() }, now);
    await runs.end('r1', 'completed', { summary: summary() }, now);
    const days = new DynamoDays(table);
    const counted = { created: 2, updated: 3, failedRecords: 1, writtenBack: 0 };
    expect(await days.last(30)).toEqual([
      { date: '2026-11-26', completed: 1, failed: 0, cancelled: 0, ...counted },
    ]);
    await days.noteRun('failed', undefined, now);
    expect(await days.last(30)).toMatchObject([{ completed: 1, failed: 1, ...counted }]);
  });
  it('shows the last days, newest first', async () => {
    const days = new DynamoDays(new MemoryTable());
    for (const date of ['2026-11-01', '2026-11-03', '2026-11-02'])
      await days.noteRun('completed', undefined, new Date(`${date}T12:00:00Z`));
    expect((await days.last(2)).map(({ date }) => date)).toEqual(['2026-11-03', '2026-11-02']);
  });
});

describe('runs in parts', () => {
  it('are leafed through, newest first', async () => {
    const table = new MemoryTable();
    const runs = new DynamoRuns(table, 1000);
    for (const minute of [1, 2, 3])
      await runs.recordRefused(
        `r${minute}`,
        'full',
        'busy',
        new Date(Date.UTC(2026, 0, 1, 0, minute)),
      );
    const { runs: some, next } = await runs.latest(2);
    expect(some.map(({ id }) => id)).toEqual(['r3', 'r2']);
    const rest = await runs.latest(2, next ?? '');
    expect([rest.runs.map(({ id }) => id), rest.next]).toEqual([['r1'], null]);
  });
});
