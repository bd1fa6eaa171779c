import * as z from 'zod';
import { ENTITIES, SUBJECTS, type RecordResult, type Subject } from '../sync/decision';

const runId = z.string();
const mode = z.enum(['full', 'modified', 'redrive']);
const record = z.object({ runId, entity: z.enum(SUBJECTS), id: z.string(), reason: z.string() });

/** What the product announces on its event bus; the catalogue for readers is docs/events.md. Ids only, no personal data. */
export const eventSchemas = {
  RunStarted: z.object({ runId, mode, startedAt: z.string() }),
  PageFetched: z.object({
    runId,
    entity: z.enum(ENTITIES),
    page: z.number(),
    records: z.number(),
    queued: z.number(),
  }),
  RecordFailed: record.extend({ message: z.string() }),
  RecordSkipped: record,
  RunPaused: z.object({ runId, until: z.string(), message: z.string() }),
  /** It would change too much of what Clientify holds, and waits for an admin. */
  RunHeld: z.object({
    runId,
    because: z.enum(['records', 'emptied']),
    records: z.number(),
    emptied: z.number(),
    read: z.number(),
    newSettings: z.boolean(),
  }),
  RunCompleted: z.object({ runId, mode, summary: z.unknown() }),
  /** A change of Clientify reached GIAV: names of GIAV's fields. */
  ClientWrittenBack: z.object({
    id: z.string(),
    fields: z.array(z.string()),
    created: z.boolean(),
  }),
  ConflictResolved: z.object({
    id: z.string(),
    fields: z.array(z.string()),
    winner: z.enum(['giav', 'clientify']),
  }),
  /** After a write, GIAV's record was not what it should be. `halted`: nothing is written until an admin resumes. */
  UnsafeWrite: z.object({
    id: z.string(),
    fields: z.array(z.string()),
    restored: z.boolean(),
    halted: z.boolean(),
  }),
  /** A create came back with somebody else's record: `fields` had been overwritten; `restored`: all of them are as they were. */
  ForeignRecord: z.object({
    id: z.string(),
    kind: z.enum(['contact', 'company', 'deal']),
    clientifyId: z.string(),
    fields: z.array(z.string()),
    restored: z.boolean(),
  }),
  /** Too many clients were to be written to GIAV within an hour: none is until an admin resumes the way back. */
  WriteBackHeld: z.object({ since: z.string(), perHour: z.number() }),
  RunFailed: z.object({ runId, kind: z.string(), message: z.string() }),
} as const;
export type Events = { [Name in keyof typeof eventSchemas]: z.infer<(typeof eventSchemas)[Name]> };

/** A record that a run could not or must not sync, as both functions know it. */
export interface Decided {
  readonly entity: Subject;
  readonly id: string;
  readonly runId: string;
  readonly result: RecordResult;
  readonly message?: string;
}

/** Announces what happened. Never throws: what cannot be delivered is logged and stops nothing, the state is in the table. */
export interface EventBus {
  announce<Name extends keyof Events>(type: Name, detail: Events[Name]): Promise<void>;
  /** RecordFailed and RecordSkipped for those of the records that failed or were skipped. */
  announceAll(decided: readonly Decided[]): Promise<void>;
}
