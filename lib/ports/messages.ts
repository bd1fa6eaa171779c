import * as z from 'zod';
import type { ChosenValue } from '../sync/choice';
import { ENTITIES, type Subject } from '../sync/decision';
import type { Candidates, Desired } from '../sync/target';

/** Halves of the characters beyond U+FFFF, and what is no character. */
const NOT_TAKEN = /[\ud800-\udfff\ufffe\uffff]/g;

/**
 * The body of a message, of characters that every queue takes, whatever a person typed. SQS refuses U+FFFE and U+FFFF, the
 * queues of the local cloud an emoji, too, and one refused message would hold up all that come after it.
 */
export const messageBody = (message: object): string =>
  JSON.stringify(message).replace(NOT_TAKEN, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/** Of the work queue. A message of another version is read from GIAV again. */
export const MESSAGE_VERSION = 2;
/** Of the run queue. */
const RUN_MESSAGE_VERSION = 1;

const noteSchema = z.object({ field: z.string(), note: z.string() });
const kindSchema = z.enum(['contact', 'company', 'deal']);
const refSchema = z.object({
  kind: kindSchema,
  /** Becomes part of an address. */
  id: z.string().regex(/^\d+$/),
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
    .object({
      street: z.string(),
      city: z.string(),
      state: z.string(),
      country: z.string(),
      postal_code: z.string(),
      type: z.number(),
    })
    .nullable(),
  customFields: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  notes: z.array(noteSchema),
  plain: z.record(z.string(), z.string()).optional(),
  cut: z.array(z.string()).optional(),
  free: z.array(z.enum(['email', 'movil', 'telefono', 'fax'])).optional(),
  onlyNew: z.array(z.string()).optional(),
  notRead: z.array(z.string()).optional(),
}) satisfies z.ZodType<Desired>;

const candidatesSchema = z.object({
  byId: z.array(refSchema),
  byDocument: z.array(refSchema),
  near: z.array(refSchema).optional(),
  unreadable: z.array(z.string()).optional(),
}) satisfies z.ZodType<Candidates>;

/** One record for a worker: what it should become, and the records of Clientify that it may be. */
export const recordMessageSchema = z.object({
  v: z.literal(MESSAGE_VERSION),
  runId: z.string(),
  mode: z.enum(['full', 'modified', 'redrive']),
  page: z.number(),
  /** When the record was asked for (ISO): what was written back later is newer. */
  readAt: z.string().optional(),
  /** What its candidates were found in was not read before this (ISO): who came later is not among them. */
  searchedAt: z.string().optional(),
  entity: z.enum(ENTITIES),
  id: z.string(),
  /** GIAV id of the client: the record itself, or the expediente's. */
  clientId: z.string(),
  /** An expediente whose client is linked and not on its way to a worker: it need not come after it. */
  clientSettled: z.boolean().optional(),
  desired: desiredSchema,
  candidates: candidatesSchema,
  unmapped: z.array(z.string()),
});
export type RecordMessage = Omit<
  z.infer<typeof recordMessageSchema>,
  'desired' | 'candidates' | 'unmapped'
> & {
  readonly desired: Desired;
  readonly candidates: Candidates;
  readonly unmapped: readonly string[];
};

/**
 * Messages of one group are worked on in order. Order matters between a client and its expedientes only, so those of a
 * client that is settled do not wait for each other: one client may have tens of thousands.
 */
export const groupOf = ({
  entity,
  id,
  clientId,
  clientSettled,
}: Pick<RecordMessage, 'entity' | 'id' | 'clientId' | 'clientSettled'>): string =>
  entity === 'expediente' && clientSettled === true ? `expediente-${id}` : clientId;

const namedSchema = z.object({ entity: z.enum(ENTITIES), id: z.string().regex(/^\d+$/) });
/** A record by name only: to be read from GIAV. */
export type NamedRecord = z.infer<typeof namedSchema>;

/** Which record a message is about, whatever version of the code wrote it; null = nobody can tell. */
export const namedRecord = (message: unknown): NamedRecord | null =>
  namedSchema.safeParse(message).data ?? null;

/** Of the change queue. */
export const CHANGE_VERSION = 1;

/** Fields of one record. */
const MOST_CHOICES = 50;
const choiceSchema = z.object({
  field: z.string().max(80),
  winner: z.enum(['giav', 'clientify']),
  giav: z.string().max(40),
  clientify: z.string().max(40),
}) satisfies z.ZodType<ChosenValue>;

/** A hint that a record of Clientify may have changed, never what changed: the record is read again. */
export const changeSchema = z.object({
  v: z.literal(CHANGE_VERSION),
  kind: z.literal('change'),
  of: z.enum(['contact', 'company']),
  /** Of the Clientify record. */
  id: z.string().regex(/^[1-9]\d{0,18}$/),
  source: z.enum(['webhook', 'reconcile', 'run', 'redrive']),
  /** What the account's screen calls the status of a contact: only webhooks tell it. */
  label: z.string().optional(),
  /** What an admin has chosen of fields that wait: hashes, no values. */
  choices: z.array(choiceSchema).max(MOST_CHOICES).optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Longest shape that is kept, as JSON: an item of the state takes no more than 400 KB. */
const MAX_SHAPE = 20_000;
const isShort = (shape: unknown): boolean => JSON.stringify([shape]).length <= MAX_SHAPE;

/** The shape of a webhook body that nobody understood: keys and types, never values. */
const sampleSchema = z.object({
  v: z.literal(CHANGE_VERSION),
  kind: z.literal('sample'),
  shape: z.unknown().refine(isShort),
});

export const changeMessageSchema = z.discriminatedUnion('kind', [changeSchema, sampleSchema]);
export type ChangeMessage = z.infer<typeof changeMessageSchema>;

/** What a message of the dead-letter queue is about: a record of GIAV, or a change in Clientify. */
export interface NamedSubject {
  readonly entity: Subject;
  readonly id: string;
}
export const namedSubject = (message: unknown): NamedSubject | null => {
  const change = changeSchema.safeParse(message).data;
  return change ? { entity: change.of, id: change.id } : namedRecord(message);
};

/** Records of one re-drive: well under the size of a message. */
export const MAX_REDRIVE = 1000;

const versioned = z.object({ v: z.literal(RUN_MESSAGE_VERSION) });

/** Starts a run, goes on with one, looks whether one has ended, or reads named records again. */
export const runMessageSchema = z.discriminatedUnion('kind', [
  versioned.extend({
    kind: z.literal('start'),
    mode: z.enum(['full', 'modified']),
    runId: z.string().optional(),
    /** It fell due while another run was in progress; one that has started since is not due any more. */
    due: z.boolean().optional(),
  }),
  versioned.extend({
    kind: z.literal('continue'),
    runId: z.string(),
    /** Of the invocation that may die: while its lease stands, the message waits for the end of it. */
    token: z.number().optional(),
  }),
  versioned.extend({
    kind: z.literal('check'),
    runId: z.string(),
    idleChecks: z.number().default(0),
  }),
  versioned.extend({
    kind: z.literal('redrive'),
    runId: z.string().optional(),
    /** Of a batch of changes: its records are noted as asked for, and left out if another run has read them since. */
    gathered: z.boolean().optional(),
    records: z.array(namedSchema).min(1).max(MAX_REDRIVE),
  }),
]);
export type RunMessage = z.infer<typeof runMessageSchema>;
