import type { ClientifyRecords, CreateOptions, WriteResult } from '../ports/clientify';
import type { EmailClaims } from '../ports/email-claims';
import type { FilterProofs } from '../ports/filter-proofs';
import type { Changes } from '../sync/changes';
import { ForeignRecordError } from '../sync/errors';
import {
  type Candidates,
  type Desired,
  type Target,
  type TargetKind,
  type TargetRef,
  refOf,
} from '../sync/target';
import { isOlder, searchedSince, type OwnerOf } from './answer-check';
import { RecordChanger } from './change-record';
import { RecordCreator } from './create-record';
import { Finder } from './find';
import type { ClientifyHttp } from './http';
import { Latecomers } from './latecomers';
import { COLLECTION } from './lists';
import type { Overwritten } from './post-record';
import { readRecord } from './read-record';
import { SearchProof } from './search-proof';
import { Sender } from './sender';
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
  private readonly sender: Sender;
  private readonly finder: Finder;
  private readonly late: Latecomers;
  private readonly traits: Traits;
  private readonly changer: RecordChanger;
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
    this.changer = new RecordChanger(
      http,
      this.sender,
      this.traits,
      () => options.now?.() ?? new Date(),
    );
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

  apply(before: Target, wanted: Changes): Promise<WriteResult> {
    return this.changer.apply(before, wanted);
  }

  takable(before: Target, changes: Changes): Promise<Changes> {
    return this.changer.takable(before, changes);
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
