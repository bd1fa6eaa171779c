import * as z from 'zod';
import { SUBJECTS, type Subject } from '../sync/decision';
import { RecordError } from '../sync/errors';
import { STATE_VERSION, keys, parseItem, type Table } from './table';
import type { Failures, FailedTry } from '../ports/failures';

const failedTrySchema = z.object({
  at: z.string(),
  runId: z.string(),
  reason: z.string(),
  message: z.string(),
});

const failureSchema = z.object({
  v: z.literal(STATE_VERSION),
  entity: z.enum(SUBJECTS),
  id: z.string(),
  firstAt: z.string(),
  attempts: z.number(),
  /** Oldest first, the last one is why it is here. */
  history: z.array(failedTrySchema).min(1),
});
export type StoredFailure = z.infer<typeof failureSchema>;

/** Errors kept per record; older ones are dropped. */
const HISTORY = 20;

/** The failed list: one entry per record that could not be synced, with all its errors, until a run syncs it. */
export class DynamoFailures implements Failures {
  constructor(private readonly table: Table) {}

  async add(entity: Subject, id: string, failed: FailedTry): Promise<void> {
    const known = await this.get(entity, id);
    // The same try, told again after a crash.
    if (known?.history.at(-1)?.runId === failed.runId) return;
    const history = [...(known?.history ?? []), failed].slice(-HISTORY);
    await this.table.put({
      ...keys.failure(entity, id),
      v: STATE_VERSION,
      entity,
      id,
      firstAt: known?.firstAt ?? failed.at,
      attempts: (known?.attempts ?? 0) + 1,
      history,
    });
  }

  async get(entity: Subject, id: string): Promise<StoredFailure | null> {
    const item = await this.table.get(keys.failure(entity, id));
    if (item === null) return null;
    const parsed = failureSchema.safeParse(item);
    return parsed.success ? parsed.data : null;
  }

  async clear(entity: Subject, id: string): Promise<void> {
    await this.table.delete(keys.failure(entity, id));
  }

  /** Entries that cannot be read are listed by their key, so that nobody misses them. */
  async *all(): AsyncGenerator<StoredFailure> {
    for await (const item of this.table.query('FAILED')) {
      try {
        yield parseItem(failureSchema, item);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        const [entity, id = ''] = String(item['sk']).split('#');
        const failed: FailedTry = {
          at: '',
          runId: '',
          reason: 'STATE_UNREADABLE',
          message: error.message,
        };
        yield {
          v: STATE_VERSION,
          entity: SUBJECTS.find((one) => one === entity) ?? 'expediente',
          id,
          firstAt: '',
          attempts: 1,
          history: [failed],
        };
      }
    }
  }
}
