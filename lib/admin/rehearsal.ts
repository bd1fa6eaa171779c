import * as z from 'zod';
import { draftSchema } from '../ports/asked';
import { RUN_MODES, brakeCountSchema, heldSchema, summarySchema } from '../ports/run';
import { ENTITIES, OUTCOMES } from '../sync/decision';

/** One record of a rehearsal, as a page shows it. Personal data. */
const recordSchema = z.object({
  entity: z.enum(ENTITIES),
  id: z.string(),
  label: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  message: z.string(),
  fields: z.array(z.object({ field: z.string(), from: z.string().nullish(), to: z.string() })),
  notes: z.array(z.string()),
});
export type RehearsedRecord = z.infer<typeof recordSchema>;

const timesSchema = z.array(z.tuple([z.string(), z.number()]));

export const previewSchema = z.object({
  changes: z
    .array(
      z.object({
        path: z.string(),
        from: z.unknown().default(null),
        to: z.unknown().default(null),
        touches: z.enum(['clients', 'expedientes', 'both', 'edits']),
        records: z.number().optional(),
      }),
    )
    .readonly(),
  needsFullRun: z.boolean(),
  atMost: z.object({ clients: z.number(), expedientes: z.number() }).nullable(),
  countedAt: z.string().nullable(),
});

/** What a run would do, short enough for an answer: the figures of all records, and some of the records themselves. */
export const rehearsalSchema = z.object({
  mode: z.enum(RUN_MODES),
  /** Every record was looked at; else the time was over before. */
  whole: z.boolean(),
  summary: summarySchema,
  /** Fields of records that exist, and in how many of them they would change; most first. */
  changedFields: timesSchema,
  /** Reasons, and of how many records; what an earlier version answered has none. */
  skipped: timesSchema.default([]),
  failed: timesSchema.default([]),
  /** Records came again on another page: the lists moved while they were read. */
  moved: z.boolean().default(false),
  /** Whether the brake would hold the run, and all that it would change of linked records. */
  brake: z
    .object({ held: heldSchema.nullable(), planned: brakeCountSchema })
    .nullable()
    .default(null),
  missingFields: z.array(z.string()),
  newContacts: z.number(),
  records: z.array(recordSchema),
  /** Records of which something would be told, and that are not among those. */
  left: z.number(),
  /** Of settings that nobody has saved yet: what would be saved, and what that changes. */
  settings: z.object({ draft: draftSchema, preview: previewSchema }).nullable(),
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;
