import { redrive } from '../../lib/admin/failed-records';
import type { RunMessage } from '../../lib/ports/messages';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { MemoryTable } from '../ports/table';

describe('re-driving records by their ids', () => {
  const told = {
    at: '2026-03-02T09:00:00Z',
    runId: 'r1',
    reason: 'CLIENTIFY_REFUSED',
    message: '',
  };
  const sent: RunMessage[] = [];
  const chosenOf = async (ids: readonly string[]) => {
    const table = new MemoryTable();
    const failures = new DynamoFailures(table);
    await failures.add('client', '7', told);
    await failures.add('expediente', '9', told);
    sent.length = 0;
    const ports = {
      failures,
      links: new DynamoLinks(table),
      deadLetters: {
        take: () => Promise.resolve([]),
        release: () => Promise.resolve(),
        remove: () => Promise.resolve(),
      },
      runQueue: { send: (message: RunMessage) => Promise.resolve(void sent.push(message)) },
      changes: { send: () => Promise.resolve() },
    };
    const { records, notFailed } = await redrive(ports, { ids }, () => 'again');
    return { records, notFailed };
  };

  it('those that have failed are read again, those that have not are named', async () => {
    expect(await chosenOf(['7', '8'])).toEqual({ records: 1, notFailed: ['8'] });
    expect(sent).toMatchObject([{ kind: 'redrive', records: [{ entity: 'client', id: '7' }] }]);
  });

  it('an id may tell what it is of', async () => {
    expect(await chosenOf(['expediente:9', 'client:9'])).toEqual({
      records: 1,
      notFailed: ['client:9'],
    });
  });

  it('none that has failed: nothing is read', async () => {
    expect(await chosenOf(['8'])).toEqual({ records: 0, notFailed: ['8'] });
    expect(sent).toEqual([]);
  });
});
