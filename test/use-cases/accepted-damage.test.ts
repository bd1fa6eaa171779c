import { DynamoLinks } from '../../lib/state/links';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const WRITE = {
  clientId: '1',
  at: 'w1',
  lateUntil: 5,
  before: { Id: 1, Nombre: '' },
  intended: { Nombre: 'Ana' },
  categories: [],
};
const SNAPSHOT = { giav: { fields: {} }, clientify: { fields: {} } };

/** DynamoDB refuses an expression with a reserved word; the table in memory does, too. */
describe('damage that an admin accepts', () => {
  it.each([
    ['a client whose base is known', { snapshot: SNAPSHOT }, true],
    ['one without a base', {}, undefined],
  ])('is over: %s goes on in both directions', async (_, more, unread) => {
    const table = new MemoryTable();
    const links = new DynamoLinks(table);
    const unverified = new DynamoUnverifiedWrites(table, links);
    const link = {
      id: '1',
      status: 'linked',
      kind: 'contact',
      clientifyId: 'c1',
      at: 'x',
    } as const;
    await links.replace('client', { ...link, ...more }, null);
    await unverified.open(WRITE);
    await unverified.keepAsDamaged('1', 'w1', ['Nombre']);
    await unverified.close('1', NOW, { accepted: true });
    expect(await unverified.list()).toEqual([]);
    const now = await links.get('client', '1');
    expect(now?.unverified).toBeUndefined();
    expect(now?.snapshot?.unread).toBe(unread);
  });
});
