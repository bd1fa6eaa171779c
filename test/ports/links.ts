import type { Claim, Claimant, Link, Links } from '../../lib/state/links';
import { RetryableError } from '../../lib/sync/errors';
import type { Entity } from '../../lib/sync/decision';
import type { ClientKind } from '../../lib/sync/target';
import { Faults } from './faults';

interface HeldClaim {
  readonly owner: string;
  readonly runId: string;
  readonly holder: string;
  until: number;
}

/** The id map in memory, with the conditions of the table. */
export class MemoryLinks {
  readonly items = new Map<string, Link>();
  readonly reverse = new Map<string, string>();
  readonly claims = new Map<string, HeldClaim>();

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
    return this.faults.around(() => void this.items.set(`${entity} ${link.id}`, structuredClone(link)));
  }

  async putMany(entity: Entity, links: readonly Link[]): Promise<void> {
    for (const link of links) await this.put(entity, link);
  }

  replace(entity: Entity, link: Link, before: Link | null): Promise<void> {
    return this.faults.around(() => {
      const known = this.items.get(`${entity} ${link.id}`);
      if (known?.rev !== before?.rev) throw new RetryableError('Another process worked on this record at the same time');
      this.items.set(`${entity} ${link.id}`, structuredClone({ ...link, rev: (before?.rev ?? 0) + 1 }));
      if (entity === 'client' && link.kind !== undefined && link.clientifyId !== undefined)
        this.reverse.set(`${link.kind} ${link.clientifyId}`, link.id);
    });
  }

  clientOf(kind: ClientKind, clientifyId: string): Promise<string | null> {
    return this.faults.around(() => this.reverse.get(`${kind} ${clientifyId}`) ?? null);
  }

  markFailed(): Promise<void> {
    return Promise.resolve();
  }

  claimDocumento(kind: string, key: string, owner: string, runId: string, claimant: Claimant, now: Date): Promise<Claim> {
    return this.faults.around((): Claim => {
      const held = this.claims.get(`${kind} ${key}`);
      const mine = { owner, runId, holder: claimant.holder, until: claimant.until.getTime() };
      if (!held || (held.owner !== owner && held.runId !== runId)) {
        this.claims.set(`${kind} ${key}`, mine);
        return 'new';
      }
      if (held.owner !== owner) return 'taken';
      if (held.holder !== claimant.holder && held.until >= now.getTime()) return 'held';
      this.claims.set(`${kind} ${key}`, mine);
      return 'repeated';
    });
  }

  claimDeal(): Promise<Claim> {
    return Promise.resolve('new');
  }

  release(claim: { readonly documento?: readonly [string, string] }): Promise<void> {
    const held = claim.documento && this.claims.get(claim.documento.join(' '));
    if (held) held.until = 0;
    return Promise.resolve();
  }
}
