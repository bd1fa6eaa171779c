import type { Changes, ListChanges } from '../sync/changes';
import {
  type Candidates,
  type Desired,
  type Target,
  type TargetKind,
  type TargetRef,
  refOf,
} from '../sync/target';
import { ForeignRecordError } from '../sync/errors';
import { isOlder, isPlaced, searchedSince, type OwnerOf } from './answer-check';
import { wireValue } from './bodies';
import { closeDeal, withStatusNumber } from './close-deal';
import { isCreatedIgnored } from './created-date';
import { RecordCreator } from './create-record';
import type { Overwritten } from './post-record';
import type { CreateOptions, WriteResult, Sent, ClientifyRecords } from '../ports/clientify';
import type { EmailClaims } from '../ports/email-claims';
import type { FilterProofs } from '../ports/filter-proofs';
import { Finder } from './find';
import { Latecomers } from './latecomers';
import { lostCustomFields } from './lost-custom-fields';
import { SearchProof } from './search-proof';
import { readRecord } from './read-record';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { placeDeal, placement } from './place-deal';
import { parseTarget } from './records';
import { Sender, type Answered } from './sender';
import { SubResourceCalls } from './sub-resources';
import { Traits } from './traits';

/** What the records' adapter needs to know of the product's own state. */
export interface RecordsOptions {
  /** @default - nothing is remembered beyond this process */
  readonly traits?: Traits;
  /** @default - nobody's */
  readonly ownerOf?: OwnerOf;
  /** What is known of the account's filters. @default - found out anew by each process */
  readonly proofs?: FilterProofs;
  /** @default - creates of this process only, none at the same time */
  readonly emailClaims?: EmailClaims;
  /** Alarms. @default - nobody is told */
  readonly onOverwrite?: (what: Overwritten) => Promise<void>;
  readonly now?: () => Date;
}

/** Reads and writes of single records. Decides nothing about linking. */
export class ClientifyApi implements ClientifyRecords {
  private replacesCustomFields = false;
  private readonly sender: Sender;
  private readonly finder: Finder;
  private readonly late: Latecomers;
  private readonly traits: Traits;
  private readonly ownerOf: OwnerOf;

  constructor(
    private readonly http: ClientifyHttp,
    concurrency: number,
    private readonly options: RecordsOptions = {},
  ) {
    this.sender = new Sender(http);
    const now = (): number => (options.now?.() ?? new Date()).getTime();
    const proof = new SearchProof(http, options.proofs, now);
    this.finder = new Finder(http, concurrency, proof);
    this.late = new Latecomers(http, concurrency, proof, now);
    this.traits = options.traits ?? new Traits();
    this.ownerOf = options.ownerOf ?? (() => Promise.resolve(null));
  }

  /** A create whose answer was lost has been found done. */
  confirmWrite(): Promise<void> {
    return this.http.confirmWrite();
  }

  /** Longest time that an answer is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.http.timeoutMs;
  }

  get paceMs(): number {
    return this.http.paceMs;
  }

  recordUrl(kind: TargetKind, id: string): string {
    return this.http.resourceUrl(`${COLLECTION[kind]}${id}/`);
  }

  /** null when the record is gone (404 JSON). */
  read(kind: TargetKind, id: string): Promise<Target | null> {
    return readRecord(this.http, kind, id);
  }

  /**
   * Creates a record, in a request that begins by `notAfter` or not at all, and checks that what came back is that
   * record: else a ForeignRecordError, after what was overwritten has been put back. A deal that does not stay in
   * its pipeline is a RecordError DEAL_MISPLACED. A field that the API refuses is left out with a note, unless the record
   * needs it.
   */
  create(desired: Desired, notAfter: Date, more: CreateOptions = {}): Promise<WriteResult> {
    const { http, sender, finder, traits, ownerOf } = this;
    const {
      emailClaims = null,
      onOverwrite = () => Promise.resolve(),
      now = () => new Date(),
    } = this.options;
    return new RecordCreator(
      { http, sender, finder, traits, ownerOf, emailClaims, onOverwrite, now },
      desired,
      notAfter,
      more,
    ).run();
  }

  /** Sends the changes: sub-resources first, so that the record's own answer shows the state after all of them. */
  async apply(before: Target, wanted: Changes): Promise<WriteResult> {
    const base = `${COLLECTION[before.kind]}${before.id}/`;
    const changes = await this.takable(before, wanted);
    const { sent, notes, refused } = await this.applyLists(base, changes);
    const body = this.bodyOf(before, changes);
    if (Object.keys(body).length === 0) {
      const target = await this.readAgain(before, sent);
      return this.closed({ target, sent, notes, refused }, changes);
    }
    const result = await this.sender.change(base, body);
    notes.push(...result.notes);
    refused.push(...result.refused);
    if (result.answer === null) {
      const target = await this.readAgain(before, sent);
      return this.closed({ target, sent, notes, refused }, changes);
    }
    sent.push({ method: result.method, path: base, body: result.body });
    const shown = parseTarget(before.kind, result.answer);
    const answer = shown.id === before.id ? shown : await this.readAgain(before, sent);
    const target = before.kind === 'deal' ? await this.settleDeal(result, answer, sent) : answer;
    const lost = Object.keys(changes.customFields).length > 0 && lostCustomFields(before, target);
    const whole = lost ? await this.restoreCustomFields(before, changes, base, sent) : target;
    return this.closed({ target: whole, sent, notes, refused }, changes);
  }

  /** The deal closed, last of all, and as it is then. */
  private async closed(
    written: WriteResult & { readonly target: Target },
    { fields }: Changes,
  ): Promise<WriteResult> {
    const { target } = written;
    if (target.kind !== 'deal') return written;
    const now = this.options.now?.() ?? new Date();
    const closed = await closeDeal(this.http, fields, target, now);
    if (closed === null) return written;
    const after = await this.read('deal', target.id);
    return {
      target: after ?? { ...target, modified: null },
      sent: [...written.sent, ...closed.sent],
      notes: [...written.notes, ...closed.notes],
      refused: [...(written.refused ?? []), ...closed.refused],
    };
  }

  /** Without what the account is known not to take, and what a deal only gets at its creation (clientify.md, D3, D4). */
  async takable(before: Target, changes: Changes): Promise<Changes> {
    if (before.kind !== 'deal') return changes;
    const fields: Record<string, (typeof changes.fields)[string]> = { ...changes.fields };
    // A PATCH with a past date expires the deal, and a later one is the salesperson's.
    delete fields['expected_closed_date'];
    if (await this.traits.has('createdNotChanged')) delete fields['created'];
    return {
      ...changes,
      fields,
      tags: (await this.traits.has('dealTagsDropped')) ? [] : changes.tags,
    };
  }

  private bodyOf(before: Target, changes: Changes): Record<string, unknown> {
    const fields = before.kind === 'deal' ? withStatusNumber(changes.fields) : changes.fields;
    const body: Record<string, unknown> = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, wireValue(name, value)]),
    );
    if (Object.keys(changes.customFields).length > 0)
      body['custom_fields'] = this.customFieldList(before, changes.customFields);
    if (before.kind === 'deal' && Object.keys(body).length > 0)
      Object.assign(body, placement(this.http, changes.fields, before.fields));
    return body;
  }

  /** E-mails, phones, addresses and tags go by their own routes only: in a PATCH they are ignored (clientify.md, C4). */
  private async applyLists(base: string, changes: Changes): Promise<SubResourceCalls> {
    const calls = new SubResourceCalls(this.http);
    const list = async (name: string, change: ListChanges<unknown>): Promise<void> => {
      for (const { id, entry } of change.replace)
        await calls.call('PUT', `${base}${name}/${id}/`, entry, name);
      for (const entry of change.add) await calls.call('POST', `${base}${name}/`, entry, name);
      for (const id of change.remove)
        await calls.call('DELETE', `${base}${name}/${id}/`, undefined, name);
    };
    await list('emails', changes.emails);
    await list('phones', changes.phones);
    await list('addresses', changes.addresses);
    for (const tag of changes.tags) await calls.call('POST', `${base}tags/`, { name: tag }, 'tags');
    return calls;
  }

  /** A deal that was written is where it should be, or is put there once more; what it does not take is learnt. */
  private async settleDeal(
    { body, refused }: Answered,
    answer: Target,
    sent: Sent[],
  ): Promise<Target> {
    if (isCreatedIgnored({ body, refused }, answer)) await this.traits.learn('createdNotChanged');
    if (isPlaced(body, answer) === true) return answer;
    const placed = await placeDeal(this.http, this.sender, body, answer);
    sent.push(...placed.sent);
    return placed.target;
  }

  /** The API replaced the list instead of merging it: the others are put back at once, and all are sent from now on. */
  private async restoreCustomFields(
    before: Target,
    changes: Changes,
    base: string,
    sent: Sent[],
  ): Promise<Target> {
    this.replacesCustomFields = true;
    const restored = {
      custom_fields: this.customFieldList(before, changes.customFields),
      ...(before.kind === 'deal' && placement(this.http, changes.fields, before.fields)),
    };
    const again = await this.sender.change(base, restored);
    sent.push({ method: again.method, path: base, body: restored });
    return parseTarget(before.kind, again.answer);
  }

  /** Answers of sub-resources show an entry only; what the record is after them tells its next change apart. */
  private async readAgain(before: Target, sent: readonly Sent[]): Promise<Target> {
    return (
      (sent.length === 0 ? before : await this.read(before.kind, before.id)) ?? {
        ...before,
        modified: null,
      }
    );
  }

  private customFieldList(
    before: Target,
    ours: Readonly<Record<string, string>>,
  ): { field: string; value: string }[] {
    const all = this.replacesCustomFields ? { ...before.customFields, ...ours } : ours;
    return Object.entries(all).map(([field, value]) => ({ field, value }));
  }

  /**
   * Looks up a record whose create may have been applied. One that is older than `since`, or that belongs to another
   * client, was not made by that create but overwritten by it: a ForeignRecordError.
   */
  async findById(kind: TargetKind, gesinturId: string, since: Date): Promise<TargetRef[]> {
    const found = await this.finder.byId(kind, gesinturId, searchedSince(since));
    for (const target of found) {
      const owner = kind === 'deal' ? null : await this.ownerOf(kind, target.id);
      const older = kind !== 'deal' && isOlder(target, since);
      if (older || (owner !== null && owner !== gesinturId))
        throw new ForeignRecordError(
          `${kind} ${target.id} carries the GIAV id ${gesinturId} although it is somebody else's: a create may have overwritten it`,
          [target.id],
        );
    }
    return found.map(refOf);
  }

  findByDocumento(...args: Parameters<Finder['byDocumento']>): Promise<readonly TargetRef[]> {
    return this.finder.byDocumento(...args);
  }

  latecomers(...args: Parameters<Latecomers['of']>): Promise<Candidates> {
    return this.late.of(...args);
  }
}
