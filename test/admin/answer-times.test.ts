import { answerTimes, lastAnswerTimes } from '../../lib/admin/answer-times';
import { DynamoRuns } from '../../lib/state/runs';
import { MemoryTable } from '../ports/table';

const idOf = (at: number): string => `2026112${at}T090000Z-aaaaaaaa`;
const NOW = new Date('2026-11-26T09:00:00Z');

async function runs(...calls: Parameters<DynamoRuns['addCalls']>[1][]): Promise<DynamoRuns> {
  const all = new DynamoRuns(new MemoryTable(), 0);
  for (const [at, one] of calls.entries()) {
    await all.acquire(idOf(at), 'full', new Date(NOW.getTime() + at), true);
    await all.addCalls(idOf(at), one);
    await all.end(idOf(at), 'completed', {}, NOW);
  }
  return all;
}
const timesOf = async (...calls: Parameters<DynamoRuns['addCalls']>[1][]) =>
  lastAnswerTimes(await runs(...calls));

describe('how long the systems take to answer', () => {
  it('is the average of the calls of the last run, which adds up over its invocations', async () => {
    const all = await runs({ giav: 2, giavMs: 500, GET: 1, clientifyMs: 300 });
    await all.addCalls(idOf(0), { giav: 2, giavMs: 700, POST: 2, clientifyMs: 900 });
    expect(await lastAnswerTimes(all)).toEqual({
      giav: { ms: 300, isSlow: false },
      clientify: { ms: 400, isSlow: false },
    });
  });
  it('is slow from three seconds of GIAV and two of Clientify on', async () => {
    expect(await timesOf({ giav: 2, giavMs: 5_998, GET: 2, clientifyMs: 3_998 })).toMatchObject({
      giav: { isSlow: false },
      clientify: { isSlow: false },
    });
    expect(await timesOf({ giav: 2, giavMs: 6_000, PATCH: 2, clientifyMs: 4_000 })).toMatchObject({
      giav: { isSlow: true },
      clientify: { isSlow: true },
    });
  });
  it('is that of the run before when the last one called nobody, and nothing when none did', async () => {
    expect((await timesOf({ giav: 1, giavMs: 250 }, {})).giav).toEqual({ ms: 250, isSlow: false });
    expect(await timesOf({}, {})).toEqual({ giav: null, clientify: null });
  });
  it('is not known of a run of an older version, which timed nothing', () => {
    const untimed = { calls_POST: 0, calls_PUT: 0, calls_PATCH: 0, calls_DELETE: 0 };
    const noTimes = { calls_giavMs: 0, calls_clientifyMs: 0 };
    expect(answerTimes({ calls_giav: 7, calls_GET: 9, ...untimed, ...noTimes })).toEqual({
      giav: null,
      clientify: null,
    });
  });
});
