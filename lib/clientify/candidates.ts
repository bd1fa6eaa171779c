import {
  type Candidates,
  type ClientKind,
  type TargetKind,
  type TargetRef,
  idFieldOf,
} from '../sync/target';
import { sameDocumento } from '../sync/documento';
import { isNearDocumento, searchableCore } from '../sync/near-documento';
import type { ClientifyHttp } from './http';
import { buildIndex } from './build-index';
import type { RecordIndex } from './index-of-records';
import { COLLECTION, readPage } from './lists';
import { readAll } from './read-list';
import { SearchProof, documentoQuery, refsOf } from './search-proof';
import type { CandidateSource } from '../ports/clientify-account';

const KINDS: readonly ClientKind[] = ['contact', 'company'];
/**
 * The safe search recipe of clientify.md, L3, L5 for runs that touch few records: each hit is verified, and a filter counts
 * only once it has been seen to work. Where one is not honoured, the lists are read once and searched here.
 */
export class CandidateSearch implements CandidateSource {
  private index: Promise<RecordIndex> | undefined;
  private idFilterIgnored = false;
  private readonly proof: SearchProof;

  constructor(
    private readonly http: ClientifyHttp,
    private readonly concurrency: number,
    /** `hold`: a near miss keeps a record from being created, so none may be overlooked. */
    private readonly nearDocumento: 'create' | 'hold' = 'create',
  ) {
    this.proof = new SearchProof(http);
  }

  async clientCandidates(
    gesinturId: string,
    kind: ClientKind,
    documento: string,
    known?: TargetKind,
  ): Promise<Candidates> {
    const lists = await Promise.all(
      (known === kind ? [kind] : KINDS).map((one) => this.byId(one, gesinturId)),
    );
    if (lists.includes(null))
      return (await this.readLists()).clientCandidates(gesinturId, kind, documento);
    const byId = lists.flatMap((list) => list ?? []);
    if (byId.length > 0) return { byId, byDocument: [] };
    if (!(await this.proof.holdsFor(kind, documento)))
      return (await this.readLists()).clientCandidates(gesinturId, kind, documento);
    const byDocument = await this.byDocumento(kind, documento);
    if (byDocument === null)
      return (await this.readLists()).clientCandidates(gesinturId, kind, documento);
    if (byDocument.length > 0) return { byId, byDocument };
    // No filter finds every way of writing.
    if (this.nearDocumento === 'hold')
      return (await this.readLists()).clientCandidates(gesinturId, kind, documento);
    return { byId, byDocument, near: await this.near(kind, documento) };
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

  async dealCandidates(expedienteId: string): Promise<Candidates> {
    const byId = await this.byId('deal', expedienteId);
    return byId === null
      ? (await this.readLists()).dealCandidates(expedienteId)
      : { byId, byDocument: [] };
  }

  private readLists(): Promise<RecordIndex> {
    this.index ??= buildIndex(this.http, this.concurrency);
    return this.index;
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

  private async byDocumento(kind: ClientKind, documento: string): Promise<TargetRef[] | null> {
    const { refs, all } = await this.hits(kind, documentoQuery(kind, documento));
    return all ? refs.filter((ref) => sameDocumento(ref.documento, documento)) : null;
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
