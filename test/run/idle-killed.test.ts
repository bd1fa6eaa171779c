import { RetryableError } from '../../lib/sync/errors';
import { RunOffice } from '../ports/run-office';

/** What SQS waits before it hands over again the message of an invocation that died, in seconds. */
const VISIBILITY_SECONDS = 960;
const KILLED = new Error('killed');

/** An agency that has been synced, and in which nothing has changed since. */
async function settled(): Promise<RunOffice> {
  const office = new RunOffice();
  office.start('full', 'first');
  await office.quiet();
  office.now = new Date(office.now.getTime() + 60_000);
  return office;
}

/** The invocation that gets the next message dies in its first search, and the message comes again. */
async function dieInSearch(office: RunOffice): Promise<void> {
  const [next] = [...office.messages].sort((a, b) => a.due - b.due);
  if (!next) throw new Error('nothing waits');
  const ports = office.ports.bind(office);
  office.ports = () => {
    office.ports = ports;
    const made = ports();
    // A process that is gone ends nothing any more.
    const gone = () => Promise.reject(KILLED);
    const runs = Object.assign(Object.create(made.runs) as typeof made.runs, {
      end: gone,
      addCalls: gone,
      release: gone,
    });
    const giav = { ...made.giav, searchClients: gone };
    return { ...made, runs, giav };
  };
  await expect(office.step()).rejects.toThrow('killed');
  expect(await office.runs.active()).toMatchObject({ status: 'running', mode: 'modified' });
  office.send(next.message, VISIBILITY_SECONDS);
}

describe('a modified run whose invocation dies before it has found a record goes on by itself', () => {
  it('when its schedule started it', async () => {
    const office = await settled();
    office.send({ v: 1, kind: 'start', mode: 'modified' });
    await dieInSearch(office);
    await office.quiet();
    expect(await office.runs.active()).toBeNull();
  });

  it('when it was asked for by hand', async () => {
    const office = await settled();
    office.start('modified', 'asked');
    await dieInSearch(office);
    await office.quiet();
    expect(await office.run('asked')).toMatchObject({ status: 'completed' });
  });

  it('when it had fallen due while another one was in progress', async () => {
    const office = await settled();
    await office.runs.noteDue('modified');
    office.send({ v: 1, kind: 'start', mode: 'modified', due: true });
    await dieInSearch(office);
    await office.quiet();
    expect(await office.runs.active()).toBeNull();
  });

  it('when it went on after a pause', async () => {
    const office = await settled();
    office.start('modified', 'asked');
    office.fault = () => {
      office.fault = null;
      return new RetryableError('GIAV is away');
    };
    await office.step();
    expect(await office.run('asked')).toMatchObject({ pause: { count: 1 } });
    await dieInSearch(office);
    await office.quiet();
    expect(await office.run('asked')).toMatchObject({ status: 'completed' });
  });
});
