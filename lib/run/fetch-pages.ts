import type { SyncConfig } from '../config/schema';
import type { Page } from '../ports/giav';
import type { Log } from '../ports/log';
import type { Pending } from '../ports/pending';
import type { Progress, Run } from '../ports/run';
import type { Entity } from '../sync/decision';
import { heedDateFilter } from './date-filter';
import { heedBrake, type BrakePorts } from './heed-brake';
import { PageKeeper, type KeepPorts } from './keep-page';
import { NewContacts } from './new-contacts';
import { RecordPlanner } from './plan-records';
import type { PlanPorts, Prepared } from './plan-ports';
import type { PlannedPage } from './planned-page';
import { ListReader, type PageTaker } from './read-lists';
import type { PagedList, RunList } from './list-kinds';
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
  private readonly lists: ListReader;
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
    this.lists = new ListReader(ports, this.place, this.pages.seen);
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
    const to: PageTaker<T> = {
      entity: lane.entity,
      keep: (answer, progress, tells) => this.keep(lane, answer, progress, tells),
      gone: async (ids) =>
        this.pages.keep(lane.entity, await (await this.planner()).gone(lane.entity, ids), {}),
    };
    for (let at = this.place.run.source; at < lane.lists.length; at++) {
      const read = await this.lists.read(lane.lists[at] as RunList<T>, to);
      await this.place.pass({ source: at + 1, ...START_OF_LIST, ...read });
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
