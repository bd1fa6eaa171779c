import {
  type Candidates,
  type ClientKind,
  type TargetKind,
  type TargetRef,
  idFieldOf,
} from '../sync/target';
import { isNearDocumento, searchableCore } from '../sync/near-documento';
import type { ShownAs } from '../sync/shown-as';
import type { CandidateSource, KeptIndex, Searched } from '../ports/clientify-account';
import { IndexBuilder } from './build-index';
import type { ClientifyHttp } from './http';
import { refsOf } from './list-search';
import { COLLECTION, readPage } from './lists';
import { readAll } from './read-list';
import { searchDocumento, searchShownAs } from './search-client';
import { SearchProof } from './search-proof';

const KINDS: readonly ClientKind[] = ['contact', 'company'];

/** Of a search by candidates. */
export interface CandidateOptions {
  /** `hold`: a near miss keeps a record from being created, so none may be overlooked. @default 'create' */
  readonly nearDocumento?: 'create' | 'hold';
  /** @default - what the filters do is found out anew */
  readonly proof?: SearchProof;
  /** @default - lists are read at one go */
  readonly kept?: KeptIndex;
}

/**
 * The safe search recipe of clientify.md, L3, L5 for runs that touch few records: each hit is verified, and that somebody is
 * not there counts only from a filter that was seen to work. Where none does, the list is read once and searched here.
 */
export class CandidateSearch implements CandidateSource {
  private idFilterIgnored = false;
  private readonly lists: IndexBuilder;
  private readonly proof: SearchProof;
  private readonly nearDocumento: 'create' | 'hold';

  constructor(
    private readonly http: ClientifyHttp,
    private readonly concurrency: number,
    { nearDocumento = 'create', proof, kept }: CandidateOptions = {},
  ) {
    this.nearDocumento = nearDocumento;
    this.proof = proof ?? new SearchProof(http);
    this.lists = new IndexBuilder(http, concurrency, kept);
  }

  async clientCandidates(
    gesinturId: string,
    kind: ClientKind,
    documento: string,
    known?: TargetKind,
    also?: ShownAs,
  ): Promise<Searched> {
    const kinds = known === kind ? [kind] : KINDS;
    const listed = (which: readonly ClientKind[]): Promise<Searched> =>
      this.inLists(which, gesinturId, kind, documento);
    const lists = await Promise.all(kinds.map((one) => this.byId(one, gesinturId)));
    if (lists.includes(null)) return listed(kinds);
    const byId = lists.flatMap((list) => list ?? []);
    if (byId.length > 0) return { byId, byDocument: [] };
    if (documento === '' || (await this.lists.hasBegun(kind))) return listed([kind]);
    const { found, absent, unreadable } = await searchDocumento(
      this.http,
      this.proof,
      kind,
      documento,
    );
    if (found.length > 0) return { byId, byDocument: found };
    // No filter finds every way of writing.
    if (absent && this.nearDocumento === 'create')
      return { byId, byDocument: [], near: await this.near(kind, documento) };
    if (!absent && !unreadable && also) {
      const met = await searchShownAs(this.http, kind, documento, also);
      if (met.length > 0) return { byId, byDocument: met };
    }
    return listed([kind]);
  }

  /** One page of those that share the digits: for a note, nothing depends on it. */
  private async near(kind: ClientKind, documento: string): Promise<TargetRef[]> {
    const core = searchableCore(documento);
    if (core === null) return [];
    const page = await readPage(this.http, COLLECTION[kind], 1, { query: core });
    return refsOf(kind, page.results).refs.filter((ref) =>
      isNearDocumento(ref.documento, documento),
    );
  }

  async dealCandidates(expedienteId: string): Promise<Searched> {
    const byId = await this.byId('deal', expedienteId);
    if (byId !== null) return { byId, byDocument: [] };
    return (await this.lists.build(['deal']))?.dealCandidates(expedienteId) ?? 'time-over';
  }

  /** What whole lists show, and what they teach of the filters for the next time. */
  private async inLists(
    kinds: readonly ClientKind[],
    gesinturId: string,
    kind: ClientKind,
    documento: string,
  ): Promise<Candidates | 'time-over'> {
    const index = await this.lists.build(kinds);
    if (index === null) return 'time-over';
    await this.proof.learnFrom(kind, documento, index.ofKind(kind));
    return index.clientCandidates(gesinturId, kind, documento);
  }

  /** null when the filter is not honoured: it then returns records that carry another id, or do not show theirs. */
  private async byId(kind: TargetKind, gesinturId: string): Promise<TargetRef[] | null> {
    if (this.idFilterIgnored) return null;
    const query = { [`cf_${idFieldOf(kind)}`]: gesinturId };
    const page = await readPage(this.http, COLLECTION[kind], 1, query);
    const isMeant = (ref: TargetRef): boolean => ref.gesinturId === gesinturId;
    const first = refsOf(kind, page.results);
    const isHonoured = first.refs.every(isMeant);
    // A page may be short, or empty, although more come.
    const { refs, all } =
      page.more && isHonoured && first.all ? await this.hits(kind, query) : first;
    // Only the whole lists tell what one that cannot be read may be.
    if (!all) return null;
    if (refs.every(isMeant)) return refs;
    this.idFilterIgnored = true;
    return null;
  }

  /** All that a search finds, page by page. */
  private async hits(
    kind: TargetKind,
    query: Readonly<Record<string, string>>,
  ): Promise<ReturnType<typeof refsOf>> {
    const items: unknown[] = [];
    const take = (item: unknown): void => void items.push(item);
    await readAll(this.http, COLLECTION[kind], this.concurrency, take, query);
    return refsOf(kind, items);
  }
}
