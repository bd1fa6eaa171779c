import type { Difference, RawClient } from '../sync/giav-record';

/** A write after which GIAV's record was not what it should be. */
export interface NewIncident {
  /** Moment of the write (ISO): the same write told again is the same incident. @default now */
  readonly at?: string;
  readonly before: RawClient;
  readonly after: RawClient;
  readonly found: readonly Difference[];
  readonly restored: boolean;
}

export interface Halt {
  /** ISO; `unknown` when what is stored cannot be read. */
  since: string;
  /** GIAV id of the client whose damage halts the way back; `unknown` likewise. */
  clientId: string;
  /** `too-many`: of clients within an hour; nothing is damaged. @default 'damage' */
  because?: 'damage' | 'too-many';
}

/** A halt that somebody has in view. */
export type SeenHalt = Pick<Halt, 'clientId' | 'since'>;

/** Writes after which GIAV's record was not what it should be, and the halt that follows. */
export interface Incidents {
  /** The portal password is kept nowhere in it, nor what it differed in. */
  add(clientId: string, incident: NewIncident, now: Date): Promise<void>;
  /** Whether one of these fields was damaged on another client before, repaired or not. */
  happenedElsewhere(fields: readonly string[], clientId: string): Promise<boolean>;
  /** No client is written until somebody has looked. `write`: the moment of the write that did the damage (ISO). */
  halt(clientId: string, now: Date, write?: string): Promise<void>;
  /** No client is written until somebody has looked, because too many were to be. false: it is held already. */
  hold(now: Date): Promise<boolean>;
  /** Ends the halt that this write made, and no other. */
  lift(clientId: string, write: string): Promise<void>;
  /** null: the way back may write. An unreadable halt is a halt. */
  halted(): Promise<Halt | null>;
  /** Whether this client's damage still halts the way back. */
  isHaltedBy(clientId: string): Promise<boolean>;
}
