import { validateExpressions } from 'dynalite/validations/index.js';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Update } from '../../lib/state/table';

/** Texts and kinds of values that were found sound. */
const sound = new Set<string>();

/**
 * What DynamoDB says of expressions before it looks at any item: reserved words, syntax, names and values that are missing
 * or not used (in the words of the emulator that the local cloud has).
 * @returns null where nothing is wrong
 */
export function wrongExpressions({
  expression,
  condition,
  names,
  values = {},
}: Partial<Update>): Error | null {
  // As AWS: what is undefined is not sent.
  const sent = Object.entries(values).filter(([, value]) => value !== undefined);
  const kinds = sent.map(([name, value]) => `${name} ${Object.prototype.toString.call(value)}`);
  const key = JSON.stringify([expression, condition, names, kinds]);
  if (sound.has(key)) return null;
  const wrong = validateExpressions({
    UpdateExpression: expression,
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ...(sent.length > 0 && {
      ExpressionAttributeValues: marshall(Object.fromEntries(sent), {
        removeUndefinedValues: true,
        convertEmptyValues: false,
      }),
    }),
  });
  if (wrong !== undefined) return Object.assign(new Error(wrong), { name: 'ValidationException' });
  sound.add(key);
  return null;
}
