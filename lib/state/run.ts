import * as z from 'zod';
import { runPageSchema, runSchema, type Run, type RunPage } from '../ports/run';
import { ConfigurationError, RecordError } from '../sync/errors';
import { STATE_VERSION, parseItem, type Item } from './table';

export const storedRunSchema = runSchema.extend({ v: z.literal(STATE_VERSION) });

export function readPage(item: Item): RunPage {
  const page = runPageSchema.safeParse(item);
  if (page.success) return page.data;
  throw new ConfigurationError(
    `The stored item ${String(item['pk'])} / ${String(item['sk'])} cannot be read. Delete it and start a full run.`,
  );
}

/** Nothing can go on beside a run that cannot be read: an admin has to look. */
export function readRun(item: Item): Run {
  try {
    return parseItem(storedRunSchema, item);
  } catch (error) {
    if (error instanceof RecordError) throw new ConfigurationError(error.message);
    throw error;
  }
}
