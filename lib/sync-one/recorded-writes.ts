import { changedFields, createdFields, type FieldChange } from '../dry-run/field-changes';
import type { RecordReads } from '../dry-run/planned-writes';
import type { CreateOptions, WriteResult } from '../ports/clientify';
import type { RecordWrites } from '../record/work';
import type { Changes } from '../sync/changes';
import type { Desired, Target, TargetKind } from '../sync/target';

/** The writes of one record, sent, and told field by field: in the words of a dry run. */
export class RecordedWrites implements RecordWrites {
  readonly fields: FieldChange[] = [];

  constructor(private readonly to: RecordWrites & RecordReads) {}

  get timeoutMs(): number {
    return this.to.timeoutMs;
  }

  get paceMs(): number {
    return this.to.paceMs;
  }

  read(kind: TargetKind, id: string): Promise<Target | null> {
    return this.to.read(kind, id);
  }

  recordUrl(kind: TargetKind, id: string): string {
    return this.to.recordUrl(kind, id);
  }

  findById: RecordWrites['findById'] = (...args) => this.to.findById(...args);
  findByDocumento: RecordWrites['findByDocumento'] = (...args) => this.to.findByDocumento(...args);
  latecomers: RecordWrites['latecomers'] = (...args) => this.to.latecomers(...args);

  confirmWrite(): Promise<void> {
    return this.to.confirmWrite();
  }

  async create(desired: Desired, notAfter: Date, more?: CreateOptions): Promise<WriteResult> {
    const written = await this.to.create(desired, notAfter, more);
    this.fields.push(...createdFields(desired, written.target));
    return written;
  }

  async apply(before: Target, wanted: Changes): Promise<WriteResult> {
    const { fields } = changedFields(before, await this.to.takable(before, wanted));
    const written = await this.to.apply(before, wanted);
    const refused = new Set((written.refused ?? []).map(({ field }) => field));
    this.fields.push(...fields.filter(({ field }) => !refused.has(field)));
    return written;
  }
}
