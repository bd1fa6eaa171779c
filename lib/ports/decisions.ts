import type { RecordResult, Subject } from '../sync/decision';
import type { Filled } from '../sync/filled';
import type { Replaced } from '../sync/replaced';
import type { FieldNote } from '../sync/target';

/** What was, or in a dry run would be, written to GIAV, field by field. Personal data. */
export interface GiavWrite {
  mode: 'dry-run' | 'on';
  operation: 'Cliente_PUT' | 'Cliente_POST';
  changes: { field: string; from?: unknown; to?: unknown }[];
  /** Parameters that are sent without a source. */
  unreadable: string[];
  /** Why nothing is written although the settings want it. */
  why?: string;
}

/** What happened to a record, as it is told. */
export interface NewDecision {
  readonly entity: Subject;
  readonly id: string;
  readonly runId: string;
  /** ISO. The same record, run and moment are the same decision: told again it takes the place of the first. */
  readonly at: string;
  readonly result: RecordResult;
  /** The sentence that the admin reads. */
  readonly message?: string;
  readonly clientifyId?: string;
  readonly kind?: string;
  readonly notes?: FieldNote[];
  /** Values that somebody typed and that the other side's replaced: enough to put them back. Personal data. */
  readonly replaced?: Replaced[];
  /** Values that were put where nothing was before: enough to take them away. Personal data. */
  readonly filled?: Filled[];
  readonly giav?: GiavWrite;
  /** Fields that both sides changed, with both values. Personal data. */
  readonly conflicts?: { field: string; giav: string; clientify: string; winner: string }[];
  /** What was sent, call by call. Personal data: shown to the admin only. */
  readonly sent?: { method: string; path: string; body?: unknown }[];
}

/** What happened to a record, when and why: for the admin, kept for a limited time. */
export interface Decisions {
  putMany(decisions: readonly NewDecision[], now: Date): Promise<void>;
}
