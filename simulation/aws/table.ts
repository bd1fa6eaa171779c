import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table, type Part, type Update } from '../../lib/state/table';
import type { Item } from '../../lib/state/items';
import type { Key } from '../../lib/state/keys';
import type { MemoryTable } from '../../test/ports/table';
import type { Environment } from './environment';

/** Keys of one BatchGetItem, items of one BatchWriteItem, and items of one page of a query. */
const READ_BATCH = 100;
const WRITE_BATCH = 25;
const QUERY_PAGE = 60;

type Condition = Omit<Update, 'expression'>;

/** The table as one environment reaches it: every request is a call that may go wrong, a batch several of them. */
export class SimulatedTable extends Table {
  constructor(
    private readonly store: MemoryTable,
    private readonly ports: Pick<Environment, 'call'>,
  ) {
    // Never called: all that would call it is overridden.
    super(undefined as unknown as DynamoDBClient, 'simulated');
  }

  private call<T>(name: string, key: Pick<Key, 'pk'>, act: () => Promise<T>): Promise<T> {
    return this.ports.call('table', `${name} ${key.pk.split('#')[0] ?? ''}`, act).then((it) => it);
  }

  override get(key: Key): Promise<Item | null> {
    return this.call('get', key, () => this.store.get(key));
  }

  override async getMany(wanted: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    for (let at = 0; at < wanted.length; at += READ_BATCH) {
      const keys = wanted.slice(at, at + READ_BATCH);
      items.push(...(await this.call('getMany', keys[0] as Key, () => this.store.getMany(keys))));
    }
    return items;
  }

  override put(item: Item & Key, condition?: Condition): Promise<boolean> {
    return this.call('put', item, () => this.store.put(item, condition));
  }

  override async putMany(items: readonly (Item & Key)[]): Promise<void> {
    for (let at = 0; at < items.length; at += WRITE_BATCH) {
      const batch = items.slice(at, at + WRITE_BATCH);
      await this.call('putMany', batch[0] as Key, () => this.store.putMany(batch));
    }
  }

  override update(key: Key, update: Update): Promise<Item | null> {
    return this.call('update', key, () => this.store.update(key, update));
  }

  override delete(key: Key, condition?: Condition): Promise<boolean> {
    return this.call('delete', key, () => this.store.delete(key, condition));
  }

  override async *query(
    pk: string,
    prefix = '',
    options: { newestFirst?: boolean } = {},
  ): AsyncGenerator<Item> {
    let last: string | undefined;
    do {
      const page = await this.call('query', { pk }, () =>
        Promise.resolve(this.page(pk, prefix, options.newestFirst ?? false, last)),
      );
      yield* page;
      last = page.length === QUERY_PAGE ? page.at(-1)?.sk : undefined;
    } while (last !== undefined);
  }

  override slice(pk: string, part: Part): Promise<{ items: (Item & Key)[]; more: boolean }> {
    return this.call('query', { pk }, () => this.store.slice(pk, part));
  }

  override count(pk: string, part: Part): Promise<{ count: number; more: boolean }> {
    return this.call('query', { pk }, () => this.store.count(pk, part));
  }

  /** What comes behind the last item of the page before. */
  private page(
    pk: string,
    prefix: string,
    newestFirst: boolean,
    last: string | undefined,
  ): (Item & Key)[] {
    const all = this.store.found(pk, prefix, newestFirst);
    const rest = all.filter(
      ({ sk }) => last === undefined || (newestFirst ? sk < last : sk > last),
    );
    return structuredClone(rest.slice(0, QUERY_PAGE));
  }

  override async *scan(): AsyncGenerator<Item & Key> {
    const all = await this.call('scan', { pk: '' }, () =>
      Promise.resolve(structuredClone([...this.store.items.values()])),
    );
    yield* all;
  }
}
