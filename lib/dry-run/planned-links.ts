import {
  isLinkedTo,
  type ClaimedRecord,
  type Link,
  type Links,
  type RecordClaim,
} from '../ports/links';
import type { Entity } from '../sync/decision';

/** The id map as a run would leave it: what is stored, under what this run would have stored. Nothing is written. */
export class PlannedLinks implements Pick<
  Links,
  | 'get'
  | 'getMany'
  | 'put'
  | 'putMany'
  | 'replace'
  | 'claimRecord'
  | 'noteOwnWrites'
  | 'noteUnplaced'
> {
  private readonly planned = new Map<string, Link>();
  /** GIAV ids by record of Clientify. */
  private readonly claimed = new Map<string, string>();

  constructor(private readonly stored: Pick<Links, 'get' | 'getMany' | 'known'>) {}

  async get(entity: Entity, id: string): Promise<Link | null> {
    return this.planned.get(`${entity} ${id}`) ?? (await this.stored.get(entity, id));
  }

  async getMany(entity: Entity, ids: readonly string[]): ReturnType<Links['getMany']> {
    const { links, unreadable } = await this.stored.getMany(entity, ids);
    for (const id of ids) {
      const planned = this.planned.get(`${entity} ${id}`);
      if (planned) links.set(id, planned);
    }
    return { links, unreadable };
  }

  put(entity: Entity, link: Link): Promise<void> {
    // Later records only ask what this one is linked to.
    const { id, status, kind, clientifyId, reason, at } = link;
    this.planned.set(`${entity} ${id}`, { id, status, kind, clientifyId, reason, at });
    return Promise.resolve();
  }

  async putMany(entity: Entity, links: readonly Link[]): Promise<void> {
    for (const link of links) await this.put(entity, link);
  }

  /** One after the other: nobody else is at it. What is stored stands unless that client moves in this run. */
  async claimRecord({ kind, clientifyId, client }: ClaimedRecord): Promise<RecordClaim> {
    const record = `${kind} ${clientifyId}`;
    const known = await this.stored.known(kind, clientifyId);
    const owner =
      this.claimed.get(record) ??
      (known?.foreign === false &&
      isLinkedTo(await this.get('client', known.id), { kind, clientifyId })
        ? known.id
        : client);
    if (owner !== client) return { is: 'theirs', client: owner };
    this.claimed.set(record, client);
    return { is: 'ours' };
  }

  noteOwnWrites(): Promise<void> {
    return Promise.resolve();
  }

  noteUnplaced(): Promise<void> {
    return Promise.resolve();
  }

  replace(entity: Entity, link: Link): Promise<void> {
    return this.put(entity, link);
  }
}
