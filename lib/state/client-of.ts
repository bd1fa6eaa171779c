import * as z from 'zod';
import type { Claimant } from '../ports/claims';
import { isLinkedTo, type ClaimedRecord, type Link, type RecordClaim } from '../ports/links';
import { RetryableError } from '../sync/errors';
import type { ClientKind, TargetKind } from '../sync/target';
import { holdSchema } from './claims';
import type { Table } from './table';
import { STATE_VERSION, parseItem } from './items';
import { keys } from './keys';

const clientOfSchema = z.object({
  /** GIAV id. */
  id: z.string(),
  foreign: z.boolean().optional(),
  /** The client asks for the record and has not been linked yet, as far as is known. */
  claim: holdSchema.optional(),
});
type ClientOf = z.output<typeof clientOfSchema>;
/** How often a claim looks at what is stored, while others keep changing it. */
const LOOKS = 3;

type LinkOf = (client: string) => Promise<Link | null>;

/** The id map by the records of Clientify: which GIAV client each of them belongs to. */
export class ClientOfRecords {
  constructor(
    private readonly table: Table,
    /** The client's own link: it tells whether a claim became one. */
    private readonly linkOf: LinkOf,
  ) {}

  async known(
    kind: ClientKind,
    clientifyId: string,
  ): Promise<{ readonly id: string; readonly foreign: boolean } | null> {
    const item = await this.table.get(keys.clientOf(kind, clientifyId));
    if (typeof item?.['id'] !== 'string') return null;
    const { id } = item;
    // Whoever linked it may have died before it noted that here.
    if (item['claim'] !== undefined && !(await this.names({ kind, clientifyId, client: id })))
      return null;
    return { id, foreign: item['foreign'] === true };
  }

  /** Whose the record is, whatever was there. */
  async set(
    kind: TargetKind,
    clientifyId: string,
    id: string,
    more: { readonly foreign?: true } = {},
  ): Promise<void> {
    await this.table.put({ ...keys.clientOf(kind, clientifyId), v: STATE_VERSION, id, ...more });
  }

  /** See Links.claimRecord. */
  async claim(
    asked: ClaimedRecord,
    claimant: Claimant,
    now: Date,
    looks = LOOKS,
  ): Promise<RecordClaim> {
    const { kind, clientifyId, client } = asked;
    const key = keys.clientOf(kind, clientifyId);
    const wanted = { ...key, v: STATE_VERSION, id: client, claim: holdOf(claimant) };
    const fresh = await this.table.put(wanted, {
      // What is known without a claim stays: it may be all that is known of a create in GIAV.
      condition: 'attribute_not_exists(pk) OR (id = :id AND attribute_exists(claim))',
      values: { ':id': client },
    });
    if (fresh) return { is: 'ours' };
    const item = await this.table.get(key);
    const held = item && parseItem(clientOfSchema, item);
    if (held?.id === client && held.foreign !== true) return { is: 'ours' };
    if (held && (await this.isTheirs(held, asked, now))) return { is: 'theirs', client: held.id };
    if (held && (await this.table.put(wanted, unchanged(held)))) return { is: 'inherited' };
    // Another one was quicker: whose it is now is told by the next look.
    if (looks > 1) return this.claim(asked, claimant, now, looks - 1);
    throw new RetryableError('Several clients ask for this record of Clientify at the same time');
  }

  private async isTheirs(held: ClientOf, asked: ClaimedRecord, now: Date): Promise<boolean> {
    if (held.foreign === true) return false;
    if (held.claim !== undefined && held.claim.until >= now.getTime()) return true;
    return this.names({ ...asked, client: held.id });
  }

  /** Whether the client's own link names the record. */
  private async names(record: ClaimedRecord): Promise<boolean> {
    return isLinkedTo(await this.linkOf(record.client), record);
  }
}

const holdOf = ({ holder, until }: Claimant): z.output<typeof holdSchema> => ({
  holder,
  until: until.getTime(),
});

/** Nobody has written the item since it was read. */
const unchanged = ({ id, foreign, claim }: ClientOf) => ({
  condition: [
    'id = :id',
    foreign === undefined ? 'attribute_not_exists(#f)' : '#f = :f',
    ...(claim === undefined
      ? ['attribute_not_exists(claim)']
      : ['claim.holder = :h', 'claim.#u = :u']),
  ].join(' AND '),
  names: { '#f': 'foreign', ...(claim && { '#u': 'until' }) },
  values: {
    ':id': id,
    ...(foreign !== undefined && { ':f': foreign }),
    ...(claim && { ':h': claim.holder, ':u': claim.until }),
  },
});
