import type { PlannedRecord } from '../../dry-run/planned-record';
import type { Reason } from '../../sync/reasons';

/** What the records of a report add up to, beside the run's own summary. */
export class Tally {
  /** Fields of records that exist, and in how many of them they would change. */
  readonly changedFields = new Map<string, number>();
  readonly skipped = new Map<Reason | '', number>();
  readonly failed = new Map<Reason | '', number>();

  add({ result, fields }: PlannedRecord): void {
    const { outcome, reason = '' } = result;
    if (outcome === 'updated' || outcome === 'linked')
      for (const { field } of fields) count(this.changedFields, field);
    if (outcome === 'skipped') count(this.skipped, reason);
    if (outcome === 'failed') count(this.failed, reason);
  }
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
