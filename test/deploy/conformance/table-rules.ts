import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Table } from '../../../lib/state/table';
import type { Item } from '../../../lib/state/items';
import type { Rule, TableEngine } from './engine';

const READ_BATCH = 100;
const WRITE_BATCH = 25;
/** Of an item, with the names of its attributes. */
const LARGEST_ITEM = 400 * 1024;
const WRITERS = 8;

const ABSENT = { condition: 'attribute_not_exists(pk)' };
const keyed = (pk: string, sk = '1') => ({ pk, sk });
const refused = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    () => true,
  );
const add = (amount: unknown) => ({ expression: 'ADD v :v', values: { ':v': amount } });

async function all(items: AsyncGenerator<Item>): Promise<string> {
  const found: unknown[] = [];
  for await (const { sk } of items) found.push(sk);
  return found.join(' ');
}

const several = (count: number, pk: string) =>
  Array.from({ length: count }, (_, index) => keyed(pk, String(index)));

const writeBatch = (client: DynamoDBClient, table: Table, keys: readonly Item[]) =>
  client.send(
    new BatchWriteItemCommand({
      RequestItems: {
        [table.name]: keys.map(({ pk, sk }) => ({
          PutRequest: { Item: { pk: { S: String(pk) }, sk: { S: String(sk) } } },
        })),
      },
    }),
  );

const readBatch = (client: DynamoDBClient, table: Table, keys: readonly Item[]) =>
  client.send(
    new BatchGetItemCommand({
      RequestItems: {
        [table.name]: {
          Keys: keys.map(({ pk, sk }) => ({ pk: { S: String(pk) }, sk: { S: String(sk) } })),
        },
      },
    }),
  );

export const TABLE_RULES: readonly Rule<TableEngine>[] = [
  {
    name: 'A conditional put that loses changes nothing',
    reliedOnBy: 'claims: no second record for a client',
    async shows({ table }) {
      const first = await table.put({ ...keyed('put'), v: 1 }, ABSENT);
      const second = await table.put({ ...keyed('put'), v: 2 }, ABSENT);
      return first && !second && (await table.get(keyed('put')))?.['v'] === 1;
    },
  },
  {
    name: 'Of many conditional writers at once exactly one wins',
    reliedOnBy: 'leases and claims',
    async shows({ table }) {
      const won = await Promise.all(
        Array.from({ length: WRITERS }, (_, v) => table.put({ ...keyed('race'), v }, ABSENT)),
      );
      return won.filter(Boolean).length === 1;
    },
  },
  {
    name: 'Additions to a number at once are all counted',
    reliedOnBy: 'counters of a run',
    async shows({ table }) {
      await Promise.all(Array.from({ length: WRITERS }, () => table.update(keyed('sum'), add(1))));
      return (await table.get(keyed('sum')))?.['v'] === WRITERS;
    },
  },
  {
    name: 'A conditional update that loses creates no item',
    reliedOnBy: 'a link that somebody has undone stays undone',
    async shows({ table }) {
      const update = {
        expression: 'SET v = :v',
        values: { ':v': 1 },
        condition: 'attribute_exists(pk)',
      };
      const item = await table.update(keyed('lost'), update);
      return item === null && (await table.get(keyed('lost'))) === null;
    },
  },
  {
    name: 'A set that loses its last member is gone',
    reliedOnBy: 'owners of an e-mail',
    async shows({ table }) {
      const members = new Set(['a']);
      await table.update(keyed('set'), add(members));
      await table.update(keyed('set'), { expression: 'DELETE v :v', values: { ':v': members } });
      const item = await table.get(keyed('set'));
      return item !== null && !('v' in item);
    },
  },
  {
    name: 'A delete with a condition that does not hold leaves the item',
    reliedOnBy: 'an old holder never frees its successor’s lease',
    async shows({ table }) {
      await table.put({ ...keyed('kept'), v: 2 });
      const gone = await table.delete(keyed('kept'), { condition: 'v = :v', values: { ':v': 1 } });
      return !gone && (await table.get(keyed('kept'))) !== null;
    },
  },
  {
    name: 'A query comes in the order of the sort keys’ bytes, backwards too, and only what begins so',
    reliedOnBy: 'time lines, lists by age',
    async shows({ table }) {
      for (const sk of ['b#2', 'a', 'b#10', 'B', 'ñ']) await table.put(keyed('order', sk));
      const forwards = await all(table.query('order'));
      const backwards = await all(table.query('order', 'b#', { newestFirst: true }));
      return forwards === 'B a b#10 b#2 ñ' && backwards === 'b#2 b#10';
    },
  },
  {
    name: 'A part of a query says whether more follows, and the next part goes on behind it',
    reliedOnBy: 'pages of the console',
    async shows({ table }) {
      await table.putMany(several(3, 'part'));
      const first = await table.slice('part', { limit: 2 });
      const rest = await table.slice('part', { limit: 2, after: first.items.at(-1)?.sk ?? '' });
      const seen = [...first.items, ...rest.items].map(({ sk }) => sk).join(' ');
      return first.more && !rest.more && seen === '0 1 2';
    },
  },
  {
    name: 'What has expired is still read until AWS takes it away (up to days later)',
    reliedOnBy: 'readers look at the time themselves',
    async shows({ table }) {
      await table.put({ ...keyed('expired'), expires: 1 });
      return (await table.get(keyed('expired'))) !== null;
    },
  },
  {
    name: 'An item of more than 400 KB is refused',
    reliedOnBy: 'no state item grows with a run',
    shows: ({ table }) => refused(table.put({ ...keyed('large'), v: 'x'.repeat(LARGEST_ITEM) })),
  },
  {
    name: 'An empty key is refused',
    reliedOnBy: 'a record without an id is never stored',
    shows: ({ table }) => refused(table.put(keyed(''))),
  },
  {
    name: '26 writes in one request are refused as a whole, 25 are taken',
    reliedOnBy: 'the table writes in parts',
    async shows({ table, requests }) {
      if (requests === null) return null;
      await writeBatch(requests, table, several(WRITE_BATCH, 'batch'));
      const tooMany = await refused(
        writeBatch(requests, table, several(WRITE_BATCH + 1, 'batch-26')),
      );
      return tooMany && (await table.get(keyed('batch-26', '0'))) === null;
    },
  },
  {
    name: '101 reads in one request are refused, and so is one key twice',
    reliedOnBy: 'the table reads in parts, each key once',
    async shows({ table, requests }) {
      if (requests === null) return null;
      const twice = [keyed('batch'), keyed('batch')];
      return (
        (await refused(readBatch(requests, table, several(READ_BATCH + 1, 'batch')))) &&
        (await refused(readBatch(requests, table, twice)))
      );
    },
  },
];
