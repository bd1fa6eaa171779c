import type { Changes } from '../sync/changes';
import type { Reason } from '../sync/reasons';
import type { ClientIdentity } from '../sync/linking';
import type {
  Candidates,
  ClientKind,
  Desired,
  FieldNote,
  Target,
  TargetKind,
  TargetRef,
} from '../sync/target';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call that changed something, for the record's decision. Personal data. */
export interface Sent {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
}

/** A value that Clientify refused, in its comparable form: not to be sent again until it changes. Personal data. */
export interface RefusedValue {
  /** `emails`, `phones`, `address`, or the name of a field. */
  readonly field: string;
  readonly key: string;
}

/** What a write did. */
export interface WriteResult {
  /** The record after it. */
  readonly target: Target;
  readonly sent: readonly Sent[];
  readonly notes: readonly FieldNote[];
  /** Values that Clientify refused: not to be sent again until they change. */
  readonly refused?: readonly RefusedValue[];
  /** What else an admin should know. */
  readonly notices?: readonly Reason[];
}

export interface CreateOptions {
  /** When this create is surely over, also if its process dies. @default - reckoned from `notAfter` */
  readonly until?: Date;
  /** Called with a new deal that is elsewhere than it was sent, before it is put right: a crash in between loses nothing. */
  readonly onMisplaced?: (deal: Target) => Promise<void>;
}

/**
 * Reads and writes of single records of Clientify. Decides nothing about linking. All methods throw
 * - RetryableError while Clientify throttles or does not answer as it should; `maybeApplied` of a write: it may have been
 *   done, and is looked up before it is repeated;
 * - ConfigurationError when the address, the key or the key's rights are wrong;
 * - RecordError when Clientify refuses what was sent.
 */
export interface ClientifyRecords {
  /** Longest time that an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** How long a call takes at present, with all its waiting, in milliseconds; 0 before the first. */
  readonly paceMs: number;

  /** null: there is no such record. */
  read(kind: TargetKind, id: string): Promise<Target | null>;
  /** Absolute URL of a record, as Clientify wants relations written. */
  recordUrl(kind: TargetKind, id: string): string;
  /**
   * Creates a record, in a request that begins by `notAfter` or not at all, and checks that what came back is that
   * record: else a ForeignRecordError, after what was overwritten has been put back. A deal that does not stay in
   * its pipeline is a RecordError DEAL_MISPLACED. A field that the API refuses is left out with a note, unless the record
   * needs it.
   */
  create(desired: Desired, notAfter: Date, more?: CreateOptions): Promise<WriteResult>;
  /** What of these changes would be sent: without what the account is known not to take. */
  takable(before: Target, wanted: Changes): Promise<Changes>;
  /** Sends the changes, and only those. A field that the API refuses is left out with a note. */
  apply(before: Target, wanted: Changes): Promise<WriteResult>;
  /**
   * Looks up a record whose create may have been applied. One that is older than `since`, or that belongs to another
   * client, was not made by that create but overwritten by it: a ForeignRecordError.
   */
  findById(kind: TargetKind, gesinturId: string, since: Date): Promise<TargetRef[]>;
  /**
   * Records of the kind with exactly this Documento, as Clientify shows them now: searched, else the whole list is read.
   * @param believe whether a search that finds nothing is believed, and the list not read: `proven`, where it is known
   * to find what is there. @default 'never'
   */
  findByDocumento(
    kind: ClientKind,
    documento: string,
    believe?: 'never' | 'proven' | 'always',
  ): Promise<readonly TargetRef[]>;
  /**
   * Records that may be a client's although a run that read Clientify's lists at `since` did not see them: whoever came,
   * or got its Documento, since then is among them.
   */
  latecomers(client: ClientIdentity, since: Date): Promise<Candidates>;
  /** A create whose answer was lost has been found done: that was no sign of an outage. */
  confirmWrite(): Promise<void>;
}
