import type { NewDecision } from '../ports/decisions';
import type { Base, Sides } from '../sync/base';
import type { Decided } from '../sync/decide';
import type { RecordError } from '../sync/errors';
import type { Conflict } from '../sync/conflicts';
import type { Merged } from '../sync/merge';
import type { OwnWrite } from '../sync/own-writes';
import type { Desired, FieldNote } from '../sync/target';
import type { Updated } from '../record/update-record';
import type { ReadClient } from './put-client';

/** What a look decides before anything is written. */
export interface First {
  readonly sides: Sides;
  /** What counts as known of both sides. */
  readonly base: Base;
  readonly found: Decided;
  readonly merged: Merged;
  readonly conflicts: readonly Conflict[];
}

export interface Written {
  readonly after: ReadClient;
  readonly notes: readonly FieldNote[];
  readonly put: NewDecision['giav'];
  /** The write to GIAV as the mapping shows it, for the link. */
  readonly own?: OwnWrite;
  /** Why nothing was written. */
  readonly refused?: RecordError;
}

export interface Done {
  readonly first: First;
  readonly second: Decided;
  readonly written: Written;
  readonly updated: Updated;
  readonly sides: Sides;
  /** GIAV's client as the mapping gives it; a run compares records by it. */
  readonly desired: Desired;
}
