import type { ClientKind } from '../sync/target';

/**
 * `new`: go ahead. `repeated`: this record held the claim before, its create may have been applied: look it up first.
 * `held`: another invocation is at it right now. `taken`: another client has this Documento.
 */
export type Claim = 'new' | 'repeated' | 'held' | 'taken';

/** An invocation that claims, and the moment at which it is surely dead. */
export interface Claimant {
  readonly holder: string;
  readonly until: Date;
}

/** A claim by what it is about. `giav`: the creation of a client over there. */
export type Claimed =
  { readonly documento: readonly [ClientKind | 'giav', string] } | { readonly deal: string };

/**
 * The claims that keep creations single, on either side. Documentos are stored as keyed hashes only.
 * Every method throws a RecordError `STATE_UNREADABLE` when what is stored cannot be read: nothing is created then.
 */
export interface Claims {
  /** How a Documento is remembered anywhere in the state. */
  keyOf(documento: string): string;
  /**
   * Claims the creation of the record with this Documento. A claim of another client from an earlier run may be taken
   * over once its holder is surely done: this run found no record with the Documento.
   * @param owner GIAV id of the client
   * @param sent fingerprint of what the create will send; a repeated claim keeps the earlier one, see {@link sentWith}
   */
  claimDocumento(
    kind: ClientKind,
    documento: string,
    owner: string,
    runId: string,
    claimant: Claimant,
    now: Date,
    sent: string,
  ): Promise<Claim>;
  /** Fingerprint of what this record's create sent, if there was one and nobody knows how it ended. */
  sentWith(kind: ClientKind, documento: string, owner: string): Promise<string | null>;
  /** A repeated create is about to send something else than the one before. */
  noteSent(kind: ClientKind, documento: string, claimant: Claimant, sent: string): Promise<void>;
  /** Claims the creation of a deal: ids of expedientes are unique. */
  claimDeal(id: string, claimant: Claimant, now: Date): Promise<Claim>;
  /**
   * Claims the creation of a client in GIAV, in whatever way its Documento is written. false while anybody else may be at
   * it: a claim is taken over only after its time. GIAV is to be searched after it was given, not before.
   */
  claimCreation(documento: string, owner: string, claimant: Claimant, now: Date): Promise<boolean>;
  /** The client is there and known by its id. Until GIAV's search surely shows it, nobody else creates one, this invocation included. */
  created(documento: string, claimant: Claimant, now: Date): Promise<void>;
  /** The create is over, one way or the other: another invocation need not wait for this one's end. */
  release(claimed: Claimed, claimant: Claimant): Promise<void>;
  /** The create was refused: the Documento is free for whoever comes next, in this run, too. */
  giveUp(kind: ClientKind | 'giav', documento: string, claimant: Claimant): Promise<void>;
  /** Notes that a client was refused because another one has its Documento; how many were, this one included (at most 50 are counted). */
  noteRefused(kind: ClientKind, documento: string, owner: string): Promise<number>;
}
