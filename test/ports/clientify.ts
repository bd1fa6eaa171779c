import { createBody } from '../../lib/clientify/bodies';
import type { Sent, WriteResult } from '../../lib/ports/clientify';
import {
  refOf,
  customFieldText,
  type Address,
  type Candidates,
  type Desired,
  type Target,
  type TargetKind,
  type TargetRef,
} from '../../lib/sync/target';
import { RecordError } from '../../lib/sync/errors';
import type { ClientIdentity } from '../../lib/sync/linking';
import type { Changes, ListChanges } from '../../lib/sync/changes';
import { Faults } from './faults';
import { takenOf, type TurnDown } from './turned-down';

const strip = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** Clientify in memory: texts stripped, ids in every entry, a new `modified` after every write. */
export class MemoryClientify {
  readonly records = new Map<string, Target>();
  /** Writes that arrived. */
  writes = 0;
  private stamp = 0;
  private nextId = 1;
  readonly timeoutMs = 1000;
  paceMs = 0;
  /** What people do over there between our reading and our write, and between the write and a later reading. */
  beforeWrite: (id: string, changes: Changes | null) => void = () => undefined;
  afterWrite: (id: string) => void = () => undefined;
  /** What it does not take of a write. */
  turnsDown: TurnDown = () => null;

  constructor(private readonly faults = new Faults()) {}

  id(): string {
    return String(this.nextId++);
  }

  store(target: Target): Target {
    this.stamp += 5000;
    const stored = {
      ...target,
      modified: new Date(Date.UTC(2026, 0, 1) + this.stamp).toISOString(),
    };
    this.records.set(`${target.kind} ${target.id}`, stored);
    return stored;
  }

  get(kind: TargetKind, id: string): Target | undefined {
    return this.records.get(`${kind} ${id}`);
  }

  delete(kind: TargetKind, id: string): void {
    this.records.delete(`${kind} ${id}`);
  }

  candidates(kind: TargetKind, gesinturId: string, documento: string): Candidates {
    const refs = [...this.records.values()].map(refOf);
    return {
      byId: refs.filter((ref) => ref.gesinturId === gesinturId && ref.kind !== 'deal'),
      byDocument: refs.filter(
        (ref) => ref.kind === kind && ref.documento === documento && documento !== '',
      ),
    };
  }

  read(kind: TargetKind, id: string): Promise<Target | null> {
    return this.faults.around(() => structuredClone(this.get(kind, id)) ?? null);
  }

  recordUrl(kind: TargetKind, id: string): string {
    return `https://api.example/v1/${kind}/${id}/`;
  }

  create(desired: Desired): Promise<WriteResult> {
    return this.faults.around(() => {
      this.writes += 1;
      const body = createBody(desired, { now: new Date('2026-03-02T09:00:00Z') });
      const id = this.id();
      const down = (part: string): boolean => this.turnsDown(part) !== null;
      const fields = Object.fromEntries(
        Object.entries(desired.fields).map(([name, value]) => [
          name,
          strip(value === null || down(name) ? (name === 'birthday' ? null : '') : value),
        ]),
      );
      const target = this.store({
        kind: desired.kind,
        id,
        modified: null,
        fields,
        emails: (down('emails') ? [] : desired.emails).map((one) => ({ ...one, id: this.id() })),
        phones: (down('phones') ? [] : desired.phones).map((one) => ({ ...one, id: this.id() })),
        addresses:
          desired.address && !down('address') ? [{ ...desired.address, id: this.id() }] : [],
        customFields: Object.fromEntries(
          Object.entries(desired.customFields).filter(([, value]) => value.trim() !== ''),
        ),
        tags: [...desired.tags],
      });
      const answer = structuredClone(target);
      this.afterWrite(id);
      return {
        target: answer,
        sent: [{ method: 'POST', path: `/${desired.kind}/`, body }] as Sent[],
        notes: [],
      };
    });
  }

  takable(_: Target, wanted: Changes): Promise<Changes> {
    return Promise.resolve(wanted);
  }

  apply(before: Target, wanted: Changes): Promise<WriteResult> {
    return this.faults.around(() => {
      this.writes += 1;
      this.beforeWrite(before.id, wanted);
      const { changes, notes, refused } = takenOf(wanted, before, this.turnsDown);
      const now = this.get(before.kind, before.id);
      if (!now) throw new RecordError('Clientify PATCH: refused with 404', [], 404);
      const target = this.store({
        ...now,
        fields: {
          ...now.fields,
          ...Object.fromEntries(
            Object.entries(changes.fields).map(([name, value]) => [name, strip(value)]),
          ),
        },
        emails: this.list(now.emails ?? [], changes.emails),
        phones: this.list(now.phones ?? [], changes.phones),
        addresses: this.list<Address, Address & { id: string }>(
          now.addresses ?? [],
          changes.addresses,
        ),
        customFields: Object.fromEntries(
          Object.entries({ ...now.customFields, ...changes.customFields }).filter(
            ([, value]) => customFieldText(value) !== '',
          ),
        ),
        tags: [...new Set([...(now.tags ?? []), ...changes.tags])],
      });
      const answer = structuredClone(target);
      this.afterWrite(before.id);
      // Routes of lists answer with an entry only: the record is read after them.
      const patched =
        Object.keys(changes.fields).length + Object.keys(changes.customFields).length > 0;
      const later = this.get(before.kind, before.id);
      return {
        target: patched || !later ? answer : structuredClone(later),
        sent: [{ method: 'PATCH', path: `/${before.kind}/` }] as Sent[],
        notes,
        refused,
      };
    });
  }

  private list<E extends object, F extends E & { id: string }>(
    now: readonly F[],
    change: ListChanges<E>,
  ): F[] {
    const kept = now.filter(({ id }) => !change.remove.includes(id));
    const replaced = kept.map((one) => ({
      ...one,
      ...change.replace.find(({ id }) => id === one.id)?.entry,
    }));
    return [
      ...replaced,
      ...change.add.map((entry) => ({ ...entry, id: this.id() }) as unknown as F),
    ];
  }

  findById(kind: TargetKind, gesinturId: string): Promise<TargetRef[]> {
    return this.faults.around(() =>
      [...this.records.values()]
        .map(refOf)
        .filter((ref) => ref.kind === kind && ref.gesinturId === gesinturId),
    );
  }

  findByDocumento(kind: TargetKind, documento: string): Promise<TargetRef[]> {
    return this.faults.around(() =>
      [...this.records.values()]
        .map(refOf)
        .filter((ref) => ref.kind === kind && ref.documento === documento),
    );
  }

  latecomers({ kind, gesinturId, documento }: ClientIdentity): Promise<Candidates> {
    return this.faults.around(() => this.candidates(kind, gesinturId, documento));
  }

  confirmWrite(): Promise<void> {
    return Promise.resolve();
  }
}
