import { cancelRun } from '../../lib/admin/cancel-run';
import { DynamoPauses } from '../../lib/state/pauses';
import { ClientifyGate } from '../../lib/clientify/gate';
import { RetryableError } from '../../lib/sync/errors';
import { RunOffice } from '../ports/run-office';

const MINUTE_MS = 60_000;

/** A run that has read everything, and whose records nobody works on. */
async function draining(): Promise<RunOffice> {
  const office = new RunOffice();
  office.lists.records.contacts = [
    { id: 1, modified: null, taxpayer_identification_number: 'X', custom_fields: [] },
  ];
  office.addClients(0);
  for (const id of [1, 2, 3]) office.addClient(id, `DOC-${id}`);
  office.start('full', 'r1');
  await office.step();
  expect(await office.run('r1')).toMatchObject({ status: 'running', phase: 'draining' });
  expect(office.work).toHaveLength(3);
  return office;
}

async function lookFor(office: RunOffice, minutes: number): Promise<void> {
  const until = office.now.getTime() + minutes * MINUTE_MS;
  while (office.now.getTime() < until && (await office.step()));
}

describe('a run that neither reads a page nor finishes a record for 30 minutes', () => {
  it('fails by itself, and says what to do', async () => {
    const office = await draining();
    await lookFor(office, 29);
    expect(await office.run('r1')).toMatchObject({ status: 'running' });
    await lookFor(office, 3);
    expect(await office.run('r1')).toMatchObject({
      status: 'failed',
      error: { kind: 'stalled', message: expect.stringContaining('Start another run') as string },
    });
    expect(office.measured).toContainEqual({ name: 'RunsFailed', value: 1 });
  });

  it('goes on as long as a record is finished now and then', async () => {
    const office = await draining();
    const [first, ...others] = office.work;
    for (const message of [first, ...others].slice(0, 2)) {
      await lookFor(office, 25);
      office.work.splice(0, 1);
      if (message)
        await office.runs.addResults(
          'r1',
          'client',
          0,
          new Map([[message.id, { outcome: 'unchanged' }]]),
        );
    }
    await lookFor(office, 25);
    expect(await office.run('r1')).toMatchObject({ status: 'running' });
  });

  it('is not meant while Clientify is known to be out of order', async () => {
    const office = await draining();
    const pauses = new DynamoPauses(office.table, 'clientify');
    office.weather = new ClientifyGate(pauses, () => office.now.getTime());
    await pauses.extend(office.now.getTime() + 60 * MINUTE_MS);
    await lookFor(office, 50);
    expect(await office.run('r1')).toMatchObject({ status: 'running' });
  });

  it('is not meant by a machine that slept', async () => {
    const office = await draining();
    office.now = new Date(office.now.getTime() + 600 * MINUTE_MS);
    await office.step();
    await office.doWork();
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });

  it('is meant where every invocation ends before it has read a page', async () => {
    const office = new RunOffice();
    office.addClients(500);
    office.msPerInvocation = MINUTE_MS / 2;
    office.start('full', 'r1');
    for (let minute = 0; minute < 40 && (await office.step()); minute++)
      office.now = new Date(office.now.getTime() + MINUTE_MS);
    expect(await office.run('r1')).toMatchObject({ status: 'failed', error: { kind: 'stalled' } });
  });

  it('is not meant while GIAV is out of order: that pause has a limit of its own, of a day', async () => {
    const office = new RunOffice();
    office.addClients(2500);
    office.msPerCall = MINUTE_MS;
    office.start('full', 'r1');
    await office.step();
    office.fault = () => new RetryableError('GIAV does not answer');
    await lookFor(office, 23 * 60);
    expect(await office.run('r1')).toMatchObject({ status: 'running' });
    await lookFor(office, 2 * 60);
    expect(await office.run('r1')).toMatchObject({
      status: 'failed',
      error: { kind: 'unavailable' },
    });
  });
});

describe('a run that an admin cancels', () => {
  it('ends at once, and the next one starts without waiting for it', async () => {
    const office = await draining();
    expect(await cancelRun(office.adminPorts(), 'r1')).toEqual({ read: 3, left: 3 });
    office.start('full', 'r2');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'cancelled', phase: 'ended' });
    expect(await office.run('r2')).toMatchObject({ status: 'completed' });
  });

  it('ends in the middle of its pages too, and its watermark does not move', async () => {
    const office = new RunOffice();
    office.addClients(2500);
    office.msPerCall = MINUTE_MS;
    office.start('full', 'r1');
    await office.step();
    await cancelRun(office.adminPorts(), 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'cancelled' });
    expect(await office.watermarks.get()).toBeNull();
  });

  it('cannot be cancelled when it is over, and neither can one that never was', async () => {
    const office = await draining();
    await office.quiet();
    await expect(cancelRun(office.adminPorts(), 'r1')).rejects.toThrow('Run r1 is over');
    await expect(cancelRun(office.adminPorts(), 'r9')).rejects.toThrow('There is no run r9');
  });

  it('lets the run start that fell due meanwhile', async () => {
    const office = await draining();
    office.send({ v: 1, kind: 'start', mode: 'modified' });
    await office.step();
    while (!(await office.runs.due()).includes('modified')) await office.step();
    await cancelRun(office.adminPorts(), 'r1');
    await office.quiet();
    expect(office.told.filter(({ type }) => type === 'RunCompleted')).toHaveLength(1);
  });
});

describe('messages that ask a run to go on', () => {
  it('do not multiply during an outage, however long it lasts and however often a schedule finds the run in progress', async () => {
    const office = new RunOffice();
    office.addClients(2500);
    office.msPerCall = MINUTE_MS;
    office.start('full', 'r1');
    await office.step();
    office.fault = () => new RetryableError('GIAV does not answer');
    const before = office.invocations;
    for (let hour = 0; hour < 20; hour++) {
      office.send({ v: 1, kind: 'start', mode: 'modified' });
      await lookFor(office, 60);
    }
    expect(office.messages.length).toBeLessThanOrEqual(3);
    // One try every five minutes, what watches over each, and the schedule's own messages.
    expect(office.invocations - before).toBeLessThan(20 * (12 + 12 + 2) + 10);
    office.fault = null;
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });
});
