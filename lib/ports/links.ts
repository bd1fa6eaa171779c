import type { Base } from '../sync/base';
import type { Entity, Outcome } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import type { RecordError } from '../sync/errors';
import type { Fights } from '../sync/fights';
import type { Foreign } from '../sync/foreign';
import type { OwnWrites } from '../sync/own-writes';
import type { Parked } from '../sync/parked';
import type { Accepted, ClientKind, TargetKind } from '../sync/target';
import type { Refusal } from '../sync/waiting';
import type { Claimant } from './claims';

/** What is known of one GIAV record's counterpart. */
export interface Link {
  /** Of the GIAV record. */
  id: string;
  /** `creating`: a create was about to be sent; its answer may have been lost. `forgotten`: erased on a person's request. */
  status: 'creating' | 'linked' | 'refused' | 'forgotten';
  readonly kind?: TargetKind;
  clientifyId?: string;
  /** Why it was refused. */
  readonly reason?: Reason;
  /** What it was refused as, and what the admin was told then. */
  readonly refusal?: Refusal;
  /** Of what the mapping made of the GIAV record when it was last written. */
  fingerprint?: string;
  /** `modified` of the Clientify record after our last write or read of it. */
  modified?: string | null;
  /** What Clientify made of values that were sent, by field. */
  readonly accepted?: Record<string, Accepted>;
  /** Entries that we wrote (of an earlier version). */
  written?: { emails: string[]; phones: string[]; address: boolean };
  /** Who holds the claim of a create, and until when (milliseconds since 1970). */
  claim?: { holder: string; until: number };
  /** The run that wrote last, and what it did: a repeated delivery reports the same. */
  runId?: string;
  outcome?: Outcome;
  /** It is on the failed list. */
  failed?: boolean;
  /** It is on the list of records that wait for something in Clientify. */
  pending?: boolean;
  /** What both sides showed when they were last in step: the base of the merge. Hashes only. */
  readonly snapshot?: Base;
  /** Writes that were about to be sent, of which the link does not tell how they ended. */
  readonly ownWrites?: OwnWrites;
  /** An entry that only Clientify has could move to GIAV, but the way back does not write. */
  movable?: boolean;
  /** Edits in Clientify that cannot be written to GIAV, by field; hashes of what both sides showed. */
  readonly parked?: Parked;
  /** Fields of GIAV's that something in Clientify keeps changing. */
  readonly fights?: Fights;
  /** What an admin should know of it for as long as it is true. */
  readonly notices?: readonly Reason[];
  /** Ids of other records of the kind with exactly the client's Documento, as the last full run saw them. */
  readonly duplicates?: readonly string[];
  /** Of an expediente: the GIAV id of its client. */
  clientId?: string;
  /** The GIAV client was made of that Clientify record when it held this Documento (keyed hash), and has not been linked back yet. */
  createdFrom?: string;
  /** The Documento that both sides had when they were last in step (keyed hash). */
  documentoKey?: string;
  /** A write to GIAV has not been verified yet: it is not written again, and nothing of it is copied to Clientify. */
  unverified?: boolean;
  /**
   * Of a deal: a create of it was claimed, and it was never seen in its pipeline since. Its id and where it was when it
   * was first seen; `''` before that.
   */
  unplaced?: string;
  /** Creates of it came back with records of somebody else: not tried again until GIAV's record changes or somebody re-drives it. */
  foreign?: Foreign;
  /**
   * What a run did to it was undone, when GIAV's record became this (fingerprint): both directions leave it alone until that
   * changes, or an admin re-drives it.
   */
  undone?: string;
  /** When GIAV's record was last written from here (ISO). */
  writtenBackAt?: string;
  /** When GIAV was asked for what was last brought to Clientify (ISO): an earlier reading is not brought any more. */
  readAt?: string;
  /** Counts the replacements: two processes that worked on it at once are told apart. */
  rev?: number;
  /** When it was last written (ISO). */
  at: string;
}

/**
 * Whose a record of Clientify is, asked before it is linked. `ours`: nobody else links it now. `inherited`: the same, but it
 * was about to be another client's, or was once: what was read of it before may be old. `theirs`: it is that GIAV client's.
 */
export type RecordClaim =
  { readonly is: 'ours' | 'inherited' } | { readonly is: 'theirs'; readonly client: string };

/** A record of Clientify, and the GIAV client that asks for it. */
export interface ClaimedRecord {
  readonly kind: ClientKind;
  readonly clientifyId: string;
  /** GIAV id. */
  readonly client: string;
}

/** Whether a client's link names that record of Clientify. */
export const isLinkedTo = (
  link: Link | null,
  { kind, clientifyId }: Pick<ClaimedRecord, 'kind' | 'clientifyId'>,
): boolean =>
  link !== null &&
  link.status !== 'forgotten' &&
  link.clientifyId === clientifyId &&
  link.kind === kind;

/**
 * The id map (GIAV id → Clientify id), in both directions. A link that cannot be read is a RecordError
 * `STATE_UNREADABLE`: it is never guessed.
 */
export interface Links {
  get(entity: Entity, id: string): Promise<Link | null>;
  /** Links by id, and the ids whose link cannot be read with the error that says so. */
  getMany(
    entity: Entity,
    ids: readonly string[],
  ): Promise<{ links: Map<string, Link>; unreadable: Map<string, RecordError> }>;
  /** A RetryableError when a write to GIAV was marked as unverified since: nobody may wipe that mark. */
  put(entity: Entity, link: Link): Promise<void>;
  putMany(entity: Entity, links: readonly Link[]): Promise<void>;
  /**
   * Replaces the link that was read as `before`; a RetryableError when somebody else has replaced it since, or has marked
   * it as unverified. A client's link can also be found by the id of its Clientify record.
   */
  replace(entity: Entity, link: Link, before: Link | null): Promise<void>;
  /**
   * Claims a record of Clientify for one client: one conditional write, before anything of the client is written there, so
   * that of several with the same Documento one is linked. The claim of a client that was never linked ends with its
   * claimant; one who has it already gets it again. Throws a RetryableError while others ask for it, too, and a RecordError
   * `STATE_UNREADABLE` when nobody can tell whose it is.
   */
  claimRecord(claimed: ClaimedRecord, claimant: Claimant, now: Date): Promise<RecordClaim>;
  /** What is known of a Clientify record's client; nothing while it is only claimed. `foreign`: the id that a create gave for it turned out to be somebody else's. */
  known(
    kind: ClientKind,
    clientifyId: string,
  ): Promise<{ readonly id: string; readonly foreign: boolean } | null>;
  /** Whose client a Clientify record is, before anything else is known of it. */
  rememberId(kind: ClientKind, clientifyId: string, id: string): Promise<void>;
  /**
   * The id of a client that was just created in GIAV, before anything else can go wrong: first for the Clientify record,
   * so that it never makes another one, then its own link. Errors as {@link replace}.
   */
  remember(
    link: Link & { readonly kind: ClientKind; readonly clientifyId: string },
    before: Link | null,
  ): Promise<void>;
  /** That id is somebody else's: the Clientify record keeps the mark, so that nothing is created of it again. */
  markForeign(kind: ClientKind, clientifyId: string, id: string): Promise<void>;
  /** Nothing is known of the record any more. */
  drop(entity: Entity, id: string): Promise<void>;
  /** Notes what is about to be written, before it is; a link that is not there stays so. */
  noteOwnWrites(entity: Entity, id: string, writes: OwnWrites): Promise<void>;
  /** Notes where a deal was first seen whose create may have left it in the wrong pipeline; a link that is not there stays so. */
  noteUnplaced(id: string, place: string): Promise<void>;
  /** Notes on the link that the record is on the failed list; a damaged link stays as it is. `at`: ISO. */
  markFailed(entity: Entity, id: string, at: string): Promise<void>;
}
