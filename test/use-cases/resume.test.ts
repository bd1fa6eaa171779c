import { DynamoIncidents } from '../../lib/state/incidents';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-11-01T10:00:00Z');

it('resuming ends the halt of the client that is shown, and shows the next one', async () => {
  const incidents = new DynamoIncidents(new MemoryTable());
  await incidents.halt('1', NOW);
  await incidents.halt('2', NOW);
  expect(await incidents.halted()).toMatchObject({ clientId: '1' });
  expect(await incidents.resume()).toMatchObject({ clientId: '2' });
  expect(await incidents.resume()).toBeNull();
  expect(await incidents.halted()).toBeNull();
});
