import type { SyncConfig } from '../config/schema';
import type { Page } from '../ports/giav';
import type { Log } from '../ports/log';
import type { Progress } from '../ports/run';
import type { Entity } from '../sync/decision';
import { ListReading, PAGE_SIZE, pageIndexOf } from '../sync/paging';
import type { NamedRecords, OfClients, PagedList, RunList } from './list-kinds';
import { ReadAhead } from './read-ahead';
import { idsOf, joinPages, only, readPages } from './read-pages';
import { START_OF_LIST, type ReadingPlace } from './reading-place';

/** Takes what is read of the lists of an entity. */
export interface PageTaker<T> {
  readonly entity: Entity;
  /** @param progress what the checkpoint moves to once the page is kept */
  readonly keep: (
    answer: Page<T>,
    progress: Progress,
    tells?: PagedList<T>['tells'],
  ) => Promise<void>;
  /** Records that were asked for and that GIAV does not show. */
  readonly gone: (ids: readonly string[]) => Promise<void>;
}

/** Reads a list of GIAV from where the run is in it, in the way of its kind. */
export class ListReader {
  constructor(
    private readonly ports: { readonly config: SyncConfig; readonly log: Log },
    private readonly place: ReadingPlace,
    private readonly seen: Readonly<Record<Entity, ReadonlySet<number>>>,
  ) {}

  /** What the run knows once the list is read. */
  async read<T extends { readonly id: number }>(
    list: RunList<T>,
    to: PageTaker<T>,
  ): Promise<Progress> {
    if (list.kind === 'paged') return this.paged(to, list);
    if (list.kind === 'named') await this.named(to, list);
    else await this.ofClients(to, list);
    return {};
  }

  private async paged<T extends { readonly id: number }>(
    to: PageTaker<T>,
    list: PagedList<T>,
  ): Promise<Progress> {
    const { pageIndex: dialect, concurrency } = this.ports.config.giav;
    const reading = new ListReading(
      to.entity === 'client' ? 'clients' : 'expedientes',
      this.place.run,
    );
    if (this.place.run.nextPage > 0) reading.resume(this.seen[to.entity]);
    const read = (page: number, before: number): Promise<Page<T>> =>
      list.read({ pageSize: PAGE_SIZE, pageIndex: pageIndexOf(dialect, page, before) });
    const pages = new ReadAhead(read, concurrency);
    for (;;) {
      const { nextPage: page, offset } = this.place.run;
      this.place.checkTime();
      const answer = await pages.page(page, offset);
      if (reading.take(idsOf(answer)) === 'more') {
        const { moved, firstPage, digest } = reading;
        const there = { nextPage: page + 1, offset: offset + answer.size };
        await to.keep(answer, { ...there, moved, firstPage, digest }, list.tells);
        continue;
      }
      if (list.whole && page > 1) reading.firstPageAgain(idsOf(await read(0, 0)));
      if ((await this.passOver(reading)) === 'done') return this.whereItEnded(list);
      pages.forget();
    }
  }

  /** The end of the list: it is done, or it moved while it was read and is read again. */
  private async passOver(reading: ListReading): Promise<'done' | 'again'> {
    const runId = this.place.run.id;
    const next = reading.next();
    if (next === 'unstable') {
      this.ports.log.warn(
        'the list never stood still while it was read: the watermark stays where it was',
        { runId },
      );
      await this.place.checkpoint({ unstable: true });
    }
    if (next !== 'again') return 'done';
    const { pass, lastDigest } = reading;
    this.ports.log.info('records moved between pages: reading the list again', { runId, pass });
    await this.place.checkpoint({ ...START_OF_LIST, pass, lastDigest });
    return 'again';
  }

  private whereItEnded({ endedAt }: PagedList<unknown>): Progress {
    const { openExpedientes, nextPage, offset } = this.place.run;
    if (!endedAt || !openExpedientes) return {};
    const next = endedAt({ page: nextPage, offset });
    return { openExpedientes: { ...openExpedientes, next } };
  }

  /** Records by their ids, in groups: a page is kept per group. */
  private async named<T extends { readonly id: number }>(
    to: PageTaker<T>,
    list: NamedRecords<T>,
  ): Promise<void> {
    const wanted = (await list.ids()).filter((id) => !this.seen[to.entity].has(Number(id)));
    // Single reads go in groups too.
    for (let at = 0; at < wanted.length;) {
      this.place.checkTime();
      const group: string[] = [];
      const answers: Page<T>[] = [];
      const next = (): string[] => wanted.slice(at + group.length, at + group.length + list.batch);
      // A group that GIAV answers too slowly for one invocation is kept as far as it was read.
      do {
        const ids = next();
        answers.push(await list.read(ids.map(Number)));
        group.push(...ids);
      } while (group.length < PAGE_SIZE && next().length > 0 && this.place.hasTime());
      at += group.length;
      const asked = only(joinPages(answers), new Set(group));
      const found = new Set(idsOf(asked).map(String));
      const missing = group.filter((id) => !found.has(id));
      await to.keep(asked, {});
      if (missing.length === 0) continue;
      if (list.gone(missing) === 'report') await to.gone(missing);
    }
  }

  private async ofClients<T extends { readonly id: number }>(
    to: PageTaker<T>,
    list: OfClients<T>,
  ): Promise<void> {
    const clients = await list.clients();
    for (let at = 0; at < clients.length; at += PAGE_SIZE) {
      const group = clients.slice(at, at + PAGE_SIZE);
      const read = (pageIndex: number): Promise<Page<T>> => {
        this.place.checkTime();
        return list.read(group.map(Number), { pageSize: PAGE_SIZE, pageIndex });
      };
      for await (const page of readPages(this.ports.config.giav.pageIndex, 'expedientes', read))
        await to.keep(page, {});
      await list.done(group);
    }
  }
}
