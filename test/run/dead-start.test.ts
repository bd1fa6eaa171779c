import { askFor } from '../../lib/run/asked-records';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoRuns } from '../../lib/state/runs';
import { RunOffice } from '../ports/run-office';

/** What SQS waits before it hands over again the message of an invocation that died, in seconds. */
const VISIBILITY_SECONDS = 960;

/** An agency whose next run has no schedule but its own messages, with the message that starts it. */
async function officeThatIsDue(): Promise<RunOffice> {
  const office = new RunOffice();
  office.addClients(150);
  await office.runs.noteDue('full');
  office.send({ v: 1, kind: 'start', mode: 'full', due: true });
  return office;
}
async function officeThatIsAsked(): Promise<RunOffice> {
  const office = new RunOffice();
  office.addClient(7, '');
  const pending = new DynamoPending(office.table);
  await askFor({ ...office.ports(), pending }, [{ entity: 'client', id: '7' }]);
  return office;
}

/** The first invocation dies, and its message comes again. */
async function dieAtFirst(office: RunOffice, die: () => void): Promise<void> {
  const [first] = office.messages;
  if (!first) throw new Error('no message starts the run');
  die();
  await expect(office.step()).rejects.toThrow('killed');
  expect(await office.runs.active()).toMatchObject({ status: 'running' });
  office.send(first.message, VISIBILITY_SECONDS);
  await office.quiet(300);
}

const statuses = async (office: RunOffice): Promise<string[]> => {
  const found: string[] = [];
  for await (const { status } of office.runs.recent()) found.push(status);
  return found;
};

describe('an invocation that dies right after it has taken a new run', () => {
  afterEach(() => jest.restoreAllMocks());
  const killed = new Error('killed');

  it('leaves a run that fell due to the message that comes again', async () => {
    const office = await officeThatIsDue();
    await dieAtFirst(office, () =>
      jest.spyOn(office.runs, 'clearDue').mockRejectedValueOnce(killed),
    );
    expect(await office.runs.active()).toBeNull();
    expect(await statuses(office)).toEqual(expect.arrayContaining(['completed']));
    expect(await statuses(office)).not.toContain('failed');
  });

  it('leaves a run of records that were asked for to the message that comes again', async () => {
    const office = await officeThatIsAsked();
    const pending = jest.spyOn(DynamoPending.prototype, 'remove');
    await dieAtFirst(office, () => pending.mockRejectedValueOnce(killed));
    expect(await office.runs.active()).toBeNull();
    expect(await statuses(office)).not.toContain('failed');
    expect(office.messages).toEqual([]);
  });
});

it('records that were lost are read again, although the lease of a dead invocation stands when that is noticed', async () => {
  const office = new RunOffice();
  office.lists.records.contacts = [
    { id: 1, modified: null, taxpayer_identification_number: 'X', custom_fields: [] },
  ];
  office.addClient(1, 'DOC-1');
  office.start('full', 'r1');
  jest.spyOn(DynamoRuns.prototype, 'release').mockResolvedValueOnce();
  await office.step();
  expect(await office.run('r1')).toMatchObject({ phase: 'draining' });
  office.work.length = 0;
  // The message that looks after it came meanwhile.
  office.messages.splice(0, office.messages.length, {
    message: { v: 1, kind: 'check', runId: 'r1', idleChecks: 0 },
    due: office.now.getTime(),
  });
  await office.quiet(300);
  expect(await office.run('r1')).toMatchObject({ status: 'completed', recovered: true });
});
