import type { Entity } from '../sync/decision';

/**
 * Records that GIAV's dates will not bring back: those that wait for something in Clientify (by entity), and the
 * expedientes of clients that have just become eligible or moved to another record (`expedientes-of` a client), and
 * changes in Clientify that could not be taken back yet (by the id there). `attention`: clients of which something waits for
 * a human. `asked` and `asked-expediente`: clients and expedientes that a
 * run was asked for.
 */
export type PendingKind =
  | Entity
  | 'expedientes-of'
  | 'change-of-contact'
  | 'change-of-company'
  | 'attention'
  | 'asked'
  | 'asked-expediente';

/** What waits, by kind. Adding and removing can be repeated: it changes nothing. */
export interface Pending {
  add(kind: PendingKind, id: string): Promise<void>;
  addMany(kind: PendingKind, ids: readonly string[]): Promise<void>;
  remove(kind: PendingKind, id: string): Promise<void>;
  /** Ids. */
  list(kind: PendingKind): Promise<string[]>;
}
