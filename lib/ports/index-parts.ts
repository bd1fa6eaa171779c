import type { TargetKind, TargetRef } from '../sync/target';

/** How far a list of Clientify has been read. */
export interface ListProgress {
  /** 1-based: the page that comes next. */
  readonly page: number;
  /** 2: the list is read once more, because it showed less than it counts. */
  readonly pass: 1 | 2;
  /** Records that the list counted when the pass began. */
  readonly count: number;
  /** Records shown in this pass, repeats among them. */
  readonly shown: number;
  readonly done: boolean;
}

/** An item of a list that cannot be read: what it may be. */
export interface UnreadableItem {
  /** For an admin: kind and id as shown. */
  readonly name: string;
  /** All texts and numbers in it. */
  readonly leaves: readonly string[];
  /** What makes it itself among the items of its list. */
  readonly key: string;
}

/** Some pages of one list: what a run knows of Clientify's records, and where it goes on. */
export interface IndexPart {
  readonly kind: TargetKind;
  /** From 0, without gaps in its list. */
  readonly number: number;
  readonly refs: readonly TargetRef[];
  readonly unreadable: readonly UnreadableItem[];
  readonly progress: ListProgress;
}

/**
 * What a run has read of Clientify's lists, kept for its next invocation: a list that takes longer than one of them is
 * read all the same, and once.
 */
export interface IndexParts {
  /** In their order within a list; those that cannot be read, and all behind one, are left out. */
  of(runId: string): AsyncGenerator<IndexPart>;
  keep(runId: string, part: IndexPart): Promise<void>;
  /** When the run is over: nobody can read them any more. */
  remove(runId: string): Promise<void>;
}
