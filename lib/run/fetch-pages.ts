import type { SyncConfig } from '../config/schema';
import type { Page } from '../ports/giav';
import type { Log } from '../ports/log';
import type { Pending } from '../ports/pending';
import type { Progress, Run } from '../ports/run';
import type { Entity } from '../sync/decision';
import { ListReading, PAGE_SIZE, pageIndexOf } from '../sync/paging';
import { heedDateFilter } from './date-filter';
import { heedBrake, type BrakePorts } from './heed-brake';
import { PageKeeper, type KeepPorts } from './keep-page';
import { NewContacts } from './new-contacts';
import { RecordPlanner } from './plan-records';
import type { PlanPorts, Prepared } from './plan-ports';
import type { PlannedPage } from './planned-page';
import { idsOf, joinPages, only, readPages } from './read-pages';
import type { NamedRecords, OfClients, PagedList, RunList } from './list-kinds';
import { ReadingPlace, START_OF_LIST, Stop, type FetchEnd } from './reading-place';
import { clientLists, expedienteLists, type ListPorts } from './run-lists';

export type FetchPorts = PlanPorts &
  ListPorts &
  KeepPorts &
  BrakePorts & {
    readonly config: SyncConfig;
    readonly pending: Pending;
    readonly log: Log;
  };

interface Lane<T> {
  readonly entity: Entity;
  readonly lists: readonly RunList<T>[];
  readonly plan: (page: Page<T>, number: number) => Promise<PlannedPage | null>;
}

/** Reads the lists of a run page by page and puts on the queue what may have to change. Goes on from the run's checkpoint. */
export class PageFetcher {
  private readonly place: ReadingPlace;
  private planning: Promise<RecordPlanner> | undefined;
  private readonly pages: PageKeeper;
  /** Clients that an earlier invocation put on the queue. */
  private readonly inWork: string[] = [];

  /**
   * @param prepare what planning relies on, asked for with the first record: a run that finds none needs none of it. null:
   * the time is over before it is known
   * @param unsaved see {@link ReadingPlace}
   */
  constructor(
    private readonly ports: FetchPorts,
    private readonly prepare: () => Promise<Prepared | null>,
    run: Run,
    { inUse = true, unsaved = {} }: { readonly inUse?: boolean; readonly unsaved?: Progress } = {},
  ) {
    this.place = new ReadingPlace(ports, run, unsaved);
    this.pages = new PageKeeper(ports, this.place, new NewContacts(inUse, ports.log));
  }

  /** How far it has come, and what of that is not stored. */
  get reached(): { readonly run: Run; readonly unsaved: Progress } {
    return { run: this.place.run, unsaved: this.place.notSaved };
  }

  private planner(): Promise<RecordPlanner> {
    this.planning ??= this.prepare().then((prepared) => {
      // Clientify's lists have to be read on first.
      if (prepared === null) throw new Stop('hand-over');
      const planner = new RecordPlanner(this.ports, prepared, this.place.run);
      for (const id of this.inWork) planner.clientsInWork.add(id);
      return planner;
    });
    return this.planning;
  }

  async fetch(): Promise<FetchEnd> {
    try {
      await this.resume();
      if (this.place.run.phase === 'clients') {
        await this.lane({
          entity: 'client',
          lists: clientLists(this.ports, this.place.run),
          plan: async (page, number) => (await this.planner()).clients(page, number),
        });
        await this.pages.markDone();
        await this.place.pass({ phase: 'expedientes', ...START_OF_LIST, source: 0 });
      }
      if (this.place.run.phase === 'expedientes') {
        const officePrefix = this.place.run.officePrefix ?? false;
        await this.lane({
          entity: 'expediente',
          lists: expedienteLists(this.ports, this.place.run),
          plan: async (page, number) =>
            (await this.planner()).expedientes(page, number, officePrefix),
        });
        await this.pages.markDone();
        await this.place.pass({ phase: 'draining', ...START_OF_LIST, source: 0 });
        // A full one is remembered as the last of them.
        if (this.place.isEmpty && this.place.run.mode === 'modified') return 'nothing-read';
        await this.place.save();
      }
      return 'read-all';
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      await this.pages.markDone();
      if (error.end === 'hand-over') await this.place.save();
      return error.end;
    }
  }

  /** Clients that an earlier invocation put on the queue are there still, or were: their links may change. */
  private resume(): Promise<void> {
    return this.pages.resume(({ entity, ids, results }) => {
      if (entity !== 'client') return;
      for (const id of ids) if (results[id]?.outcome !== 'unchanged') this.inWork.push(id);
    });
  }

  private async lane<T extends { readonly id: number }>(lane: Lane<T>): Promise<void> {
    for (let at = this.place.run.source; at < lane.lists.length; at++) {
      const list = lane.lists[at] as RunList<T>;
      const read = list.kind === 'paged' ? await this.readPaged(lane, list) : {};
      if (list.kind === 'named') await this.readNamed(lane, list);
      if (list.kind === 'of-clients') await this.readOfClients(lane, list);
      await this.place.pass({ source: at + 1, ...START_OF_LIST, ...read });
    }
  }

  private async readPaged<T extends { readonly id: number }>(
    lane: Lane<T>,
    list: PagedList<T>,
  ): Promise<Progress> {
    const { pageIndex: dialect, concurrency } = this.ports.config.giav;
    const reading = new ListReading(
      lane.entity === 'client' ? 'clients' : 'expedientes',
      this.place.run,
    );
    if (this.place.run.nextPage > 0) reading.resume(this.pages.seen[lane.entity]);
    const read = (page: number, before: number): Promise<Page<T>> =>
      list.read({ pageSize: PAGE_SIZE, pageIndex: pageIndexOf(dialect, page, before) });
    let ahead: { page: number; answer: Promise<Page<T>> } | null = null;
    for (;;) {
      const { nextPage: page, offset } = this.place.run;
      this.place.checkTime();
      const known: Promise<Page<T>> | undefined = ahead?.page === page ? ahead.answer : undefined;
      const answer: Page<T> = await (known ?? read(page, offset));
      // The next page is on its way while this one is worked on; after a short one its place is not known yet.
      if (answer.size === PAGE_SIZE && concurrency > 1) {
        ahead = { page: page + 1, answer: read(page + 1, offset + answer.size) };
        ahead.answer.catch(() => undefined);
      } else ahead = null;
      if (reading.take(idsOf(answer)) === 'more') {
        const { moved, firstPage, digest } = reading;
        const progress = {
          nextPage: page + 1,
          offset: offset + answer.size,
          moved,
          firstPage,
          digest,
        };
        await this.keep(lane, answer, progress, list.tells);
        continue;
      }
      if (list.whole && page > 1) reading.firstPageAgain(idsOf(await read(0, 0)));
      const next = reading.next();
      if (next === 'unstable') {
        this.ports.log.warn(
          'the list never stood still while it was read: the watermark stays where it was',
          { runId: this.place.run.id },
        );
        await this.place.checkpoint({ unstable: true });
      }
      if (next !== 'again') return this.whereItEnded(list);
      this.ports.log.info('records moved between pages: reading the list again', {
        runId: this.place.run.id,
        pass: reading.pass,
      });
      ahead = null;
      await this.place.checkpoint({
        ...START_OF_LIST,
        pass: reading.pass,
        lastDigest: reading.lastDigest,
      });
    }
  }

  private whereItEnded({ endedAt }: PagedList<unknown>): Progress {
    const { openExpedientes, nextPage, offset } = this.place.run;
    if (!endedAt || !openExpedientes) return {};
    const next = endedAt({ page: nextPage, offset });
    return { openExpedientes: { ...openExpedientes, next } };
  }

  private async readNamed<T extends { readonly id: number }>(
    lane: Lane<T>,
    list: NamedRecords<T>,
  ): Promise<void> {
    const wanted = (await list.ids()).filter((id) => !this.pages.seen[lane.entity].has(Number(id)));
    // Single reads go in groups too, so that a page is kept per group.
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
      await this.keep(lane, asked, {});
      if (missing.length === 0) continue;
      if (list.gone(missing) === 'report')
        await this.pages.keep(
          lane.entity,
          await (await this.planner()).gone(lane.entity, missing),
          {},
        );
    }
  }

  private async readOfClients<T extends { readonly id: number }>(
    lane: Lane<T>,
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
        await this.keep(lane, page, {});
      await list.done(group);
    }
  }

  private async keep<T extends { readonly id: number }>(
    lane: Lane<T>,
    answer: Page<T>,
    progress: Progress,
    tells?: PagedList<T>['tells'],
  ): Promise<void> {
    const fresh = this.pages.unseen(lane.entity, answer);
    const planned = await lane.plan(fresh, this.pages.numberOf(lane.entity));
    // Clientify's lists have to be read on first.
    if (planned === null) throw new Stop('hand-over');
    const { held, ...counted } = await heedBrake(this.ports, this.place.run, planned);
    if (held) {
      await this.place.checkpoint({ held });
      throw new Stop('held');
    }
    const heeded = await heedDateFilter(this.ports, this.place.run, planned, tells);
    await this.pages.keep(lane.entity, planned, { ...progress, ...heeded, ...counted });
  }
}
