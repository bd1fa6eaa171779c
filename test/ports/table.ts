import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table, type Part, type Update } from '../../lib/state/table';
import type { Item } from '../../lib/state/items';
import type { Key } from '../../lib/state/keys';
import { wrongExpressions } from './expressions';

type Names = Update['names'];
type Condition = Omit<Update, 'expression'>;

/** Sets of any realm: those of jest's are not the ones that the SDK makes. */
const isSet = (value: unknown): value is Set<unknown> =>
  Object.prototype.toString.call(value) === '[object Set]';

const copy = <T>(value: T): T => copied(value) as T;
function copied(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (isSet(value)) return new Set(Array.from(value.values()));
  if (Array.isArray(value)) return value.map(copied);
  const copy: Record<string, unknown> = {};
  for (const name in value) copy[name] = copied((value as Record<string, unknown>)[name]);
  return copy;
}
const nameOf = (key: Key): string => `${key.pk}\u0000${key.sk}`;

/** What DynamoDB keeps of an item: nothing undefined. */
const stored = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object' || isSet(value) || ArrayBuffer.isView(value))
    return value;
  if (Array.isArray(value)) return value.map(stored);
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value))
    if (inner !== undefined) kept[name] = stored(inner);
  return kept;
};

const pathOf = (path: string, names: Names): string[] =>
  path.split('.').map((part) => names?.[part] ?? part);
const read = (item: Item, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Item | undefined)?.[part], item);

function write(item: Item, path: readonly string[], value: unknown): void {
  const [last = ''] = path.slice(-1);
  const parent = path.slice(0, -1).reduce<Item>((value, part) => value[part] as Item, item);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = stored(value);
}

/** The part of DynamoDB's expressions that lib/state uses; anything else is an error. */
class Expression {
  private static readonly known = new Map<string, readonly string[]>();
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(
    text: string,
    private readonly item: Item,
    private readonly names: Names,
    private readonly values: Item | undefined,
  ) {
    this.tokens = Expression.known.get(text) ?? Expression.read(text);
  }

  private static read(text: string): readonly string[] {
    const tokens = text.match(/[#:]?[\w.#]+|<>|<=|>=|[<>=(),+-]/g) ?? [];
    Expression.known.set(text, tokens);
    return tokens;
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('the expression ends too early');
    return token;
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  holds(): boolean {
    let held = this.all();
    while (this.takes('OR')) held = this.all() || held;
    return held;
  }

  private all(): boolean {
    let held = this.one();
    while (this.takes('AND')) held = this.one() && held;
    return held;
  }

  private one(): boolean {
    if (this.takes('(')) {
      const held = this.holds();
      this.next();
      return held;
    }
    const token = this.tokens[this.at];
    if (token === 'attribute_not_exists' || token === 'attribute_exists') {
      const exists = this.next() === 'attribute_exists';
      this.next();
      const found = read(this.item, pathOf(this.next(), this.names)) !== undefined;
      this.next();
      return exists === found;
    }
    if (this.takes('contains')) return this.contains();
    const left = this.operand();
    const sign = this.next();
    return compare(left, sign, this.operand());
  }

  private contains(): boolean {
    this.next();
    const set = this.operand();
    this.next();
    const wanted = this.operand();
    this.next();
    return isSet(set) && set.has(wanted);
  }

  private size(): number | undefined {
    this.next();
    const set = this.operand();
    this.next();
    return isSet(set) ? set.size : undefined;
  }

  private operand(): unknown {
    if (this.takes('size')) return this.size();
    if (this.takes('if_not_exists')) {
      this.next();
      const found = read(this.item, pathOf(this.next(), this.names));
      this.next();
      const other = this.operand();
      this.next();
      return found ?? other;
    }
    const token = this.next();
    if (!token.startsWith(':')) return read(this.item, pathOf(token, this.names));
    // As AWS: a value that is undefined is not sent, so it is not defined there.
    if (this.values?.[token] === undefined) throw new Error(`no value for ${token}`);
    return this.values[token];
  }

  /** Changes the item, clause by clause. */
  apply(): void {
    while (this.at < this.tokens.length) this.clause();
  }

  private clause(): void {
    const clause = this.next();
    if (!['SET', 'REMOVE', 'ADD', 'DELETE'].includes(clause))
      throw new Error(`unknown clause ${clause}`);
    do {
      const path = pathOf(this.next(), this.names);
      if (clause === 'REMOVE') write(this.item, path, undefined);
      else if (clause === 'DELETE')
        write(this.item, path, without(read(this.item, path), this.operand()));
      else if (clause === 'ADD')
        write(this.item, path, added(read(this.item, path), this.operand()));
      else {
        this.next();
        const value = this.operand();
        write(this.item, path, this.takes('+') ? Number(value) + Number(this.operand()) : value);
      }
    } while (this.takes(','));
  }
}

const added = (old: unknown, more: unknown): unknown =>
  isSet(more)
    ? new Set([...(isSet(old) ? Array.from(old.values()) : []), ...Array.from(more.values())])
    : Number(old ?? 0) + Number(more);

/** An empty set is no value. */
function without(old: unknown, gone: unknown): Set<unknown> | undefined {
  const left =
    isSet(old) && isSet(gone) ? Array.from(old.values()).filter((value) => !gone.has(value)) : [];
  return left.length === 0 ? undefined : new Set(left);
}

const SIGNS = ['<>', '=', '<', '<=', '>', '>='];

function compare(left: unknown, sign: string, right: unknown): boolean {
  if (!SIGNS.includes(sign)) throw new Error(`unknown sign ${sign}`);
  if (sign === '<>') return left !== right;
  if (left === undefined || right === undefined) return false;
  if (sign === '=') return left === right;
  const [a, b] = [left as string, right as string];
  if (sign === '<') return a < b;
  if (sign === '<=') return a <= b;
  if (sign === '>') return a > b;
  return a >= b;
}

/** Items by name, and the names of each partition: a query looks at its own partition only. */
class Items extends Map<string, Item & Key> {
  private readonly partitions = new Map<string, Set<string>>();

  override set(name: string, item: Item & Key): this {
    const names = this.partitions.get(item.pk) ?? new Set();
    this.partitions.set(item.pk, names.add(name));
    return super.set(name, item);
  }

  override delete(name: string): boolean {
    const item = this.get(name);
    if (item) this.partitions.get(item.pk)?.delete(name);
    return super.delete(name);
  }

  of(pk: string): (Item & Key)[] {
    return [...(this.partitions.get(pk) ?? [])].flatMap((name) => this.get(name) ?? []);
  }
}

/** The table in memory: the state's own classes work on it in tests without a socket. */
export class MemoryTable extends Table {
  readonly items = new Items();

  constructor() {
    // Never called.
    super(undefined as unknown as DynamoDBClient, 'memory');
  }

  /** All that another one holds now. */
  fillFrom({ items }: MemoryTable): void {
    for (const [name, item] of items) this.items.set(name, copy(item));
  }

  override get(key: Key): Promise<Item | null> {
    return Promise.resolve(copy(this.items.get(nameOf(key)) ?? null));
  }

  override getMany(wanted: readonly Key[]): Promise<Item[]> {
    const found = [...new Set(wanted.map(nameOf))].flatMap((name) => this.items.get(name) ?? []);
    return Promise.resolve(copy(found));
  }

  private allows(key: Key, { condition, names, values }: Condition = {}): boolean {
    return (
      condition === undefined ||
      new Expression(condition, this.items.get(nameOf(key)) ?? {}, names, values).holds()
    );
  }

  override put(item: Item & Key, condition?: Condition): Promise<boolean> {
    if (item.pk === '' || item.sk === '') return Promise.reject(new Error('an empty key'));
    const wrong = wrongExpressions(condition ?? {});
    if (wrong) return Promise.reject(wrong);
    const allowed = this.allows(item, condition);
    if (allowed) this.items.set(nameOf(item), stored(copy(item)) as Item & Key);
    return Promise.resolve(allowed);
  }

  override async putMany(items: readonly (Item & Key)[]): Promise<void> {
    for (const item of items) await this.put(item);
  }

  override update(key: Key, update: Update): Promise<Item | null> {
    const wrong = wrongExpressions(update);
    if (wrong) return Promise.reject(wrong);
    if (!this.allows(key, update)) return Promise.resolve(null);
    const item = copy(this.items.get(nameOf(key)) ?? { ...key });
    new Expression(update.expression, item, update.names, update.values).apply();
    this.items.set(nameOf(key), item);
    return Promise.resolve(copy(item));
  }

  override delete(key: Key, condition?: Condition): Promise<boolean> {
    const wrong = wrongExpressions(condition ?? {});
    if (wrong) return Promise.reject(wrong);
    const allowed = this.allows(key, condition);
    if (allowed) this.items.delete(nameOf(key));
    return Promise.resolve(allowed);
  }

  override async *query(
    pk: string,
    prefix = '',
    options: { newestFirst?: boolean } = {},
  ): AsyncGenerator<Item> {
    for (const item of this.found(pk, prefix, options.newestFirst))
      yield await Promise.resolve(copy(item));
  }

  override slice(pk: string, part: Part): Promise<{ items: (Item & Key)[]; more: boolean }> {
    const { after, newestFirst = false, limit } = part;
    const found = this.found(pk, part.prefix, newestFirst).filter(
      ({ sk }) => after === undefined || (newestFirst ? sk < after : sk > after),
    );
    return Promise.resolve({
      items: copy(found.slice(0, limit)),
      // As DynamoDB: it stops at the limit and has not looked whether anything follows.
      more: found.length >= limit,
    });
  }

  override async count(pk: string, part: Part): Promise<{ count: number; more: boolean }> {
    const { items, more } = await this.slice(pk, part);
    return { count: items.length, more };
  }

  /** What a query finds now, in its order. */
  found(pk: string, prefix = '', newestFirst = false): (Item & Key)[] {
    const found = this.items.of(pk).filter((item) => item.sk.startsWith(prefix));
    found.sort((a, b) => (a.sk < b.sk ? -1 : 1));
    return newestFirst ? found.reverse() : found;
  }

  override async *scan(): AsyncGenerator<Item & Key> {
    for (const item of [...this.items.values()]) yield await Promise.resolve(copy(item));
  }
}
