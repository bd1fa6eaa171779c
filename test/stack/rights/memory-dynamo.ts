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
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Update } from '../../../lib/state/table';
import type { Item } from '../../../lib/state/items';
import type { Key } from '../../../lib/state/keys';
import type { MemoryTable } from '../../ports/table';

type Attributes = Record<string, AttributeValue>;

const plain = (attributes: Attributes | undefined): Item => unmarshall(attributes ?? {});
const keyOf = (attributes: Attributes | undefined): Key => plain(attributes) as unknown as Key;
const answer = (item: Item): Attributes => marshall(item, { removeUndefinedValues: true });

interface Conditional {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Attributes;
}
const conditionOf = (input: Conditional): Omit<Update, 'expression'> => ({
  condition: input.ConditionExpression,
  names: input.ExpressionAttributeNames,
  values: input.ExpressionAttributeValues && plain(input.ExpressionAttributeValues),
});

const unless = (refused: boolean): object => {
  if (refused)
    throw new ConditionalCheckFailedException({ message: 'the condition', $metadata: {} });
  return {};
};

/** The commands of DynamoDB that the product sends, on a table in memory; any other one is an error. */
export async function onTable(table: MemoryTable, command: object): Promise<object> {
  if (command instanceof GetItemCommand) {
    const item = await table.get(keyOf(command.input.Key));
    return { Item: item === null ? undefined : answer(item) };
  }
  if (command instanceof BatchGetItemCommand) {
    const [[name, { Keys = [] }] = ['', {}]] = Object.entries(command.input.RequestItems ?? {});
    const items = await table.getMany(Keys.map(keyOf));
    return { Responses: { [name]: items.map(answer) } };
  }
  if (command instanceof PutItemCommand) {
    const item = plain(command.input.Item) as Item & Key;
    return unless(!(await table.put(item, conditionOf(command.input))));
  }
  if (command instanceof BatchWriteItemCommand) {
    const puts = Object.values(command.input.RequestItems ?? {}).flat();
    await table.putMany(puts.map(({ PutRequest }) => plain(PutRequest?.Item) as Item & Key));
    return {};
  }
  if (command instanceof UpdateItemCommand) {
    const { Key: key, UpdateExpression: expression = '' } = command.input;
    const item = await table.update(keyOf(key), { expression, ...conditionOf(command.input) });
    return { ...unless(item === null), Attributes: answer(item ?? {}) };
  }
  if (command instanceof DeleteItemCommand)
    return unless(!(await table.delete(keyOf(command.input.Key), conditionOf(command.input))));
  if (command instanceof QueryCommand) {
    const { ':pk': pk, ':prefix': prefix = '' } = plain(command.input.ExpressionAttributeValues);
    const newestFirst = command.input.ScanIndexForward === false;
    return { Items: table.found(String(pk), String(prefix), newestFirst).map(answer) };
  }
  if (command instanceof ScanCommand) return { Items: [...table.items.values()].map(answer) };
  throw new Error(`the table in memory does not know ${command.constructor.name}`);
}
