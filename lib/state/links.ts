import type { Entity } from '../sync/decision';
import type { ClientKind } from '../sync/target';
import { RecordError, RetryableError } from '../sync/errors';
import type { OwnWrites } from '../sync/own-writes';
import { ClientOfRecords } from './client-of';
import type { Table } from './table';
import { STATE_VERSION, parseItem } from './items';
import { keys } from './keys';
import type { Claimant } from '../ports/claims';
import type { ClaimedRecord, Link, Links, RecordClaim } from '../ports/links';
import { itemOf, linkSchema } from './stored-link';

/** The id map (GIAV id → Clientify id), in both directions. */
export class DynamoLinks implements Links {
  private readonly records: ClientOfRecords;

  constructor(private readonly table: Table) {
    this.records = new ClientOfRecords(table, (id) => this.get('client', id));
  }

  async get(entity: Entity, id: string): Promise<Link | null> {
    const item = await this.table.get(keys.link(entity, id));
    return item === null ? null : (parseItem(linkSchema, item) as Link);
  }

  /** Links by id, and the ids whose link cannot be read with the error that says so; one BatchGetItem per 100. */
  async getMany(
    entity: Entity,
    ids: readonly string[],
  ): Promise<{ links: Map<string, Link>; unreadable: Map<string, RecordError> }> {
    const items = await this.table.getMany(ids.map((id) => keys.link(entity, id)));
    const links = new Map<string, Link>();
    const unreadable = new Map<string, RecordError>();
    for (const item of items) {
      const id = String(item['pk']).slice(`LINK#${entity}#`.length);
      try {
        links.set(id, parseItem(linkSchema, item) as Link);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        unreadable.set(id, error);
      }
    }
    return { links, unreadable };
  }

  /**
   * Of an erased client only its id stays, so that it is not taken for a new one. The mark of a write that is not
   * verified yet goes as well: what was noted of that write is erased with it.
   */
  async forget(id: string, at: Date): Promise<void> {
    await this.table.put(itemOf('client', { id, status: 'forgotten', at: at.toISOString() }));
  }

  async put(entity: Entity, link: Link): Promise<void> {
    const done = await this.table.put(
      itemOf(entity, link),
      link.unverified === true ? undefined : { condition: 'attribute_not_exists(unverified)' },
    );
    if (!done) throw new RetryableError('Another process worked on this record at the same time');
  }

  /**
   * Replaces the link that was read as `before`; a retryable error when somebody else has replaced it since. A client's
   * link can also be found by the id of its Clientify record.
   */
  async replace(entity: Entity, link: Link, before: Link | null): Promise<void> {
    const rev = (before?.rev ?? 0) + 1;
    // Whoever does not know of a write that is not verified yet must not wipe its mark.
    const unmarked = link.unverified === true ? '' : ' AND attribute_not_exists(unverified)';
    // The mark of a client that was erased has no rev: whoever read no link before must not take it for none.
    const isRevived = before?.rev !== undefined || before?.status === 'forgotten';
    const unforgotten = isRevived ? '' : ' AND (attribute_not_exists(#s) OR #s <> :forgotten)';
    const done = await this.table.put(
      { ...itemOf(entity, link), rev },
      before?.rev === undefined
        ? {
            condition: `attribute_not_exists(rev)${unmarked}${unforgotten}`,
            ...(!isRevived && { names: { '#s': 'status' }, values: { ':forgotten': 'forgotten' } }),
          }
        : { condition: `rev = :rev${unmarked}`, values: { ':rev': before.rev } },
    );
    if (!done) throw new RetryableError('Another process worked on this record at the same time');
    if (entity !== 'client' || link.kind === undefined || link.clientifyId === undefined) return;
    if (before?.clientifyId !== link.clientifyId || before.kind !== link.kind)
      await this.records.set(link.kind, link.clientifyId, link.id);
  }

  /** GIAV id of the client that a Clientify record is linked to; null when it is not known. */
  async clientOf(kind: ClientKind, clientifyId: string): Promise<string | null> {
    const known = await this.known(kind, clientifyId);
    return known?.foreign === false ? known.id : null;
  }

  known(
    kind: ClientKind,
    clientifyId: string,
  ): Promise<{ readonly id: string; readonly foreign: boolean } | null> {
    return this.records.known(kind, clientifyId);
  }

  claimRecord(claimed: ClaimedRecord, claimant: Claimant, now: Date): Promise<RecordClaim> {
    return this.records.claim(claimed, claimant, now);
  }

  /**
   * The id of a client that was just created in GIAV, before anything else can go wrong: first for the Clientify record,
   * so that it never makes another one, then its own link.
   */
  async remember(
    link: Link & { readonly kind: ClientKind; readonly clientifyId: string },
    before: Link | null,
  ): Promise<void> {
    await this.rememberId(link.kind, link.clientifyId, link.id);
    await this.replace('client', link, before);
  }

  rememberId(kind: ClientKind, clientifyId: string, id: string): Promise<void> {
    return this.records.set(kind, clientifyId, id);
  }

  /** That id is somebody else's: the Clientify record keeps the mark, so that nothing is created of it again. */
  markForeign(kind: ClientKind, clientifyId: string, id: string): Promise<void> {
    return this.records.set(kind, clientifyId, id, { foreign: true });
  }

  /** Nothing is known of the record any more. */
  async drop(entity: Entity, id: string): Promise<void> {
    await this.table.delete(keys.link(entity, id));
  }

  /** One by one: a batch knows no conditions. */
  async putMany(entity: Entity, links: readonly Link[]): Promise<void> {
    await Promise.all(links.map((link) => this.put(entity, link)));
  }

  async noteOwnWrites(entity: Entity, id: string, writes: OwnWrites): Promise<void> {
    await this.table.update(keys.link(entity, id), {
      expression: 'SET ownWrites = :w',
      condition: 'attribute_exists(pk)',
      values: { ':w': writes },
    });
  }

  async noteUnplaced(id: string, place: string): Promise<void> {
    await this.table.update(keys.link('expediente', id), {
      expression: 'SET unplaced = :p',
      condition: 'attribute_exists(pk)',
      values: { ':p': place },
    });
  }

  /** Notes on the link that the record is on the failed list; a damaged link stays as it is. */
  async markFailed(entity: Entity, id: string, at: string): Promise<void> {
    await this.table.update(keys.link(entity, id), {
      expression:
        'SET failed = :true, v = if_not_exists(v, :v), entity = :e, id = :id, #s = if_not_exists(#s, :refused), #a = if_not_exists(#a, :at)',
      names: { '#s': 'status', '#a': 'at' },
      values: {
        ':true': true,
        ':v': STATE_VERSION,
        ':e': entity,
        ':id': id,
        ':refused': 'refused',
        ':at': at,
      },
    });
  }

  /** Notes on the link that GIAV's client was, or is about to be, written and has not been looked at since. */
  async markUnverified(id: string, at: string): Promise<void> {
    await this.table.update(keys.link('client', id), {
      expression:
        'SET unverified = :true, v = if_not_exists(v, :v), entity = :e, id = :id, #s = if_not_exists(#s, :refused), #a = if_not_exists(#a, :at)',
      names: { '#s': 'status', '#a': 'at' },
      values: {
        ':true': true,
        ':v': STATE_VERSION,
        ':e': 'client',
        ':id': id,
        ':refused': 'refused',
        ':at': at,
      },
    });
  }

  /** GIAV's side of the base is not what GIAV holds: what it holds less of is nobody's edit. */
  async markUnread(id: string): Promise<void> {
    await this.table.update(keys.link('client', id), {
      // A reserved word of DynamoDB's.
      expression: 'SET #snapshot.unread = :true',
      condition: 'attribute_exists(#snapshot)',
      names: { '#snapshot': 'snapshot' },
      values: { ':true': true },
    });
  }

  /** What was read of the client before is older than the write, and perhaps than its repair. A damaged link stays as it is. */
  async clearUnverified(id: string, at: string): Promise<void> {
    await this.table.update(keys.link('client', id), {
      expression: 'SET writtenBackAt = :at REMOVE unverified',
      condition: 'attribute_exists(unverified)',
      values: { ':at': at },
    });
  }
}
