import type { Candidates, ClientKind, TargetRef } from '../sync/target';
import type { ClientIdentity } from '../sync/linking';
import type { UnreadableItem } from '../ports/index-parts';
import { searchedSince } from './answer-check';
import { buildIndex } from './build-index';
import type { ClientifyHttp } from './http';
import { identify } from './identify';
import { RecordIndex } from './index-of-records';
import { COLLECTION } from './lists';
import { LATECOMERS } from '../sync/budget';
import { LongList, readAll } from './read-list';
import { idOf, modifiedAt } from './records';
import { searchDocumento } from './search-client';
import type { SearchProof } from './search-proof';

/** A list while it is being read, and as it was when that began. */
interface ReadList<Read = RecordIndex> {
  /** When its reading began, and how long it took; null: it goes on, or has failed. */
  readonly at: number;
  took: number | 'reading' | 'failed';
  readonly index: Promise<Read>;
}

/** Those of a kind that came or changed since a moment, as far as they have been read. */
class Arrived {
  private readonly refs = new Map<string, TargetRef>();
  private readonly unreadable = new Map<string, UnreadableItem>();
  /** The latest change that was shown, by Clientify's own stamps. */
  private latest = Number.NEGATIVE_INFINITY;
  /** When the last reading began, by Clientify's clock. */
  private readAt: number | null = null;
  /** null: so many came that they are not read for a few records. */
  few: ReadList<RecordIndex | null> | null = null;
  all: ReadList | null = null;

  constructor(readonly since: number) {}

  /** Where the next reading begins. Of stamps that run late or early, the earlier moment overlooks nobody. */
  get from(): Date {
    const known = this.readAt !== null && this.latest !== Number.NEGATIVE_INFINITY;
    const next = known
      ? Math.min(this.readAt ?? 0, this.latest) - LATECOMERS.overlapMs
      : this.since;
    return new Date(Math.max(this.since, next));
  }

  add(
    items: readonly unknown[],
    { refs, unreadable }: Awaited<ReturnType<typeof identify>>,
    readAt: number,
  ): void {
    for (const item of items) {
      this.unreadable.delete(idOf(item));
      const stamp = modifiedAt(item);
      if (stamp > this.latest) this.latest = stamp;
    }
    for (const ref of refs) this.refs.set(ref.id, ref);
    for (const item of unreadable) this.unreadable.set(item.key, item);
    this.readAt = readAt;
  }

  index(): RecordIndex {
    const index = new RecordIndex();
    for (const ref of this.refs.values()) index.add(ref);
    for (const item of this.unreadable.values()) index.addUnreadable(item);
    return index;
  }
}

/**
 * Who came to Clientify, or got a Documento there, since a run read its lists: the one that is about to be created may be
 * among them. One list for a batch; the next one holds only what changed since the one before.
 */
export class Latecomers {
  private readonly arrived = new Map<ClientKind, Arrived>();
  private readonly whole = new Map<ClientKind, ReadList>();

  constructor(
    private readonly http: ClientifyHttp,
    private readonly concurrency: number,
    private readonly proof: SearchProof,
    private readonly now: () => number,
  ) {}

  /**
   * Records that may be this client's, all latecomers among them. Where very many came (a first sync counts its own), or the
   * account does not filter by time, it is searched for the Documento; the list is read in the last resort.
   */
  async of({ gesinturId, kind, documento }: ClientIdentity, since: Date): Promise<Candidates> {
    const arrived = (await this.proof.holdsForModified(kind)) ? this.arrivedOf(kind, since) : null;
    const list = arrived ? await this.few(kind, arrived) : await this.freshWhole(kind);
    if (list) return list.clientCandidates(gesinturId, kind, documento);
    const { found, absent } = await searchDocumento(this.http, this.proof, kind, documento);
    if (absent || found.length > 0) return { byId: [], byDocument: found };
    const all = await (arrived ? this.all(kind, arrived) : this.wholeList(kind));
    return all.clientCandidates(gesinturId, kind, documento);
  }

  private arrivedOf(kind: ClientKind, runSearchedAt: Date): Arrived {
    const since = searchedSince(runSearchedAt).getTime();
    const known = this.arrived.get(kind);
    // Of another run: what came before it is in its lists.
    const arrived = known?.since === since ? known : new Arrived(since);
    this.arrived.set(kind, arrived);
    return arrived;
  }

  private few(kind: ClientKind, arrived: Arrived): Promise<RecordIndex | null> {
    if (!this.isFresh(arrived.few))
      arrived.few = this.reading(() =>
        this.readArrivals(kind, arrived, LATECOMERS.mostListed).catch((error: unknown) => {
          if (error instanceof LongList) return null;
          throw error;
        }),
      );
    return arrived.few.index;
  }

  private all(kind: ClientKind, arrived: Arrived): Promise<RecordIndex> {
    if (!this.isFresh(arrived.all))
      arrived.all = this.reading(() => this.readArrivals(kind, arrived));
    return arrived.all.index;
  }

  private async readArrivals(
    kind: ClientKind,
    arrived: Arrived,
    longest?: number,
  ): Promise<RecordIndex> {
    const readAt = this.http.serverTime(this.now());
    const items: unknown[] = [];
    const take = (item: unknown): void => void items.push(item);
    const query = { 'modified[gte]': arrived.from.toISOString() };
    await readAll(this.http, COLLECTION[kind], this.concurrency, take, query, longest);
    arrived.add(items, await identify(this.http, this.concurrency, kind, items), readAt);
    return arrived.index();
  }

  private async freshWhole(kind: ClientKind): Promise<RecordIndex | null> {
    const known = this.whole.get(kind);
    return this.isFresh(known) ? known.index : null;
  }

  private wholeList(kind: ClientKind): Promise<RecordIndex> {
    const known = this.whole.get(kind);
    if (this.isFresh(known)) return known.index;
    const list = this.reading(() => buildIndex(this.http, this.concurrency, [kind]));
    this.whole.set(kind, list);
    return list.index;
  }

  private reading<Read>(read: () => Promise<Read>): ReadList<Read> {
    const at = this.now();
    const list: ReadList<Read> = {
      at,
      took: 'reading',
      index: read().then(
        (index) => {
          list.took = this.now() - at;
          return index;
        },
        (error: unknown) => {
          list.took = 'failed';
          throw error;
        },
      ),
    };
    return list;
  }

  /** While it is being read, and a little longer: where that takes long, the records of a batch share it all the same. */
  private isFresh<L extends ReadList<unknown>>(list: L | null | undefined): list is L {
    if (!list || list.took === 'failed') return false;
    return (
      list.took === 'reading' || this.now() - list.at < Math.max(LATECOMERS.freshMs, 2 * list.took)
    );
  }
}
