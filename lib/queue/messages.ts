import * as z from 'zod';
import { ENTITIES } from '../sync/decision';
import type { Candidates, Desired } from '../sync/target';

export const MESSAGE_VERSION = 1;

const noteSchema = z.object({ field: z.string(), note: z.string() });
const kindSchema = z.enum(['contact', 'company', 'deal']);
const refSchema = z.object({
  kind: kindSchema,
  id: z.string(),
  gesinturId: z.string(),
  documento: z.string(),
  modified: z.string().nullable(),
});

const desiredSchema = z.object({
  kind: kindSchema,
  gesinturId: z.string(),
  documento: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])),
  emails: z.array(z.object({ type: z.number(), email: z.string() })),
  phones: z.array(z.object({ type: z.number(), phone: z.string() })),
  address: z
    .object({ street: z.string(), city: z.string(), state: z.string(), country: z.string(), postal_code: z.string(), type: z.number() })
    .nullable(),
  customFields: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  notes: z.array(noteSchema),
}) satisfies z.ZodType<Desired>;

const candidatesSchema = z.object({ byId: z.array(refSchema), byDocument: z.array(refSchema) }) satisfies z.ZodType<Candidates>;

const lastErrorSchema = z.object({ at: z.string(), reason: z.string(), message: z.string() });

/** One record for a worker: what it should become, and the records of Clientify that it may be. */
export const recordMessageSchema = z.object({
  v: z.literal(MESSAGE_VERSION),
  runId: z.string(),
  page: z.number(),
  entity: z.enum(ENTITIES),
  id: z.string(),
  /** GIAV id of the client: the record itself, or the expediente's. The message group. */
  clientId: z.string(),
  desired: desiredSchema,
  candidates: candidatesSchema,
  unmapped: z.array(z.string()),
  /** Errors so far; filled when the message goes to the dead-letter queue. */
  history: z.array(lastErrorSchema).default([]),
});
export type RecordMessage = Omit<z.infer<typeof recordMessageSchema>, 'desired' | 'candidates' | 'unmapped'> & {
  readonly desired: Desired;
  readonly candidates: Candidates;
  readonly unmapped: readonly string[];
};

/** Starts a run, goes on with one, or looks whether one has ended. */
export const runMessageSchema = z.discriminatedUnion('kind', [
  z.object({ v: z.literal(MESSAGE_VERSION), kind: z.literal('start'), mode: z.enum(['full', 'modified']), runId: z.string().optional() }),
  z.object({ v: z.literal(MESSAGE_VERSION), kind: z.literal('continue'), runId: z.string() }),
  z.object({ v: z.literal(MESSAGE_VERSION), kind: z.literal('check'), runId: z.string(), idleChecks: z.number().default(0) }),
]);
export type RunMessage = z.infer<typeof runMessageSchema>;
