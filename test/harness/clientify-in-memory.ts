import {
  refOf,
  type Candidates,
  type Desired,
  type Target,
  type TargetKind,
  type TargetRef,
} from '../../lib/sync/target';
import type { ClientIdentity } from '../../lib/sync/linking';
import type { WriteResult } from '../../lib/ports/clientify';
import type { Changes } from '../../lib/sync/changes';
import type { RecordWrites } from '../../lib/record/work';

/** Clientify's records without its wire. */
export class ClientifyInMemory implements RecordWrites {
  readonly records = new Map<string, Target>();
  readonly created: Desired[] = [];
  readonly applied: Changes[] = [];
  readonly timeoutMs = 30_000;
  paceMs = 0;
  /** Instead of the next create. */
  onCreate: ((create: () => WriteResult) => WriteResult) | null = null;
  private next = 500;

  put(
    kind: TargetKind,
    id: string,
    fields: Record<string, unknown>,
    customFields: Record<string, string> = {},
    tags: readonly string[] = [],
  ): Target {
    const record: Target = {
      kind,
      id,
      modified: `m${this.next++}`,
      fields,
      emails: [],
      phones: [],
      addresses: [],
      customFields,
      tags,
    };
    this.records.set(`${kind} ${id}`, record);
    return record;
  }

  refs(kind: TargetKind): TargetRef[] {
    return [...this.records.values()].filter((record) => record.kind === kind).map(refOf);
  }

  read(kind: TargetKind, id: string): Promise<Target | null> {
    return Promise.resolve(this.records.get(`${kind} ${id}`) ?? null);
  }

  create(desired: Desired): Promise<WriteResult> {
    this.created.push(desired);
    const create = (): WriteResult => {
      const target = this.put(
        desired.kind,
        String(this.next++),
        { ...desired.fields },
        { ...desired.customFields },
      );
      return { target, sent: [{ method: 'POST', path: `/${desired.kind}/` }], notes: [] };
    };
    const answer = this.onCreate ?? ((send: () => WriteResult): WriteResult => send());
    this.onCreate = null;
    return Promise.resolve().then(() => answer(create));
  }

  apply(before: Target, changes: Changes): Promise<WriteResult> {
    this.applied.push(changes);
    const target = this.put(
      before.kind,
      before.id,
      { ...before.fields, ...changes.fields },
      { ...before.customFields, ...changes.customFields },
      [...(before.tags ?? []), ...changes.tags],
    );
    return Promise.resolve({
      target,
      sent: [{ method: 'PATCH', path: `/${before.kind}/` }],
      notes: [],
    });
  }

  recordUrl(kind: TargetKind, id: string): string {
    return `https://clientify.invalid/v1/${kind}/${id}/`;
  }

  findById(kind: TargetKind, gesinturId: string): Promise<TargetRef[]> {
    return Promise.resolve(this.refs(kind).filter((ref) => ref.gesinturId === gesinturId));
  }

  findByDocumento(kind: 'contact' | 'company', documento: string): Promise<TargetRef[]> {
    return Promise.resolve(this.refs(kind).filter((ref) => ref.documento === documento));
  }

  /** Others that are not asked for may be among them, as the account's lists have it. */
  latecomers({ kind, gesinturId }: ClientIdentity): Promise<Candidates> {
    const byDocument = this.refs(kind);
    return Promise.resolve({
      byId: byDocument.filter((ref) => ref.gesinturId === gesinturId),
      byDocument,
    });
  }

  confirmWrite(): Promise<void> {
    return Promise.resolve();
  }
}
