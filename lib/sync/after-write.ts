import type { Sides } from './base';
import type { Changes } from './changes';
import type { Settlement } from './settle';

/** All that is known once a look has written, or had nothing to write. */
export interface AfterWrite {
  /** Both sides after all writes. */
  readonly after: Sides;
  /** Both sides as they were when the decision was made. */
  readonly before: Sides;
  /** What was settled for the sides before; edits that are still in it were not written. */
  readonly settled: Settlement;
  /** What was sent to Clientify; null when nothing was. */
  readonly changes: Changes | null;
  /** What Clientify refused of it: entries that are missing for that reason were not removed by anybody. */
  readonly refused: readonly { readonly field: string; readonly key: string }[];
  /** Keys of entries that only Clientify has and that are remembered as such: GIAV has no room, or it is a first meeting. */
  readonly extras: ReadonlySet<string>;
}
