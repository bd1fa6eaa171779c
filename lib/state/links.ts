import * as z from 'zod';
import type { Entity, Reason } from '../sync/decision';
import type { ClientKind, TargetKind } from '../sync/target';
import { STATE_VERSION, keys, type Table } from './table';

const acceptedSchema = z.record(z.string(), z.object({ sent: z.unknown(), got: z.unknown() }));
const writtenSchema = z.object({ emails: z.array(z.string()), phones: z.array(z.string()), address: z.boolean() });

const linkSchema = z.object({
  v: z.literal(STATE_VERSION),
  entity: z.enum(['client', 'expediente']),
  id: z.string(),
  /** `creating`: a create was about to be sent; its answer may have been lost. */
  status: z.enum(['creating', 'linked', 'refused']),
  kind: z.enum(['contact', 'company', 'deal']).optional(),
  clientifyId: z.string().optional(),
  reason: z.string().optional(),
  fingerprint: z.string().optional(),
  /** `modified` of the Clientify record after our last write or read of it. */
  modified: z.string().nullish(),
  accepted: acceptedSchema.optional(),
  written: writtenSchema.optional(),
  at: z.string(),
});

/** What is known of one GIAV record's counterpart: the id map of the product. */
export interface Link extends Omit<z.infer<typeof linkSchema>, 'v' | 'entity' | 'kind' | 'reason' | 'accepted'> {
  readonly kind?: TargetKind;
  readonly reason?: Reason;
  readonly accepted?: Record<string, { sent: unknown; got: unknown }>;
}

export type Claim = 'new' | 'repeated' | 'taken';

/** The id map (GIAV id → Clientify id) and the claims that keep creations single. */
export class Links {
  constructor(private readonly table: Table) {}

  async get(entity: Entity, id: string): Promise<Link | null> {
    const item = await this.table.get(keys.link(entity, id));
    return item === null ? null : (linkSchema.parse(item) as Link);
  }

  /** Links by id; one BatchGetItem per 100. */
  async getMany(entity: Entity, ids: readonly string[]): Promise<Map<string, Link>> {
    const items = await this.table.getMany(ids.map((id) => keys.link(entity, id)));
    return new Map(items.map((item) => [String(item['id']), linkSchema.parse(item) as Link]));
  }

  async put(entity: Entity, link: Link): Promise<void> {
    await this.table.put({ ...keys.link(entity, link.id), v: STATE_VERSION, entity, ...link });
  }

  async putMany(entity: Entity, links: readonly Link[]): Promise<void> {
    await this.table.putMany(links.map((link) => ({ ...keys.link(entity, link.id), v: STATE_VERSION, entity, ...link })));
  }

  /**
   * Claims the creation of the record with this Documento: `new` the first time, `repeated` when this client
   * already holds the claim (an earlier create may have been applied: look it up), `taken` when another client
   * holds it. A claim of an earlier run may be taken over: this run's lists showed no record with the Documento.
   */
  async claimDocumento(kind: ClientKind, documentoKey: string, owner: string, runId: string, at: string): Promise<Claim> {
    const key = keys.claim(kind, documentoKey);
    const item = { ...key, v: STATE_VERSION, owner, runId, at };
    const fresh = await this.table.put(item, {
      condition: 'attribute_not_exists(pk) OR (#o <> :o AND runId <> :r)',
      names: { '#o': 'owner' },
      values: { ':o': owner, ':r': runId },
    });
    if (fresh) return 'new';
    const held = await this.table.get(key);
    return held?.['owner'] === owner ? 'repeated' : 'taken';
  }

  /** Claims the creation of a deal on its own link: ids of expedientes are unique. */
  async claimDeal(id: string, at: string): Promise<Claim> {
    const link: Link = { id, status: 'creating', kind: 'deal', at };
    const fresh = await this.table.put(
      { ...keys.link('expediente', id), v: STATE_VERSION, entity: 'expediente', ...link },
      { condition: 'attribute_not_exists(pk) OR #s <> :creating', names: { '#s': 'status' }, values: { ':creating': 'creating' } },
    );
    return fresh ? 'new' : 'repeated';
  }
}
