import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { SentAuditLines } from '../../lib/queue/audit-lines';
import { driveRun } from '../../lib/run/drive-run';
import { Audits, type Audit } from '../../lib/state/audits';
import { RunOffice } from '../ports/run-office';

const LINE: Audit = {
  at: '2026-03-02T09:00:00.000Z',
  action: 'retry',
  subject: 'client 1001',
  by: 'an-id-of-the-user-pool',
  erased: {},
  stays: '',
};

const linesOf = async (office: RunOffice): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const line of new Audits(office.table).recent()) found.push(line);
  return found;
};

/** What the console sends, as it lies on the run queue. */
async function sent(line: Audit): Promise<string> {
  const sqs = mockClient(SQSClient);
  let body = '';
  sqs.on(SendMessageCommand).callsFake((input: SendMessageCommand['input']) => {
    expect(input.QueueUrl).toBe('https://sqs.example/runs');
    body = input.MessageBody ?? '';
    return {};
  });
  await new SentAuditLines(new SQSClient({}), 'https://sqs.example/runs').add(line);
  sqs.restore();
  return body;
}

describe('a line of the audit on the run queue', () => {
  it('is added to the list, and starts no run', async () => {
    const office = new RunOffice();
    await driveRun(office.ports(), await sent(LINE), 'm1');
    expect(await linesOf(office)).toEqual([LINE]);
    expect(office.messages).toEqual([]);
    expect(await office.runs.active()).toBeNull();
  });
  it('is one line, however often it is delivered', async () => {
    const office = new RunOffice();
    const body = await sent(LINE);
    for (const id of ['m1', 'm1', 'm2']) await driveRun(office.ports(), body, id);
    expect(await linesOf(office)).toEqual([LINE]);
  });
  it('never takes the place of another one', async () => {
    const office = new RunOffice();
    await driveRun(office.ports(), await sent(LINE), 'm1');
    await driveRun(office.ports(), await sent({ ...LINE, stays: 'changed' }), 'm2');
    expect(await linesOf(office)).toEqual([LINE]);
    // Who did the same in the same moment has a line of their own.
    await driveRun(office.ports(), await sent({ ...LINE, by: 'somebody else' }), 'm3');
    expect(await linesOf(office)).toEqual(
      expect.arrayContaining([LINE, { ...LINE, by: 'somebody else' }]),
    );
  });
  it('stays on the queue while the table cannot be written', async () => {
    const office = new RunOffice();
    const ports = { ...office.ports(), audits: { add: () => Promise.reject(new Error('down')) } };
    await expect(driveRun(ports, await sent(LINE), 'm1')).rejects.toThrow('down');
  });
});
