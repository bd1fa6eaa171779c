import * as z from 'zod';
import { OUTCOMES, type Entity, type Reason } from '../sync/decision';
import type { Snapshot } from '../sync/snapshot';
import type { ClientKind, TargetKind } from '../sync/target';
import { RecordError, RetryableError } from '../sync/errors';
import { STATE_VERSION, keys, parseItem, type Table } from './table';

const acceptedSchema = z.record(z.string(), z.object({ sent: z.unknown(), got: z.unknown() }));
const writtenSchema = z.object({ emails: z.array(z.string()), phones: z.array(z.string()), address: z.boolean() });

const claimSchema = z.object({ holder: z.string(), until: z.number() });

const viewSchema = z.object({
  fields: z.record(z.string(), z.string()),
  emails: z.array(z.string()).optional(),
  phones: z.array(z.string()).optional(),
});

const linkSchema = z.object({
  v: z.literal(STATE_VERSION),
  entity: z.enum(['client', 'expediente']),
  id: z.string(),
  /** `creating`: a create was about to be sent; its answer may have been lost. `forgotten`: erased on a person's request. */
  status: z.enum(['creating', 'linked', 'refused', 'forgotten']),
  kind: z.enum(['contact', 'company', 'deal']).optional(),
  clientifyId: z.string().optional(),
  reason: z.string().optional(),
  fingerprint: z.string().optional(),
  /** `modified` of the Clientify record after our last write or read of it. */
  modified: z.string().nullish(),
  accepted: acceptedSchema.optional(),
  written: writtenSchema.optional(),
  /** Who holds the claim of a create, and until when (milliseconds since 1970). */
  claim: claimSchema.optional(),
  /** The run that wrote last, and what it did: a repeated delivery reports the same. */
  runId: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  /** It is on the failed list. */
  failed: z.boolean().optional(),
  /** It is on the list of records that wait for something in Clientify. */
  pending: z.boolean().optional(),
  /** What both sides showed when they were last in step: the base of the merge. Hashes only. */
  snapshot: z.object({ giav: viewSchema, clientify: viewSchema }).optional(),
  /** Of an expediente: the GIAV id of its client. */
  clientId: z.string().optional(),
  /** A write to GIAV has not been verified yet: it is not written again, and nothing of it is copied to Clientify. */
  unverified: z.boolean().optional(),
  /** When GIAV's record was last written from here (ISO). */
  writtenBackAt: z.string().optional(),
  /** Counts the replacements: two processes that worked on it at once are told apart. */
  rev: z.number().optional(),
  at: z.string(),
});

/** What is known of one GIAV record's counterpart: the id map of the product. */
export interface Link extends Omit<z.infer<typeof linkSchema>, 'v' | 'entity' | 'kind' | 'reason' | 'accepted' | 'snapshot'> {
  readonly snapshot?: Snapshot;
  readonly kind?: TargetKind;
  readonly reason?: Reason;
  readonly accepted?: Record<string, { sent: unknown; got: unknown }>;
}

/**
 * `new`: go ahead. `repeated`: this record held the claim before, its create may have been applied: look it up first.
 * `held`: another invocation is at it right now. `taken`: another client has this Documento.
 */
export type Claim = 'new' | 'repeated' | 'held' | 'taken';

/** An invocation that claims, and the moment at which it is surely dead. */
export interface Claimant {
  readonly holder: string;
  readonly until: Date;
}

const documentoClaimSchema = z.object({ owner: z.string(), runId: z.string(), claim: claimSchema.optional() });

/** The id map (GIAV id → Clientify id) and the claims that keep creations single. */
export class Links {
  constructor(private readonly table: Table) {}

  async get(entity: Entity, id: string): Promise<Link | null> {
    const item = await this.table.get(keys.link(entity, id));
    return item === null ? null : (parseItem(linkSchema, item) as Link);
  }

  /** Links by id, and the ids whose link cannot be read with the error that says so; one BatchGetItem per 100. */
  async getMany(entity: Entity, ids: readonly string[]): Promise<{ links: Map<string, Link>; unreadable: Map<string, RecordError> }> {
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

  /** Of an erased client only its id stays, so that it is not taken for a new one. */
  async forget(id: string, at: Date): Promise<void> {
    await this.put('client', { id, status: 'forgotten', at: at.toISOString() });
  }

  async put(entity: Entity, link: Link): Promise<void> {
    await this.table.put({ ...keys.link(entity, link.id), v: STATE_VERSION, entity, ...link });
  }

  /**
   * Replaces the link that was read as `before`; a retryable error when somebody else has replaced it since. A client's
   * link can also be found by the id of its Clientify record.
   */
  async replace(entity: Entity, link: Link, before: Link | null): Promise<void> {
    const rev = (before?.rev ?? 0) + 1;
    // Whoever does not know of a write that is not verified yet must not wipe its mark.
    const unmarked = link.unverified === true ? '' : ' AND attribute_not_exists(unverified)';
    const done = await this.table.put(
      { ...keys.link(entity, link.id), v: STATE_VERSION, entity, ...link, rev },
      before?.rev === undefined
        ? { condition: `attribute_not_exists(rev)${unmarked}` }
        : { condition: `rev = :rev${unmarked}`, values: { ':rev': before.rev } },
    );
    if (!done) throw new RetryableError('Another process worked on this record at the same time');
    if (entity !== 'client' || link.kind === undefined || link.clientifyId === undefined) return;
    if (before?.clientifyId !== link.clientifyId || before.kind !== link.kind)
      await this.table.put({ ...keys.clientOf(link.kind, link.clientifyId), v: STATE_VERSION, id: link.id });
  }

  /** GIAV id of the client that a Clientify record is linked to; null when it is not known. */
  async clientOf(kind: ClientKind, clientifyId: string): Promise<string | null> {
    const item = await this.table.get(keys.clientOf(kind, clientifyId));
    return typeof item?.['id'] === 'string' ? item['id'] : null;
  }

  async putMany(entity: Entity, links: readonly Link[]): Promise<void> {
    await this.table.putMany(links.map((link) => ({ ...keys.link(entity, link.id), v: STATE_VERSION, entity, ...link })));
  }

  /** Notes on the link that the record is on the failed list; a damaged link stays as it is. */
  async markFailed(entity: Entity, id: string, at: string): Promise<void> {
    await this.table.update(keys.link(entity, id), {
      expression:
        'SET failed = :true, v = if_not_exists(v, :v), entity = :e, id = :id, #s = if_not_exists(#s, :refused), #a = if_not_exists(#a, :at)',
      names: { '#s': 'status', '#a': 'at' },
      values: { ':true': true, ':v': STATE_VERSION, ':e': entity, ':id': id, ':refused': 'refused', ':at': at },
    });
  }

  /** Notes on the link that GIAV's client was, or is about to be, written and has not been looked at since. */
  async markUnverified(id: string, at: string): Promise<void> {
    await this.table.update(keys.link('client', id), {
      expression:
        'SET unverified = :true, v = if_not_exists(v, :v), entity = :e, id = :id, #s = if_not_exists(#s, :refused), #a = if_not_exists(#a, :at)',
      names: { '#s': 'status', '#a': 'at' },
      values: { ':true': true, ':v': STATE_VERSION, ':e': 'client', ':id': id, ':refused': 'refused', ':at': at },
    });
  }

  /** A damaged link stays as it is. */
  async clearUnverified(id: string): Promise<void> {
    await this.table.update(keys.link('client', id), { expression: 'REMOVE unverified', condition: 'attribute_exists(unverified)' });
  }

  /**
   * Claims the creation of the record with this Documento. A claim of another client from an earlier run may be taken
   * over: this run found no record with the Documento.
   */
  async claimDocumento(
    /** `giav`: the creation of a client over there. */
    kind: ClientKind | 'giav',
    documentoKey: string,
    owner: string,
    runId: string,
    claimant: Claimant,
    now: Date,
  ): Promise<Claim> {
    const key = keys.claim(kind, documentoKey);
    const item = { ...key, v: STATE_VERSION, owner, runId, ...claimOf(claimant) };
    const fresh = await this.table.put(item, {
      condition: 'attribute_not_exists(pk) OR (#o <> :o AND runId <> :r)',
      names: { '#o': 'owner' },
      values: { ':o': owner, ':r': runId },
    });
    if (fresh) return 'new';
    const held = documentoClaimSchema.safeParse(await this.table.get(key));
    if (!held.success)
      throw new RecordError(
        `The stored item ${key.pk} / ${key.sk} cannot be read. Delete it once the record has been checked in Clientify.`,
        [],
        undefined,
        'STATE_UNREADABLE',
      );
    if (held.data.owner !== owner) return 'taken';
    return (await this.renewClaim(key, claimant, now, { runId })) ? 'repeated' : 'held';
  }

  /** Claims the creation of a deal on its own link: ids of expedientes are unique. */
  async claimDeal(id: string, claimant: Claimant, now: Date): Promise<Claim> {
    const key = keys.link('expediente', id);
    const fresh = await this.table.update(key, {
      expression: 'SET v = :v, entity = :e, id = :id, #s = :creating, kind = :deal, #a = :at, claim = :c',
      condition: 'attribute_not_exists(pk) OR #s <> :creating',
      names: { '#s': 'status', '#a': 'at' },
      values: {
        ':v': STATE_VERSION,
        ':e': 'expediente',
        ':id': id,
        ':creating': 'creating',
        ':deal': 'deal',
        ':at': now.toISOString(),
        ':c': claimOf(claimant).claim,
      },
    });
    if (fresh) return 'new';
    return (await this.renewClaim(key, claimant, now)) ? 'repeated' : 'held';
  }

  /** The create is over, one way or the other: another invocation need not wait for this one's end. */
  async release(
    claim: { readonly documento: readonly [ClientKind | 'giav', string] } | { readonly deal: string },
    { holder }: Claimant,
  ): Promise<void> {
    await this.table.update('deal' in claim ? keys.link('expediente', claim.deal) : keys.claim(...claim.documento), {
      expression: 'SET claim.#u = :zero',
      condition: 'claim.holder = :h',
      names: { '#u': 'until' },
      values: { ':zero': 0, ':h': holder },
    });
  }

  /** Takes over a claim whose holder is this one or surely dead. */
  private async renewClaim(
    key: { pk: string; sk: string },
    claimant: Claimant,
    now: Date,
    also: Record<string, string> = {},
  ): Promise<boolean> {
    const item = await this.table.update(key, {
      expression: `SET claim = :c${Object.keys(also)
        .map((name) => `, ${name} = :${name}`)
        .join('')}`,
      condition: 'attribute_not_exists(claim) OR claim.holder = :h OR claim.#u < :now',
      names: { '#u': 'until' },
      values: {
        ':c': claimOf(claimant).claim,
        ':h': claimant.holder,
        ':now': now.getTime(),
        ...Object.fromEntries(Object.entries(also).map(([name, value]) => [`:${name}`, value])),
      },
    });
    return item !== null;
  }
}

const claimOf = ({ holder, until }: Claimant): { claim: { holder: string; until: number } } => ({
  claim: { holder, until: until.getTime() },
});
