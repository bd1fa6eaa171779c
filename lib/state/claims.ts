import * as z from 'zod';
import { CHANGE } from '../sync/budget';
import { epochSeconds } from '../sync/kept';
import { plainDocumento } from '../sync/documento';
import { RecordError } from '../sync/errors';
import { bareDocumentoKey, documentoKey } from '../sync/documento-key';
import type { ClientKind } from '../sync/target';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys, type Key } from './keys';
import type { Claims, Claimant, Claim, Claimed } from '../ports/claims';

/** Who is at a create, and until when (milliseconds since 1970) it may be under way. */
export const holdSchema = z.object({ holder: z.string(), until: z.number() });

const documentoClaimSchema = z.object({
  owner: z.string(),
  runId: z.string(),
  claim: holdSchema.optional(),
  sent: z.string().optional(),
});

/** The way back has no runs. */
const NO_RUN = 'write-back';
/** Refused clients that are remembered per Documento. */
const MAX_REFUSED = 50;
const OF_ANOTHER = 'another invocation';

/** The claims that keep creations single, on either side. Documentos are stored as keyed hashes only. */
export class DynamoClaims implements Claims {
  constructor(
    private readonly table: Table,
    /** Secret of the deployment. */
    private readonly key: string,
  ) {}

  /** How a Documento is remembered anywhere in the state. */
  keyOf(documento: string): string {
    return documentoKey(this.key, documento);
  }

  /**
   * Claims the creation of the record with this Documento. A claim of another client from an earlier run may be taken
   * over once its holder is surely done: this run found no record with the Documento.
   * @param sent fingerprint of what the create will send; a repeated claim keeps the earlier one, see {@link sentWith}
   */
  async claimDocumento(
    kind: ClientKind,
    documento: string,
    owner: string,
    runId: string,
    claimant: Claimant,
    now: Date,
    sent: string,
  ): Promise<Claim> {
    const key = await this.adopted(kind, documento);
    const fresh = await this.table.put(
      { ...key, v: STATE_VERSION, owner, runId, sent, ...holdOf(claimant) },
      {
        condition:
          'attribute_not_exists(pk) OR (#o <> :o AND runId <> :r AND (attribute_not_exists(claim) OR claim.#u < :now))',
        names: { '#o': 'owner', '#u': 'until' },
        values: { ':o': owner, ':r': runId, ':now': now.getTime() },
      },
    );
    if (fresh) return 'new';
    const item = await this.table.get(key);
    // Its holder has just given it up: whoever comes again finds it free.
    if (item === null) return 'held';
    const held = documentoClaimSchema.safeParse(item);
    if (!held.success) throw unreadable(key);
    if (held.data.owner !== owner) return held.data.runId === runId ? 'taken' : 'held';
    return (await this.renew(key, claimant, now, { runId })) ? 'repeated' : 'held';
  }

  /** GIAV ids of the clients for whom a record with this Documento was created, written just so. */
  async ownersOf(documento: string): Promise<string[]> {
    const found = await this.table.getMany(
      (['contact', 'company'] as const).map((kind) => keys.claim(kind, this.keyOf(documento))),
    );
    return [...new Set(found.flatMap(({ owner }) => (typeof owner === 'string' ? [owner] : [])))];
  }

  /** Fingerprint of what this record's create sent, if there was one and nobody knows how it ended. */
  async sentWith(kind: ClientKind, documento: string, owner: string): Promise<string | null> {
    const held = documentoClaimSchema.safeParse(
      await this.table.get(await this.adopted(kind, documento)),
    );
    return (held.success && held.data.owner === owner && held.data.sent) || null;
  }

  /** A repeated create is about to send something else than the one before. */
  async noteSent(
    kind: ClientKind,
    documento: string,
    { holder }: Claimant,
    sent: string,
  ): Promise<void> {
    await this.table.update(this.keyFor(kind, documento), {
      expression: 'SET sent = :s',
      condition: 'claim.holder = :h',
      values: { ':s': sent, ':h': holder },
    });
  }

  /**
   * Claims the creation of a client in GIAV, in whatever way its Documento is written. false while anybody else may be at
   * it: a claim is taken over only after its time. GIAV is to be searched after it was given, not before.
   */
  async claimCreation(
    documento: string,
    owner: string,
    claimant: Claimant,
    now: Date,
  ): Promise<boolean> {
    const key = await this.adopted('giav', documento);
    const expires = epochSeconds(claimant.until) + CHANGE.claimForgottenSeconds;
    return this.table.put(
      { ...key, v: STATE_VERSION, owner, runId: NO_RUN, expires, ...holdOf(claimant) },
      {
        condition:
          'attribute_not_exists(pk) OR attribute_not_exists(claim) OR claim.#u < :now OR (claim.holder = :h AND #o = :o)',
        names: { '#u': 'until', '#o': 'owner' },
        values: { ':now': now.getTime(), ':h': claimant.holder, ':o': owner },
      },
    );
  }

  /** The client is there and known by its id. Until GIAV's search surely shows it, nobody else creates one, this invocation included. */
  async created(documento: string, { holder }: Claimant, now: Date): Promise<void> {
    await this.table.update(this.keyFor('giav', documento), {
      expression: 'SET claim = :c',
      condition: 'claim.holder = :h',
      values: {
        ':c': { holder: OF_ANOTHER, until: now.getTime() + CHANGE.unseenMs },
        ':h': holder,
      },
    });
  }

  /** Claims the creation of a deal on its own link: ids of expedientes are unique. */
  async claimDeal(id: string, claimant: Claimant, now: Date): Promise<Claim> {
    const key = keys.link('expediente', id);
    const fresh = await this.table.update(key, {
      expression:
        'SET v = :v, entity = :e, id = :id, #s = :creating, kind = :deal, #a = :at, claim = :c, unplaced = :unseen',
      condition: 'attribute_not_exists(pk) OR #s <> :creating',
      names: { '#s': 'status', '#a': 'at' },
      values: {
        ':v': STATE_VERSION,
        ':e': 'expediente',
        ':id': id,
        ':creating': 'creating',
        ':deal': 'deal',
        ':at': now.toISOString(),
        ':c': holdOf(claimant).claim,
        ':unseen': '',
      },
    });
    if (fresh) return 'new';
    return (await this.renew(key, claimant, now)) ? 'repeated' : 'held';
  }

  /** The create is over, one way or the other: another invocation need not wait for this one's end. */
  async release(claimed: Claimed, { holder }: Claimant): Promise<void> {
    await this.table.update(
      'deal' in claimed ? keys.link('expediente', claimed.deal) : this.keyFor(...claimed.documento),
      {
        expression: 'SET claim.#u = :zero',
        condition: 'claim.holder = :h',
        names: { '#u': 'until' },
        values: { ':zero': 0, ':h': holder },
      },
    );
  }

  /** The create was refused: the Documento is free for whoever comes next, in this run, too. */
  async giveUp(kind: ClientKind | 'giav', documento: string, { holder }: Claimant): Promise<void> {
    await this.table.delete(this.keyFor(kind, documento), {
      condition: 'claim.holder = :h',
      values: { ':h': holder },
    });
  }

  /** Notes that a client was refused because another one has its Documento; how many were, this one included (at most 50 are counted). */
  async noteRefused(kind: ClientKind, documento: string, owner: string): Promise<number> {
    const item = await this.table.update(keys.refusedClaims(kind, this.keyOf(documento)), {
      expression: 'ADD owners :o SET v = :v',
      condition: 'attribute_not_exists(owners) OR size(owners) < :max OR contains(owners, :one)',
      values: { ':o': new Set([owner]), ':one': owner, ':max': MAX_REFUSED, ':v': STATE_VERSION },
    });
    return item?.['owners'] instanceof Set ? item['owners'].size : MAX_REFUSED;
  }

  private keyFor(kind: ClientKind | 'giav', documento: string): Key {
    // In GIAV, two that are nearly equal must not be created at once either.
    return keys.claim(kind, this.keyOf(kind === 'giav' ? plainDocumento(documento) : documento));
  }

  /** The claim's key; a claim that an earlier version stored under a bare hash moves there first. At each moment one of both is there. */
  private async adopted(kind: ClientKind | 'giav', documento: string): Promise<Key> {
    const key = this.keyFor(kind, documento);
    const bare = keys.claim(kind, bareDocumentoKey(documento));
    const old = await this.table.get(bare);
    if (old === null) return key;
    await this.table.put({ ...old, ...key }, { condition: 'attribute_not_exists(pk)' });
    await this.table.delete(bare);
    return key;
  }

  /** Takes over a claim whose holder is this one or surely dead. */
  private async renew(
    key: Key,
    claimant: Claimant,
    now: Date,
    also: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const item = await this.table.update(key, {
      expression: `SET claim = :c${Object.keys(also)
        .map((name) => `, ${name} = :${name}`)
        .join('')}`,
      // One that was given up since it was read is not made anew without its owner.
      condition:
        'attribute_exists(pk) AND (attribute_not_exists(claim) OR claim.holder = :h OR claim.#u < :now)',
      names: { '#u': 'until' },
      values: {
        ':c': holdOf(claimant).claim,
        ':h': claimant.holder,
        ':now': now.getTime(),
        ...Object.fromEntries(Object.entries(also).map(([name, value]) => [`:${name}`, value])),
      },
    });
    return item !== null;
  }
}

const holdOf = ({ holder, until }: Claimant): { claim: { holder: string; until: number } } => ({
  claim: { holder, until: until.getTime() },
});

const unreadable = ({ pk, sk }: Key): RecordError =>
  new RecordError(
    `The stored item ${pk} / ${sk} cannot be read. Delete it once the record has been checked in Clientify.`,
    [],
    undefined,
    'STATE_UNREADABLE',
  );
