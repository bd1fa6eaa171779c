import type { RawClient } from '../sync/giav-record';

export interface UnverifiedWrite {
  readonly clientId: string;
  /** Name of the write: its moment (ISO). */
  readonly at: string;
  /** Until when it may still come true over there, in milliseconds since 1970. */
  readonly lateUntil: number;
  /** The client before it; the portal password is a seal. Personal data. */
  readonly before: RawClient;
  /** New values by field of the record. */
  readonly intended: RawClient;
  readonly categories: number[];
  /** GIAV has certainly taken it. */
  readonly applied?: boolean;
  /** Fields that were found damaged and could not be put back. */
  readonly lost?: string[];
}

/**
 * Writes to GIAV of which no reading has shown yet what they did: stored before the write, gone with a reading that shows the
 * client as it should be. They survive the function that wrote. At most one per client.
 */
export interface UnverifiedWrites {
  /** false when an earlier write of this client is not verified yet. Either way the client's link says so afterwards. */
  open(write: UnverifiedWrite): Promise<boolean>;
  /** A RecordError `STATE_UNREADABLE` for what cannot be read: nothing is guessed about a write. */
  get(clientId: string): Promise<UnverifiedWrite | null>;
  /** GIAV has taken the write; only the reading after it is missing. */
  keepAsApplied(clientId: string, at: string): Promise<void>;
  /** The damage is known and could not be repaired: it stays open until somebody has looked. */
  keepAsDamaged(clientId: string, at: string, lost: readonly string[]): Promise<void>;
  /**
   * Nothing of it is open any more; the client's link says so afterwards, and what was read of the client before `now` is old.
   * `accepted`: what GIAV lost stays lost there, and is nobody's edit: Clientify keeps it.
   */
  close(clientId: string, now: Date, as?: { readonly accepted: boolean }): Promise<void>;
  /** `damaged`: known damage that waits for a human. */
  list(): Promise<{ readonly clientId: string; readonly damaged: boolean }[]>;
}
