import type { Update } from '../../lib/state/table';
import type { Item } from '../../lib/state/items';
import type { Key } from '../../lib/state/keys';
import { MemoryTable } from './table';

/** Bytes of a number: two of its digits each, and one more; another one for its sign. */
function numberBytes(value: number): number {
  const digits = String(Math.abs(value))
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}

/** Bytes of a value as DynamoDB counts them ("Item sizes and formats" of its documentation). */
function valueBytes(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'number') return numberBytes(value);
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Object.prototype.toString.call(value) === '[object Set]')
    return sum([...(value as Set<unknown>)], valueBytes);
  if (Array.isArray(value)) return 3 + sum(value, (one) => 1 + valueBytes(one));
  return 3 + sum(Object.values(value as Item), () => 1) + itemBytes(value as Item);
}

const sum = <T>(list: readonly T[], bytesOf: (one: T) => number): number =>
  list.reduce((total, one) => total + bytesOf(one), 0);

/** Bytes of an item: its names and its values. */
export const itemBytes = (item: Item): number =>
  sum(Object.entries(item), ([name, value]) => Buffer.byteLength(name) + valueBytes(value));

/**
 * The table in memory with a strict meter: a write takes a unit for each started KB of the item before or after it,
 * whichever is larger, and no less where its condition did not hold.
 */
export class MeteredTable extends MemoryTable {
  /** Units by the first word of the partition's key. */
  readonly units = new Map<string, number>();
  largest = { bytes: 0, key: '' };

  unitsOf(...partitions: readonly string[]): number {
    return partitions.reduce((total, one) => total + (this.units.get(one) ?? 0), 0);
  }

  private sizeOf({ pk, sk }: Key): number {
    const item = this.items.get(`${pk}\u0000${sk}`);
    return item ? itemBytes(item) : 0;
  }

  private async metered<T>(key: Key, write: () => Promise<T>): Promise<T> {
    const before = this.sizeOf(key);
    const done = await write();
    const bytes = Math.max(before, this.sizeOf(key));
    if (bytes > this.largest.bytes) this.largest = { bytes, key: `${key.pk} ${key.sk}` };
    const partition = key.pk.split('#')[0] ?? '';
    const units = Math.max(1, Math.ceil(bytes / 1024));
    this.units.set(partition, (this.units.get(partition) ?? 0) + units);
    return done;
  }

  override put(item: Item & Key, condition?: Omit<Update, 'expression'>): Promise<boolean> {
    return this.metered(item, () => super.put(item, condition));
  }

  override update(key: Key, update: Update): Promise<Item | null> {
    return this.metered(key, () => super.update(key, update));
  }

  override delete(key: Key, condition?: Omit<Update, 'expression'>): Promise<boolean> {
    return this.metered(key, () => super.delete(key, condition));
  }
}
