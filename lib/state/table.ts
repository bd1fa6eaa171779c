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
  type BatchWriteItemCommandOutput,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from './keys';
import type { Item } from './items';

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
      let request: Record<string, WriteRequest[]> = {
        [this.name]: items
          .slice(at, at + 25)
          .map((item) => ({ PutRequest: { Item: write(item) } })),
      };
      while (Object.keys(request).length > 0) {
        const answer: BatchWriteItemCommandOutput = await this.client.send(
          new BatchWriteItemCommand({ RequestItems: request }),
        );
        request = answer.UnprocessedItems ?? {};
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
