import * as z from 'zod';
import { ENTITIES, OUTCOMES, SUBJECTS } from '../sync/decision';

/** What the names begin with under which decisions of such a sync are stored. */
export const AT_ONCE = 'one-';

const saidSchema = z.object({ en: z.string(), es: z.string() });

const syncedRecordSchema = z.object({
  entity: z.enum(ENTITIES),
  /** GIAV id. */
  id: z.string(),
  /** `waits`: it could not be had in time, and is read again by a run of its own. */
  outcome: z.enum([...OUTCOMES, 'waits']),
  reason: z.string().optional(),
  /** What an admin is told beside the reason. */
  message: saidSchema.optional(),
  kind: z.string().optional(),
  clientifyId: z.string().optional(),
  notices: z.array(z.string()),
  /** Values of GIAV for which the fallback was used. */
  unmapped: z.array(z.string()),
  notes: z.array(z.object({ field: z.string(), note: z.string() })),
  /** What was written to Clientify, field by field; `from` is absent where the record is new. */
  fields: z.array(z.object({ field: z.string(), from: z.string().nullish(), to: z.string() })),
});
/** What became of one record that somebody wanted synced at once. Personal data. */
export type SyncedRecord = z.infer<typeof syncedRecordSchema>;

/** What came of syncing one record at once. */
export const syncedSchema = z.object({
  /** What was asked for, by its id in its own system. */
  asked: z.object({ entity: z.enum(SUBJECTS), id: z.string() }),
  /** Names what the decisions of it are stored under. */
  runId: z.string(),
  /** The record itself first; of its expedientes those to which something happened. */
  records: z.array(syncedRecordSchema),
  /** Expedientes that were in step already. */
  inStep: z.number(),
  /** Expedientes to which something happened, and that are not listed for their number: `explain` tells it. */
  unlisted: z.number(),
  /** Not all expedientes could be read in time: the next run reads the rest. */
  left: z.boolean(),
  /** The way back was told to look at the record of Clientify, too. */
  wayBack: z.boolean(),
});
export type Synced = z.infer<typeof syncedSchema>;
