import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { RecordError } from '../sync/errors';

export type Item = Record<string, unknown>;
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Version of all stored items. Readers refuse what they do not know instead of guessing. */
export const STATE_VERSION = 1;

/** All keys of the table, in one place. */
export const keys = {
  /** A run that waits for its turn. */
  due: (mode: string): Key => ({ pk: 'DUE', sk: mode }),
  lease: (): Key => ({ pk: 'LEASE', sk: 'RUN' }),
  run: (runId: string): Key => ({ pk: `RUN#${runId}`, sk: 'RUN' }),
  page: (runId: string, entity: string, page: number): Key => ({
    pk: `RUN#${runId}`,
    sk: `PAGE#${entity}#${String(page).padStart(6, '0')}`,
  }),
  /** Which pages of a list are done, some pages each. */
  donePages: (runId: string, entity: string, bucket: number): Key => ({
    pk: `RUN#${runId}`,
    sk: `DONE#${entity}#${String(bucket).padStart(6, '0')}`,
  }),
  /** Some pages of a list of Clientify that a run has read. */
  indexPart: (runId: string, kind: string, number: number): Key => ({
    pk: `INDEX#${runId}`,
    sk: `${kind}#${String(number).padStart(6, '0')}`,
  }),
  /** What the key of a run's index is made with: without it the parts are noise. */
  indexSalt: (runId: string): Key => ({ pk: `INDEX#${runId}`, sk: 'SALT' }),
  runEntry: (startedAt: string, runId: string): Key => ({
    pk: 'RUNS',
    sk: `${startedAt}#${runId}`,
  }),
  /** The full run that was completed last. */
  lastFull: (): Key => ({ pk: 'RUN_LAST', sk: 'FULL' }),
  link: (entity: string, id: string): Key => ({ pk: `LINK#${entity}#${id}`, sk: 'LINK' }),
  clientOf: (kind: string, clientifyId: string): Key => ({
    pk: `CLIENT_OF#${kind}#${clientifyId}`,
    sk: 'CLIENT_OF',
  }),
  claim: (kind: string, documentoKey: string): Key => ({
    pk: `CLAIM#${kind}#${documentoKey}`,
    sk: 'CLAIM',
  }),
  /** Clients that were refused because another one has the Documento. */
  refusedClaims: (kind: string, documentoKey: string): Key => ({
    pk: `CLAIM#${kind}#${documentoKey}`,
    sk: 'REFUSED',
  }),
  watermark: (): Key => ({ pk: 'WATERMARK', sk: 'RUN' }),
  reconciled: (): Key => ({ pk: 'WATERMARK', sk: 'RECONCILE' }),
  audit: (at: string, what: string): Key => ({ pk: 'AUDIT', sk: `${at}#${what}` }),
  /** One for each client whose damage halts the way back; the first version had a single one without a client. */
  halt: (clientId: string): Key => ({ pk: 'HALT', sk: `WRITE_BACK#${clientId}` }),
  hourlyWrites: (): Key => ({ pk: 'WRITE_BACK', sk: 'HOUR' }),
  unverified: (clientId: string): Key => ({ pk: 'UNVERIFIED', sk: clientId }),
  incident: (at: string, clientId: string): Key => ({ pk: 'INCIDENT', sk: `${at}#${clientId}` }),
  sample: (at: string): Key => ({ pk: 'SAMPLE', sk: at }),
  traits: (): Key => ({ pk: 'ACCOUNT', sk: 'TRAITS' }),
  /** What the account calls a status code. */
  statusLabel: (code: string): Key => ({ pk: 'STATUS_LABEL', sk: code }),
  /** What a filter of Clientify's lists was seen to do. */
  filterProof: (kind: string, filter: string, form: string): Key => ({
    pk: 'FILTER_PROOF',
    sk: `${kind}#${filter}#${form}`,
  }),
  accountSetup: (): Key => ({ pk: 'ACCOUNT', sk: 'SETUP' }),
  email: (key: string): Key => ({ pk: `EMAIL#${key}`, sk: 'EMAIL' }),
  pause: (system: string): Key => ({ pk: 'PAUSE', sk: system }),
  failure: (entity: string, id: string): Key => ({ pk: 'FAILED', sk: `${entity}#${id}` }),
  /** The failed list once more, by reason and age. */
  failedBy: (order: string): Key => ({ pk: 'FAILED_BY', sk: order }),
  /** What runs did on one day. */
  day: (date: string): Key => ({ pk: 'DAY', sk: date }),
  /** The day of the last letter. */
  letter: (): Key => ({ pk: 'LETTER', sk: 'DAY' }),
  /** When a webhook last came. */
  heard: (): Key => ({ pk: 'HEARD', sk: 'WEBHOOK' }),
  slots: (): Key => ({ pk: 'HEARD', sk: 'SLOTS' }),
  /** What came of a piece of work that somebody asked for. */
  asked: (id: string): Key => ({ pk: `ASKED#${id}`, sk: 'ASKED' }),
  pending: (what: string, id: string): Key => ({ pk: 'PENDING', sk: `${what}#${id}` }),
  /** What people have changed of the settings, as it counts … */
  settings: (): Key => ({ pk: 'SETTINGS', sk: 'CURRENT' }),
  /** … and as it was before. */
  settingsVersion: (version: number): Key => ({
    pk: 'SETTINGS',
    sk: `VERSION#${String(version).padStart(9, '0')}`,
  }),
  /** By a hash of its cookie. A partition each: the console's role may write to those that begin so. */
  session: (key: string): Key => ({ pk: `SESSION#${key}`, sk: 'SESSION' }),
  decision: (entity: string, id: string, at: string, runId: string): Key => ({
    pk: `DECISION#${entity}#${id}`,
    sk: `${at}#${runId}`,
  }),
} as const;

/** What an item holds; an error that names the item when it is damaged or of an unknown version. Never guessed. */
export function parseItem<T extends z.ZodType>(schema: T, item: Item): z.output<T> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const where = [
    ...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.') || 'the item')),
  ].join(', ');
  throw new RecordError(
    `The stored item ${String(item['pk'])} / ${String(item['sk'])} cannot be read (${where}). Restore it from a backup, or delete it once what it describes has been checked by hand.`,
    [],
    undefined,
    'STATE_UNREADABLE',
  );
}

const OPTIONS = { removeUndefinedValues: true } as const;
const write = (item: Item): Record<string, AttributeValue> => marshall(item, OPTIONS);

export interface Update {
  readonly expression: string;
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

/** A part of a partition, in the order of its sort keys. */
export interface Part {
  /** Of the sort keys. @default - the whole partition */
  readonly prefix?: string;
  /** Sort key after which it begins. @default - at the beginning */
  readonly after?: string;
  readonly newestFirst?: boolean;
  /** Most items that are wanted. */
  readonly limit: number;
}

/** The single table: plain objects in and out, conditional failures as `false` or `null`. */
export class Table {
  constructor(
    private readonly client: DynamoDBClient,
    readonly name: string,
  ) {}

  async get(key: Key): Promise<Item | null> {
    const { Item: item } = await this.client.send(
      new GetItemCommand({ TableName: this.name, Key: write({ ...key }), ConsistentRead: true }),
    );
    return item ? unmarshall(item) : null;
  }

  /** Up to 100 keys a call, repeated until the table has answered for all of them. */
  async getMany(wanted: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    const unique = [...new Map(wanted.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
    for (let at = 0; at < unique.length; at += 100) {
      let request: Record<
        string,
        { Keys: Record<string, AttributeValue>[]; ConsistentRead: boolean }
      > = {
        [this.name]: {
          Keys: unique.slice(at, at + 100).map((key) => write({ ...key })),
          ConsistentRead: true,
        },
      };
      while (Object.keys(request).length > 0) {
        const answer: {
          Responses?: Record<string, Record<string, AttributeValue>[]>;
          UnprocessedKeys?: unknown;
        } = await this.client.send(new BatchGetItemCommand({ RequestItems: request }));
        items.push(...(answer.Responses?.[this.name] ?? []).map((item) => unmarshall(item)));
        request = (answer.UnprocessedKeys ?? {}) as typeof request;
      }
    }
    return items;
  }

  /** false when the condition did not hold. */
  async put(item: Item & Key, condition?: Omit<Update, 'expression'>): Promise<boolean> {
    return (
      (await this.guarded(() =>
        this.client.send(
          new PutItemCommand({
            TableName: this.name,
            Item: write(item),
            ConditionExpression: condition?.condition,
            ExpressionAttributeNames: condition?.names,
            ExpressionAttributeValues: condition?.values && write(condition.values),
          }),
        ),
      )) !== null
    );
  }

  async putMany(items: readonly (Item & Key)[]): Promise<void> {
    for (let at = 0; at < items.length; at += 25) {
      let request: Record<string, unknown[]> = {
        [this.name]: items
          .slice(at, at + 25)
          .map((item) => ({ PutRequest: { Item: write(item) } })),
      };
      while (Object.keys(request).length > 0) {
        const answer: { UnprocessedItems?: unknown } = await this.client.send(
          new BatchWriteItemCommand({ RequestItems: request as never }),
        );
        request = (answer.UnprocessedItems ?? {}) as typeof request;
      }
    }
  }

  /** The item after the update; null when the condition did not hold. */
  async update(key: Key, update: Update): Promise<Item | null> {
    const answer = await this.guarded(() =>
      this.client.send(
        new UpdateItemCommand({
          TableName: this.name,
          Key: write({ ...key }),
          UpdateExpression: update.expression,
          ConditionExpression: update.condition,
          ExpressionAttributeNames: update.names,
          ExpressionAttributeValues: update.values && write(update.values),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return answer?.Attributes ? unmarshall(answer.Attributes) : null;
  }

  /** false when the condition did not hold. */
  async delete(key: Key, condition?: Omit<Update, 'expression'>): Promise<boolean> {
    const done = await this.guarded(() =>
      this.client.send(
        new DeleteItemCommand({
          TableName: this.name,
          Key: write({ ...key }),
          ConditionExpression: condition?.condition,
          ExpressionAttributeNames: condition?.names,
          ExpressionAttributeValues: condition?.values && write(condition.values),
        }),
      ),
    );
    return done !== null;
  }

  async *query(
    pk: string,
    prefix = '',
    options: { newestFirst?: boolean } = {},
  ): AsyncGenerator<Item> {
    let start: Record<string, AttributeValue> | undefined;
    do {
      const answer: {
        Items?: Record<string, AttributeValue>[];
        LastEvaluatedKey?: Record<string, AttributeValue>;
      } = await this.client.send(
        new QueryCommand({
          TableName: this.name,
          KeyConditionExpression:
            prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: write(
            prefix === '' ? { ':pk': pk } : { ':pk': pk, ':prefix': prefix },
          ),
          ConsistentRead: true,
          ScanIndexForward: !(options.newestFirst ?? false),
          ExclusiveStartKey: start,
        }),
      );
      for (const item of answer.Items ?? []) yield unmarshall(item);
      start = answer.LastEvaluatedKey;
    } while (start);
  }

  /** One request, for lists that people leaf through. `more`: there may be others behind them. */
  async slice(pk: string, part: Part): Promise<{ items: (Item & Key)[]; more: boolean }> {
    const { Items: items = [], LastEvaluatedKey: last } = await this.client.send(
      new QueryCommand(this.partOf(pk, part)),
    );
    return { items: items.map((item) => unmarshall(item) as Item & Key), more: last !== undefined };
  }

  /** How many there are, in one request; `more`: at least so many. */
  async count(pk: string, part: Part): Promise<{ count: number; more: boolean }> {
    const { Count: count = 0, LastEvaluatedKey: last } = await this.client.send(
      new QueryCommand({ ...this.partOf(pk, part), Select: 'COUNT' }),
    );
    return { count, more: last !== undefined };
  }

  private partOf(pk: string, { prefix = '', after, newestFirst = false, limit }: Part) {
    return {
      TableName: this.name,
      KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: write(
        prefix === '' ? { ':pk': pk } : { ':pk': pk, ':prefix': prefix },
      ),
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
      ExclusiveStartKey: after === undefined ? undefined : write({ pk, sk: after }),
      Limit: limit,
    };
  }

  /** Everything that is stored, consistently. For the rare commands of an admin only: the functions may not. */
  async *scan(): AsyncGenerator<Item & Key> {
    let start: Record<string, AttributeValue> | undefined;
    do {
      const answer: {
        Items?: Record<string, AttributeValue>[];
        LastEvaluatedKey?: Record<string, AttributeValue>;
      } = await this.client.send(
        new ScanCommand({ TableName: this.name, ConsistentRead: true, ExclusiveStartKey: start }),
      );
      for (const item of answer.Items ?? []) yield unmarshall(item) as Item & Key;
      start = answer.LastEvaluatedKey;
    } while (start);
  }

  private async guarded<T>(send: () => Promise<T>): Promise<T | null> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }
}
