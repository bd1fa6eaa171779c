import { RunOffice } from '../ports/run-office';

const MINUTE_MS = 60_000;
const modesOf = (office: RunOffice): unknown[] =>
  office.told
    .filter(({ type }) => type === 'RunStarted')
    .map(({ detail }) => (detail as { mode: string }).mode);

/** A run of several invocations, and what a schedule sends while it is in progress. */
async function busyOffice(): Promise<RunOffice> {
  const office = new RunOffice();
  office.addClients(2500);
  office.msPerCall = MINUTE_MS;
  office.start('full', 'long');
  await office.step();
  expect(await office.run('long')).toMatchObject({ status: 'running' });
  return office;
}

describe('a run that falls due while another one is in progress', () => {
  it('starts when that one is over', async () => {
    const office = await busyOffice();
    office.send({ v: 1, kind: 'start', mode: 'full' });
    await office.quiet();
    expect(modesOf(office)).toEqual(['full', 'full']);
    expect(await office.runs.active()).toBeNull();
  });

  it('waits in one place, however often its schedule comes; a full one stands for both', async () => {
    const office = await busyOffice();
    for (const mode of ['modified', 'full', 'modified', 'full'] as const)
      office.send({ v: 1, kind: 'start', mode });
    await office.quiet();
    expect(modesOf(office)).toEqual(['full', 'full']);
  });

  it('starts once, although the message that starts it comes twice', async () => {
    const office = await busyOffice();
    office.send({ v: 1, kind: 'start', mode: 'modified' });
    while (!office.messages.some(({ message }) => message.kind === 'start' && message.due))
      if (!(await office.step())) break;
      else await office.doWork();
    office.messages.push(...office.messages.filter(({ message }) => message.kind === 'start'));
    await office.quiet();
    expect(modesOf(office)).toEqual(['full', 'modified']);
  });

  it('starts after the next message, when the one in progress ended without saying so', async () => {
    const office = await busyOffice();
    office.send({ v: 1, kind: 'start', mode: 'full' });
    office.messages.reverse();
    await office.step();
    await office.runs.end('long', 'failed', {}, office.now);
    await office.quiet();
    expect(modesOf(office)).toEqual(['full', 'full']);
  });

  it('is not kept for a person, who is told that it was not started', async () => {
    const office = await busyOffice();
    office.start('full', 'by-hand');
    await office.quiet();
    expect(modesOf(office)).toEqual(['full']);
    expect(await office.run('by-hand')).toMatchObject({ status: 'refused' });
  });
});

it('the age of the last full run is told at every start, also where only modified ones complete', async () => {
  const office = new RunOffice();
  office.start('full', 'r1');
  await office.quiet();
  office.now = new Date(office.now.getTime() + 48 * 3_600_000);
  for (const id of ['r2', 'r3']) {
    office.start('modified', id);
    await office.quiet();
  }
  const age = office.measured.filter(({ name }) => name === 'FullRunAge').at(-1)?.value ?? 0;
  expect(age).toBeGreaterThan(47 * 3600);
});

it('a run that is due and finds the lease of a dead invocation waits for its end, without a message a moment', async () => {
  const office = new RunOffice();
  office.start('full', 'dead');
  await office.quiet();
  // A run that nobody knows any more took the lease, and its invocation died.
  jest.spyOn(office.runs, 'release').mockResolvedValueOnce();
  office.start('full', 'gone');
  await office.step();
  await office.runs.end('gone', 'failed', {}, office.now);
  office.send({ v: 1, kind: 'start', mode: 'full' });
  const before = office.invocations;
  await office.quiet(400);
  expect(office.invocations - before).toBeLessThan(50);
  expect(modesOf(office)).toEqual(['full', 'full', 'full']);
});
