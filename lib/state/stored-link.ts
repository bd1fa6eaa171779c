import * as z from 'zod';
import type { Link } from '../ports/links';
import { OUTCOMES, type Entity } from '../sync/decision';
import type { OwnWrite } from '../sync/own-writes';
import { holdSchema } from './claims';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const acceptedSchema = z.record(z.string(), z.object({ sent: z.unknown(), got: z.unknown() }));
const writtenSchema = z.object({
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  address: z.boolean(),
});

const viewSchema = z.object({
  fields: z.record(z.string(), z.string()),
  emails: z.array(z.string()).optional(),
  phones: z.array(z.string()).optional(),
});

const entryChangesSchema = z.object({ added: z.array(z.string()), removed: z.array(z.string()) });
const ownWriteSchema = z.object({
  fields: z.record(z.string(), z.string()),
  emails: entryChangesSchema,
  phones: entryChangesSchema,
  modified: z.string().nullable(),
}) satisfies z.ZodType<OwnWrite>;
/** A key that is missing here would be lost with the next reading. */
export const linkSchema = z.object({
  v: z.literal(STATE_VERSION),
  entity: z.enum(['client', 'expediente']),
  id: z.string(),
  /** `creating`: a create was about to be sent; its answer may have been lost. `forgotten`: erased on a person's request. */
  status: z.enum(['creating', 'linked', 'refused', 'forgotten']),
  kind: z.enum(['contact', 'company', 'deal']).optional(),
  clientifyId: z.string().optional(),
  reason: z.string().optional(),
  /** What it was refused as, and what the admin was told then. Hashes and ids only. */
  refusal: z
    .object({
      of: z.string(),
      told: z.string(),
      about: z.array(z.string()),
      runId: z.string().optional(),
    })
    .optional(),
  fingerprint: z.string().optional(),
  /** `modified` of the Clientify record after our last write or read of it. */
  modified: z.string().nullish(),
  accepted: acceptedSchema.optional(),
  written: writtenSchema.optional(),
  /** Who holds the claim of a create, and until when (milliseconds since 1970). */
  claim: holdSchema.optional(),
  /** The run that wrote last, and what it did: a repeated delivery reports the same. */
  runId: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  /** It is on the failed list. */
  failed: z.boolean().optional(),
  /** It is on the list of records that wait for something in Clientify. */
  pending: z.boolean().optional(),
  /** What both sides showed when they were last in step: the base of the merge. Hashes only. */
  snapshot: z
    .object({
      giav: viewSchema,
      clientify: viewSchema,
      addressId: z.string().optional(),
      unread: z.boolean().optional(),
    })
    .optional(),
  /** Writes that were about to be sent, of which the link does not tell how they ended. Hashes only. */
  ownWrites: z
    .object({ giav: ownWriteSchema.optional(), clientify: ownWriteSchema.optional() })
    .optional(),
  /** An entry that only Clientify has could move to GIAV, but the way back does not write. */
  movable: z.boolean().optional(),
  /** Edits in Clientify that cannot be written to GIAV, by field; hashes of what both sides showed. */
  parked: z
    .record(z.string(), z.object({ giav: z.string(), clientify: z.string(), note: z.string() }))
    .optional(),
  /** Fields of GIAV's that something in Clientify keeps changing. */
  fights: z
    .record(
      z.string(),
      z.object({ value: z.string(), at: z.array(z.string()), resting: z.boolean().optional() }),
    )
    .optional(),
  /** What an admin should know of it for as long as it is true. */
  notices: z.array(z.string()).optional(),
  /** Ids of other records with exactly the client's Documento. */
  duplicates: z.array(z.string()).optional(),
  /** Of an expediente: the GIAV id of its client. */
  clientId: z.string().optional(),
  /** The GIAV client was made of that Clientify record when it held this Documento (keyed hash), and has not been linked back yet. */
  createdFrom: z.string().optional(),
  /** The Documento that both sides had when they were last in step (keyed hash). */
  documentoKey: z.string().optional(),
  /** A write to GIAV has not been verified yet: it is not written again, and nothing of it is copied to Clientify. */
  unverified: z.boolean().optional(),
  /** Of a deal whose create was claimed: its id and where it was when it was first seen; `''` before that. */
  unplaced: z.string().optional(),
  /** Creates of it came back with these records of somebody else, the last one when it sent this fingerprint. */
  foreign: z.object({ ids: z.array(z.string()), sent: z.string() }).optional(),
  /** What a run did to it was undone when the record became this. */
  undone: z.string().optional(),
  /** When GIAV's record was last written from here (ISO). */
  writtenBackAt: z.string().optional(),
  /** When GIAV was asked for what was last brought to Clientify (ISO). */
  readAt: z.string().optional(),
  /** Counts the replacements: two processes that worked on it at once are told apart. */
  rev: z.number().optional(),
  at: z.string(),
} satisfies Record<keyof Link | 'v' | 'entity', z.ZodType>);

/** A link as the table stores it. */
export const itemOf = (entity: Entity, link: Link) => ({
  ...keys.link(entity, link.id),
  v: STATE_VERSION,
  entity,
  ...link,
});
