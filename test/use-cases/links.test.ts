import { DynamoLinks } from '../../lib/state/links';
import type { Link } from '../../lib/ports/links';
import { RetryableError } from '../../lib/sync/errors';
import { MemoryTable } from '../ports/table';

const AT = '2026-03-02T09:00:00.000Z';

it('whoever does not know of a write that is not verified cannot wipe its mark from the link', async () => {
  const links = new DynamoLinks(new MemoryTable());
  const first: Link = { id: '7', status: 'linked', at: AT };
  await links.replace('client', first, null);
  const read = await links.get('client', '7');
  await links.markUnverified('7', AT);
  await expect(links.replace('client', { ...first, outcome: 'updated' }, read)).rejects.toThrow(
    RetryableError,
  );
  expect(await links.get('client', '7')).toMatchObject({ unverified: true });
  const now = await links.get('client', '7');
  await links.replace('client', { ...first, unverified: true, outcome: 'updated' }, now);
  expect(await links.get('client', '7')).toMatchObject({ unverified: true, outcome: 'updated' });
});
