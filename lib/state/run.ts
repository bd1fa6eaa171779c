import * as z from 'zod';
import { runSchema, type Run } from '../ports/run';
import { ConfigurationError, RecordError } from '../sync/errors';
import { STATE_VERSION, parseItem, type Item } from './items';

export const storedRunSchema = runSchema.extend({ v: z.literal(STATE_VERSION) });

/** Nothing can go on beside a run that cannot be read: an admin has to look. */
export function readRun(item: Item): Run {
  try {
    return parseItem(storedRunSchema, item);
  } catch (error) {
    if (error instanceof RecordError) throw new ConfigurationError(error.message);
    throw error;
  }
}
