import fc from 'fast-check';
import type { Run } from '../../lib/ports/run';
import { shownOf } from '../../lib/sync/shown-clients';
import { RunOffice } from '../ports/run-office';

const BEFORE = 40;

/** An agency whose clients a full run has read, and then a full run to which GIAV shows these many of them. */
async function afterwards(
  shown: number,
  before = BEFORE,
): Promise<{ office: RunOffice; run: Run }> {
  const office = new RunOffice();
  office.addClients(before);
  office.start('full', 'first');
  await office.quiet();
  office.giavClients = office.giavClients.filter((_, at) => at < shown);
  office.start('full', 'second');
  await office.quiet();
  const run = await office.run('second');
  return { office, run: run };
}

describe('what a full run is shown of the clients of the full run before', () => {
  it('a key that is shown no client any more: the run fails and says what to ask GIAV', async () => {
    const { office, run } = await afterwards(0);
    expect(run).toMatchObject({ status: 'failed', error: { kind: 'configuration' } });
    expect(run.error?.message).toContain('no client any more');
    expect(run.error?.es).toContain('ningún cliente');
    expect(office.told.filter(({ type }) => type === 'RunFailed')).toHaveLength(1);
  });

  it('the watermark stays, and so does what later full runs are compared with', async () => {
    const { office } = await afterwards(0);
    const first = await office.run('first');
    expect(await office.watermarks.get()).toMatchObject({ since: first.readFrom });
    expect(await office.runs.lastFull()).toMatchObject({ id: 'first' });
    office.start('full', 'third');
    await office.quiet();
    expect(await office.run('third')).toMatchObject({ status: 'failed' });
    office.addClients(BEFORE);
    office.start('full', 'fourth');
    await office.quiet();
    expect(await office.run('fourth')).toMatchObject({ status: 'completed' });
  });

  it('one client is enough for that', async () => {
    expect((await afterwards(0, 1)).run).toMatchObject({ status: 'failed' });
  });

  it('fewer than half of them: the run says so, once, and the watermark stays', async () => {
    const { office, run } = await afterwards(19);
    expect(run).toMatchObject({ status: 'completed', summary: { reasons: { FEWER_CLIENTS: 1 } } });
    const first = await office.run('first');
    expect(await office.watermarks.get()).toMatchObject({ since: first.readFrom });
    office.start('full', 'third');
    await office.quiet();
    const third = await office.run('third');
    expect(third.summary?.reasons).not.toHaveProperty('FEWER_CLIENTS');
    expect(await office.watermarks.get()).toMatchObject({ since: third.readFrom });
  });

  it('half of them: an agency that tidied up', async () => {
    const { run } = await afterwards(20);
    expect(run.summary?.reasons).not.toHaveProperty('FEWER_CLIENTS');
  });

  it('a modified run is shown what changed: nothing is nothing', async () => {
    const office = new RunOffice();
    office.addClients(BEFORE);
    office.start('full', 'first');
    await office.quiet();
    office.giavClients = [];
    office.start('modified', 'second');
    await office.quiet();
    expect(await office.run('second')).toMatchObject({ mode: 'modified', status: 'completed' });
  });

  it('more of them, or as many, never say anything; a first run neither', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (before, more) => {
        expect([shownOf(before, before + more), shownOf(0, more)]).toEqual(['all', 'all']);
      }),
    );
  });
});
