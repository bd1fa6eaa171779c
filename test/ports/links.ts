import type { Claimant } from '../../lib/ports/claims';
import type { ClaimedRecord, Link, Links, RecordClaim } from '../../lib/ports/links';
import type { OwnWrites } from '../../lib/sync/own-writes';
import { RetryableError } from '../../lib/sync/errors';
import type { Entity } from '../../lib/sync/decision';
import type { ClientKind } from '../../lib/sync/target';
import { Faults } from './faults';

/** The id map in memory, with the conditions of the table. */
export class MemoryLinks {
  readonly items = new Map<string, Link>();
  readonly reverse = new Map<string, string>();
  readonly foreign = new Set<string>();
  /** Until when a record is only claimed (milliseconds since 1970). */
  readonly claimed = new Map<string, number>();

  constructor(private readonly faults = new Faults()) {}

  get(entity: Entity, id: string): Promise<Link | null> {
    return this.faults.around(() => structuredClone(this.items.get(`${entity} ${id}`)) ?? null);
  }

  async getMany(entity: Entity, ids: readonly string[]): ReturnType<Links['getMany']> {
    const links = new Map<string, Link>();
    for (const id of ids) {
      const link = await this.get(entity, id);
      if (link) links.set(id, link);
    }
    return { links, unreadable: new Map() };
  }

  put(entity: Entity, link: Link): Promise<void> {
    return this.faults.around(() => {
      const known = this.items.get(`${entity} ${link.id}`);
      if (known?.unverified === true && link.unverified !== true)
        throw new RetryableError('Another process worked on this record at the same time');
      this.items.set(`${entity} ${link.id}`, structuredClone(link));
    });
  }

  noteOwnWrites(entity: Entity, id: string, writes: OwnWrites): Promise<void> {
    return this.faults.around(() => {
      const link = this.items.get(`${entity} ${id}`);
      if (link) this.items.set(`${entity} ${id}`, { ...link, ownWrites: structuredClone(writes) });
    });
  }

  noteUnplaced(id: string, place: string): Promise<void> {
    return this.faults.around(() => {
      const link = this.items.get(`expediente ${id}`);
      if (link) this.items.set(`expediente ${id}`, { ...link, unplaced: place });
    });
  }

  async putMany(entity: Entity, links: readonly Link[]): Promise<void> {
    for (const link of links) await this.put(entity, link);
  }

  replace(entity: Entity, link: Link, before: Link | null): Promise<void> {
    return this.faults.around(() => {
      const known = this.items.get(`${entity} ${link.id}`);
      if (known?.rev !== before?.rev || (known?.unverified === true && link.unverified !== true))
        throw new RetryableError('Another process worked on this record at the same time');
      this.items.set(
        `${entity} ${link.id}`,
        structuredClone({ ...link, rev: (before?.rev ?? 0) + 1 }),
      );
      if (entity === 'client' && link.kind !== undefined && link.clientifyId !== undefined)
        this.belongs(`${link.kind} ${link.clientifyId}`, link.id);
    });
  }

  private belongs(record: string, id: string): void {
    this.reverse.set(record, id);
    this.foreign.delete(record);
    this.claimed.delete(record);
  }

  private names(id: string, kind: ClientKind, clientifyId: string): boolean {
    const link = this.items.get(`client ${id}`);
    return link?.status !== 'forgotten' && link?.clientifyId === clientifyId && link.kind === kind;
  }

  claimRecord(
    { kind, clientifyId, client }: ClaimedRecord,
    { until }: Claimant,
    now: Date,
  ): Promise<RecordClaim> {
    return this.faults.around((): RecordClaim => {
      const record = `${kind} ${clientifyId}`;
      const [owner, held] = [this.reverse.get(record), this.claimed.get(record)];
      const foreign = this.foreign.has(record);
      if (owner === client && held === undefined && !foreign) return { is: 'ours' };
      const stands =
        (held !== undefined && held >= now.getTime()) ||
        (owner !== undefined && this.names(owner, kind, clientifyId));
      if (owner !== undefined && owner !== client && !foreign && stands)
        return { is: 'theirs', client: owner };
      this.belongs(record, client);
      this.claimed.set(record, until.getTime());
      return { is: owner === undefined || owner === client ? 'ours' : 'inherited' };
    });
  }

  clientOf(kind: ClientKind, clientifyId: string): Promise<string | null> {
    return this.faults.around(() => this.reverse.get(`${kind} ${clientifyId}`) ?? null);
  }

  known(kind: ClientKind, clientifyId: string): Promise<{ id: string; foreign: boolean } | null> {
    return this.faults.around(() => {
      const id = this.reverse.get(`${kind} ${clientifyId}`);
      const open = this.claimed.has(`${kind} ${clientifyId}`);
      return id === undefined || (open && !this.names(id, kind, clientifyId))
        ? null
        : { id, foreign: this.foreign.has(`${kind} ${clientifyId}`) };
    });
  }

  rememberId(kind: ClientKind, clientifyId: string, id: string): Promise<void> {
    return this.faults.around(() => this.belongs(`${kind} ${clientifyId}`, id));
  }

  async remember(
    link: Link & { readonly kind: ClientKind; readonly clientifyId: string },
    before: Link | null,
  ): Promise<void> {
    await this.faults.around(() => this.belongs(`${link.kind} ${link.clientifyId}`, link.id));
    await this.replace('client', link, before);
  }

  markForeign(kind: ClientKind, clientifyId: string, id: string): Promise<void> {
    return this.faults.around(() => {
      this.belongs(`${kind} ${clientifyId}`, id);
      this.foreign.add(`${kind} ${clientifyId}`);
    });
  }

  drop(entity: Entity, id: string): Promise<void> {
    return this.faults.around(() => void this.items.delete(`${entity} ${id}`));
  }

  markUnverified(id: string, at: string): Promise<void> {
    return this.faults.around(() => {
      const link = this.items.get(`client ${id}`) ?? { id, status: 'refused', at };
      this.items.set(`client ${id}`, { ...link, unverified: true });
    });
  }

  markUnread(id: string): Promise<void> {
    return this.faults.around(() => {
      const link = this.items.get(`client ${id}`);
      if (link?.snapshot)
        this.items.set(`client ${id}`, { ...link, snapshot: { ...link.snapshot, unread: true } });
    });
  }

  clearUnverified(id: string, at: string): Promise<void> {
    return this.faults.around(() => {
      const link = this.items.get(`client ${id}`);
      if (link?.unverified === true)
        this.items.set(`client ${id}`, { ...link, unverified: undefined, writtenBackAt: at });
    });
  }

  markFailed(): Promise<void> {
    return Promise.resolve();
  }
}
