import type { NamedRecord } from '../../lib/ports/messages';
import { askFor, gatheredRecords } from '../../lib/run/asked-records';
import { tellResults } from '../../lib/record/tell-results';
import { DynamoPending } from '../../lib/state/pending';
import { RunOffice } from '../ports/run-office';

const clients = (...ids: string[]): NamedRecord[] => ids.map((id) => ({ entity: 'client', id }));
const expedientes = (...ids: string[]): NamedRecord[] =>
  ids.map((id) => ({ entity: 'expediente', id }));

describe('records that a run is asked for', () => {
  it('become one run with all that was noted: the first that begins takes all, the others find nothing left', () => {
    expect(gatheredRecords(clients('1'), [...clients('1', '2'), ...expedientes('1')])).toEqual([
      ...clients('1', '2'),
      ...expedientes('1'),
    ]);
    expect(gatheredRecords(clients('3', '4'), [])).toEqual([]);
    expect(gatheredRecords(clients('3', '4'), clients('9'))).toEqual([]);
    expect(gatheredRecords(clients('3'), expedientes('3'))).toEqual([]);
  });
  it('are a thousand at most in one run, those of the message first', () => {
    const many = clients(...Array.from({ length: 1500 }, (_, at) => String(at)));
    const taken = gatheredRecords(clients('1499'), many);
    expect([taken.length, taken[0]?.id]).toEqual([1000, '1499']);
  });
  it('60 messages that outlived their run become one run, not one of each batch', async () => {
    const office = new RunOffice();
    const pending = new DynamoPending(office.table);
    const ports = { ...office.ports(), pending, countCalls: () => Promise.resolve() };
    for (let batch = 0; batch < 6; batch++) {
      const ids = Array.from({ length: 5 }, (_, at) => String(1 + batch * 5 + at));
      for (const id of ids) office.addClient(Number(id), '');
      await tellResults(ports, [], [...clients(...ids), ...expedientes(...ids)]);
    }
    await office.quiet();
    const started = office.told.filter(({ type }) => type === 'RunStarted');
    expect(started).toHaveLength(1);
    const completed = office.told.find(({ type }) => type === 'RunCompleted');
    expect(completed).toMatchObject({
      detail: { summary: { clients: { read: 30 }, expedientes: { read: 30 } } },
    });
    expect(await pending.list('asked')).toEqual([]);
    expect(await pending.list('asked-expediente')).toEqual([]);
  });
});

it('records that are asked for while a run is in progress wait in one place, not in a message each', async () => {
  const office = new RunOffice();
  office.lists.records.contacts = [
    { id: 1, modified: null, taxpayer_identification_number: 'X', custom_fields: [] },
  ];
  office.addClient(1, 'DOC-1');
  office.start('full', 'long');
  await office.step();
  expect(await office.run('long')).toMatchObject({ status: 'running', phase: 'draining' });
  const pending = new DynamoPending(office.table);
  for (let id = 1; id <= 60; id++)
    await askFor({ ...office.ports(), pending }, clients(String(id)));
  const before = office.invocations;
  const until = office.now.getTime() + 20 * 60_000;
  while (office.now.getTime() < until && (await office.step()));
  // Each message once, what it wakes, and the looks at the run: every 15 seconds.
  expect(office.invocations - before).toBeLessThan(2 * 60 + 20 * 4 + 5);
  expect(await pending.list('asked')).toHaveLength(60);
  await office.quiet();
  const started = office.told.filter(({ type }) => type === 'RunStarted');
  expect(started.map(({ detail }) => (detail as { mode: string }).mode)).toEqual([
    'full',
    'redrive',
  ]);
  expect(await pending.list('asked')).toEqual([]);
});
