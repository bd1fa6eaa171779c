import { RetryableError } from '../../lib/sync/errors';
import { RunOffice } from '../ports/run-office';

const now = new Date('2026-03-02T09:00:00Z');

/** A full run that has read its one page of two clients and waits for its workers. */
async function officeAtWork(): Promise<RunOffice> {
  const office = new RunOffice();
  office.addClient(1, '00000001R');
  office.addClient(2, '');
  office.start('full', 'first');
  await office.step();
  expect((await office.run('first')).phase).toBe('draining');
  return office;
}

describe('whose turn it is', () => {
  it('a re-drive that is asked for during a run waits for its turn, and is not lost', async () => {
    const office = await officeAtWork();
    office.send({
      v: 1,
      kind: 'redrive',
      runId: 'asked',
      records: [{ entity: 'client', id: '2' }],
    });
    for (let times = 0; times < 6; times++) await office.step();
    expect(await office.runs.get('asked')).toBeNull();
    await office.quiet();
    expect(await office.run('first')).toMatchObject({ status: 'completed' });
    expect(await office.run('asked')).toMatchObject({
      status: 'completed',
      mode: 'redrive',
      summary: { clients: { read: 1 } },
    });
  });

  it('a start that is refused wakes the run in progress, whose own message was lost', async () => {
    const office = new RunOffice();
    office.addClients(250);
    // Its invocation dies after the first pages, and nothing is left in the queue.
    office.msPerCall = 5 * 60_000;
    office.start('full', 'first');
    await office.step();
    expect((await office.run('first')).phase).not.toBe('draining');
    office.messages.length = 0;
    office.msPerCall = 0;
    office.now = new Date(office.now.getTime() + 3_600_000);
    office.start('modified', 'second');
    await office.quiet();
    expect(await office.run('second')).toMatchObject({ status: 'refused' });
    expect(await office.run('first')).toMatchObject({ status: 'completed' });
  });

  it('the watermark moves before the run ends: a crash between the two is made good by the next look', async () => {
    const office = await officeAtWork();
    await office.doWork();
    const advance = office.watermarks.advance.bind(office.watermarks);
    let broken = 1;
    office.watermarks.advance = (watermark, at) =>
      broken-- > 0 ? Promise.reject(new RetryableError('no answer')) : advance(watermark, at);
    await office.quiet();
    expect(await office.run('first')).toMatchObject({ status: 'completed' });
    const { readFrom } = await office.run('first');
    expect(await office.watermarks.get()).toMatchObject({ since: readFrom });
  });

  it('a run ends once: what ends it later changes nothing', async () => {
    const office = await officeAtWork();
    const failed = { error: { kind: 'configuration', message: 'a key' } } as const;
    expect(await office.runs.end('first', 'failed', failed, now)).toBe(true);
    expect(await office.runs.end('first', 'completed', {}, now)).toBe(false);
    await office.quiet();
    expect(await office.run('first')).toMatchObject({ status: 'failed', ...failed });
    expect(await office.watermarks.get()).toBeNull();
  });

  it('an old holder frees nothing of its successor', async () => {
    const { runs } = new RunOffice();
    const minute = (count: number): Date => new Date(now.getTime() + count * 60_000);
    const first = await runs.acquire('r', 'full', now, true);
    const second = await runs.acquire('r', 'full', minute(16), false);
    if (!('run' in first) || !('run' in second)) throw new Error('the lease was not given');
    await runs.release(first.run);
    expect(await runs.acquire('r', 'full', minute(17), false)).toHaveProperty('busy');
    expect(await runs.renew(first.run, minute(17))).toBe(false);
    await runs.release(second.run);
    expect(await runs.acquire('r', 'full', minute(17), false)).toHaveProperty('run');
  });

  it('the watermark never goes back', async () => {
    const { watermarks } = new RunOffice();
    const at = (since: string) => ({ since, settings: 's', sweptAt: since, officePrefix: false });
    await watermarks.advance(at('2026-03-02T08:00:00.000Z'), now);
    expect(await watermarks.advance(at('2026-03-02T07:00:00.000Z'), now)).toBe(false);
    expect(await watermarks.get()).toMatchObject({ since: '2026-03-02T08:00:00.000Z' });
  });
});
