import type {
  AllRecords,
  CandidateSource,
  ClientifyAccount,
  CustomFieldCheck,
  EnsuredFields,
  FieldMemory,
  KeptIndex,
  Pipeline,
  WantedFields,
} from '../ports/clientify-account';
import type { Method } from '../ports/clientify';
import type { ClientifyUser } from '../sync/deal-owner';
import { refOf, type TargetKind, type TargetRef } from '../sync/target';
import { CandidateSearch } from './candidates';
import type { FilterProofs } from '../ports/filter-proofs';
import { SearchProof } from './search-proof';
import { changedSince } from './changed-list';
import type { ClientifyHttp } from './http';
import { IndexBuilder } from './build-index';
import { COLLECTION } from './lists';
import { readAll } from './read-list';
import { nameOf, parseListed } from './records';
import { readUsers } from './users';
import { checkAccess, ensureCustomFields, missingCustomFields, readPipeline } from './setup';

/** The account over REST: its setup and its lists. */
export class ClientifyAccountApi implements ClientifyAccount {
  private readonly proof: SearchProof;

  /**
   * @param concurrency pages of a list that are read at the same time
   * @param proofs what is known of the account's filters. @default - found out anew by each process
   */
  constructor(
    private readonly http: ClientifyHttp,
    private readonly concurrency: number,
    proofs?: FilterProofs,
    now?: () => number,
  ) {
    this.proof = new SearchProof(http, proofs, now);
  }

  get calls(): Readonly<Record<Method, number>> {
    return this.http.calls;
  }

  get elapsedMs(): number {
    return this.http.elapsedMs;
  }

  get totalCalls(): number {
    return this.http.totalCalls;
  }

  users(): Promise<ClientifyUser[]> {
    return readUsers(this.http, this.concurrency);
  }

  checkAccess(): Promise<void> {
    return checkAccess(this.http);
  }

  readPipeline(name: string, knownId?: string): Promise<Pipeline> {
    return readPipeline(this.http, name, this.concurrency, knownId);
  }

  missingCustomFields(known?: FieldMemory, wanted?: WantedFields): Promise<CustomFieldCheck> {
    return missingCustomFields(this.http, this.concurrency, known, wanted);
  }

  ensureCustomFields(
    create: boolean,
    known?: FieldMemory,
    wanted?: WantedFields,
  ): Promise<EnsuredFields> {
    return ensureCustomFields(this.http, this.concurrency, create, known, wanted);
  }

  readAll(kept: KeptIndex): Promise<AllRecords | null>;
  readAll(): Promise<AllRecords>;
  readAll(kept?: KeptIndex): Promise<AllRecords | null> {
    return new IndexBuilder(this.http, this.concurrency, kept).build();
  }

  searching(nearDocumento: 'create' | 'hold', kept?: KeptIndex): CandidateSource {
    const { proof } = this;
    return new CandidateSearch(this.http, this.concurrency, { nearDocumento, proof, kept });
  }

  changedSince(kind: TargetKind, since: Date): Promise<readonly TargetRef[] | null> {
    return changedSince(this.http, kind, since);
  }

  eachOf(
    kind: TargetKind,
    modifiedSince: Date | null,
    onRecord: (ref: TargetRef) => void,
    onUnreadable: (name: string) => void,
  ): Promise<void> {
    return readAll(
      this.http,
      COLLECTION[kind],
      this.concurrency,
      (item) => {
        const target = parseListed(kind, item);
        if (target !== null) onRecord(refOf(target));
        else onUnreadable(nameOf(kind, item));
      },
      modifiedSince ? { 'modified[gte]': modifiedSince.toISOString() } : {},
    );
  }
}
