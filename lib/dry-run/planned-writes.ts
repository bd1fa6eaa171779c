import type { ClientifyRecords, WriteResult } from '../ports/clientify';
import type { Changes } from '../sync/changes';
import type { Desired, Target, TargetKind } from '../sync/target';
import type { RecordWrites } from '../record/work';
import { changedFields, createdFields, createdTarget, type FieldChange } from './field-changes';

/** Ids of records that would be created: larger than any of Clientify's, and safe integers. */
const FIRST_PLANNED_ID = 9_000_000_000_000_000;

/** Numbers the records that would be created: later ones refer to them by their ids. Nobody else is at them. */
export class PlannedIds {
  private count = 0;

  holder(): string {
    return 'dry-run';
  }

  next(): string {
    return String(FIRST_PLANNED_ID + this.count++);
  }
}

/** What a dry run asks of single records. */
export type RecordReads = Pick<
  RecordWrites,
  'read' | 'recordUrl' | 'findById' | 'findByDocumento' | 'latecomers' | 'timeoutMs' | 'paceMs'
> &
  Pick<ClientifyRecords, 'takable'>;

/** The writes of one record, kept instead of sent. Reads go to Clientify. */
export class PlannedWrites implements RecordWrites {
  readonly fields: FieldChange[] = [];

  constructor(
    private readonly reads: RecordReads,
    private readonly ids: PlannedIds,
  ) {}

  get timeoutMs(): number {
    return this.reads.timeoutMs;
  }

  get paceMs(): number {
    return this.reads.paceMs;
  }

  read(kind: TargetKind, id: string): Promise<Target | null> {
    return this.reads.read(kind, id);
  }

  recordUrl(kind: TargetKind, id: string): string {
    return this.reads.recordUrl(kind, id);
  }

  findById: RecordWrites['findById'] = (...args) => this.reads.findById(...args);
  findByDocumento: RecordWrites['findByDocumento'] = (...args) =>
    this.reads.findByDocumento(...args);

  latecomers: RecordWrites['latecomers'] = (...args) => this.reads.latecomers(...args);

  confirmWrite(): Promise<void> {
    return Promise.resolve();
  }

  create(desired: Desired): Promise<WriteResult> {
    const target = createdTarget(desired, this.ids.next());
    this.fields.push(...createdFields(desired, target));
    return Promise.resolve({ target, sent: [], notes: [] });
  }

  async apply(before: Target, wanted: Changes): Promise<WriteResult> {
    const changes = await this.reads.takable(before, wanted);
    const { after, fields } = changedFields(before, changes);
    this.fields.push(...fields);
    // One call stands for those that a run would make.
    const sent =
      fields.length > 0
        ? [{ method: 'PATCH' as const, path: `/${before.kind}/${before.id}/` }]
        : [];
    return { target: after, sent, notes: [] };
  }
}
