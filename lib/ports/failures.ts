import type { Subject } from '../sync/decision';

/** One try of a record that ended on the failed list. */
export interface FailedTry {
  /** ISO. */
  readonly at: string;
  readonly runId: string;
  readonly reason: string;
  /** The sentence that the admin reads. */
  readonly message: string;
}

export interface Failure {
  readonly entity: Subject;
  readonly id: string;
  /** ISO. */
  readonly firstAt: string;
  readonly attempts: number;
  /** Oldest first, the last one is why it is here; never empty. */
  readonly history: readonly FailedTry[];
}

/** The failed list: one entry per record that could not be synced, with all its errors, until a run syncs it. */
export interface Failures {
  /** The same try, told again after a crash, is counted once. */
  add(entity: Subject, id: string, failed: FailedTry): Promise<void>;
  /** null: it is not on the list, or its entry cannot be read. */
  get(entity: Subject, id: string): Promise<Failure | null>;
  clear(entity: Subject, id: string): Promise<void>;
  /** Puts the list by reason right, where an invocation died while it wrote it. For the end of a full run. */
  tidy(): Promise<void>;
}
