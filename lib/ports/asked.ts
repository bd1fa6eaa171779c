import * as z from 'zod';
import { ENTITIES, SUBJECTS } from '../sync/decision';
import { REFUSAL_CODES } from '../sync/refusal';
import { parseJson } from './parse-json';

const ASKED_VERSION = 1;
const id = z.string().regex(/^\d{1,19}$/);
const runId = z.string().regex(/^[\w-]{1,80}$/);
const subject = z.object({ entity: z.enum(SUBJECTS), id });

/** Records of one request: what a page of a list can name, and a good deal more. */
export const MAX_NAMED = 1000;

/** Settings that somebody is about to save: what would be laid over the deployed document, and the version that was in view. */
export const draftSchema = z.object({
  overlay: z.record(z.string(), z.unknown()),
  after: z.int().min(0),
  /** The version that it brings back; 0 = the deployed document alone. */
  to: z.int().min(0).optional(),
});
export type SettingsDraft = z.infer<typeof draftSchema>;

/** What somebody may ask for who holds neither key: a function that holds them does it. */
export const workSchema = z.discriminatedUnion('do', [
  /** The failed records of a reason, or all of them, are read from GIAV again. */
  z.object({ do: z.literal('redrive'), reason: z.string().max(60).optional(), all: z.boolean() }),
  /** These records are looked at again, whatever is known of them. */
  z.object({ do: z.literal('look-again'), records: z.array(subject).min(1).max(MAX_NAMED) }),
  /** One record is read afresh and brought in step at once. */
  subject.extend({ do: z.literal('sync') }),
  /** An expediente by its number, which nobody keeps here. */
  z.object({ do: z.literal('find-expediente'), number: z.string().trim().min(1).max(60) }),
  z.object({ do: z.literal('cancel'), runId }),
  /** A run that would change too much goes on, or ends. */
  z.object({ do: z.literal('confirm'), runId }),
  z.object({ do: z.literal('reject'), runId }),
  /** What a run did in Clientify is undone, or it is said what would be. */
  z.object({ do: z.literal('undo'), runId, dryRun: z.boolean() }),
  /** The way back goes on after the halt that somebody has looked at. */
  z.object({
    do: z.literal('resume'),
    /** The one that was in view; what an earlier version asked for names none. */
    halt: z.object({ clientId: z.string().max(40), since: z.string().max(40) }).optional(),
  }),
  /** Both systems and the state are asked what could go wrong. */
  z.object({ do: z.literal('doctor'), quick: z.boolean() }),
  /** Clientify's webhook slots: whose they are; taken, or taken again with the secret of now; given back. */
  z.object({ do: z.literal('webhook-status') }),
  z.object({ do: z.literal('webhook-register') }),
  z.object({ do: z.literal('webhook-remove') }),
  /** What the settings may choose among, as both systems have it now. */
  z.object({ do: z.literal('choices') }),
  /** All that a run would do, without a write: by the settings in force, or by others that nobody has saved yet. */
  z.object({
    do: z.literal('rehearse'),
    mode: z.enum(['full', 'modified']),
    settings: draftSchema.optional(),
  }),
  /** What a run would send of this record now. */
  z.object({ do: z.literal('rehearse-record'), entity: z.enum(ENTITIES), id }),
  /** All that is stored about a client is erased. */
  z.object({ do: z.literal('forget'), client: id }),
  /** A client's fields that wait for a person, with the values of both sides as they are now. */
  z.object({ do: z.literal('compare'), client: id }),
  /** One of those fields gets the value of one side, as long as both show what was in view (hashes). */
  z.object({
    do: z.literal('choose'),
    client: id,
    field: z.string().max(80),
    winner: z.enum(['giav', 'clientify']),
    seen: z.object({ giav: z.string().max(40), clientify: z.string().max(40) }),
  }),
  /** A replaced value is typed into Clientify again: that of the decision of this moment, or the last one. */
  z.object({
    do: z.literal('restore'),
    client: id,
    field: z.string().max(80),
    at: z.string().max(40).optional(),
  }),
]);
export type Work = z.infer<typeof workSchema>;
export type WorkKind = Work['do'];

/** One request on the run queue. */
export const askedSchema = z.object({
  v: z.literal(ASKED_VERSION),
  kind: z.literal('asked'),
  id: z.string().regex(/^[\w-]{1,80}$/),
  /** Who asked, as lines of the audit name people. */
  by: z.string().max(200),
  /** ISO. */
  at: z.string(),
  work: workSchema,
});
export type Asked = z.infer<typeof askedSchema>;

/** The request that a message of the run queue is; null = it is about a run. */
export const askedIn = (body: string): Asked | null =>
  askedSchema.safeParse(parseJson(body)).data ?? null;

/** Where requests go to. */
export interface Desk {
  ask(asked: Asked): Promise<void>;
}

/** What came of a request. It may hold personal data: kept for an hour. */
export const answerSchema = z.object({
  id: z.string(),
  do: z.string(),
  by: z.string(),
  askedAt: z.string(),
  doneAt: z.string(),
  /** What stood in the way, in both languages; null where it was done. */
  refused: z.object({ en: z.string(), es: z.string() }).nullable(),
  /** Its code, where it has one: pages have words of their own for it. */
  refusal: z
    .object({ code: z.enum(REFUSAL_CODES), about: z.string() })
    .optional()
    // Of a newer version: the sentence is there.
    .catch(undefined),
  result: z.unknown(),
});
export type Answer = z.infer<typeof answerSchema>;

/** In the place of a result that an item of the state could not take: it was done. */
export const TOO_LONG = 'too-long';

export interface Answers {
  /** null: not done yet, or not kept any more. */
  get(id: string, now: Date): Promise<Answer | null>;
  /** The first answer stays: a request may be delivered twice. */
  put(answer: Answer, now: Date): Promise<void>;
}
