import { RunOffice } from '../ports/run-office';
import { giavClient } from '../harness/giav-records';

const LARGEST = 200 * 1024;

describe('a message to the workers', () => {
  it('is small, although thousands of records of Clientify share the Documento of its client', async () => {
    const office = new RunOffice();
    office.addClient(1, '00000000T');
    office.lists.records.contacts = Array.from({ length: 5000 }, (_, at) => ({
      id: at + 1,
      modified: '2026-03-01T10:00:00Z',
      taxpayer_identification_number: '00000000T',
      custom_fields: [],
    }));
    office.start('full', 'r1');
    await office.step();
    const [message] = office.work;
    expect(JSON.stringify(message).length).toBeLessThan(10_000);
    expect(message?.candidates.byDocument.length).toBeGreaterThan(1);
  });

  it('that would be too large for the queue is a failure of its record, and the others go on', async () => {
    const office = new RunOffice();
    office.addClient(1, 'DOC-1');
    office.giavClients.push(giavClient({ id: 2, documento: 'D'.repeat(LARGEST) }));
    office.addClient(3, 'DOC-3');
    office.start('full', 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      summary: { clients: { read: 3, failed: 1 }, reasons: { INVALID_RECORD: 1 } },
    });
    const { failures } = office.ports();
    expect(await failures.get('client', '2')).toMatchObject({
      history: [{ message: expect.stringContaining('too large') as string }],
    });
  });
});
