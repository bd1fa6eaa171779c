import type { EventBus } from '../ports/events';
import type { WorkQueue } from '../ports/queues';
import type { Decisions } from '../ports/decisions';
import type { Failures } from '../ports/failures';
import type { Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Progress, Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import { failed, failedWithoutLink } from '../record/status';
import type { Entity } from '../sync/decision';
import { EMPTY, ListReading, pageIndexOf, PAGE_SIZE } from '../sync/paging';
import type { Page } from '../ports/giav';
import { RecordPlanner, type PlanPorts, type PlannedPage, type Prepared } from './plan-records';
import { NewContacts } from './new-contacts';
import type { Log } from '../ports/log';
import { idsOf, readPages } from './read-pages';
import {
  clientLists,
  expedienteLists,
  type ListPorts,
  type NamedRecords,
  type OfClients,
  type PagedList,
  type RunList,
} from './run-lists';

export interface FetchPorts extends PlanPorts, ListPorts {
  readonly links: Links;
  readonly failures: Failures;
  readonly pending: Pending;
  readonly runs: Runs;
  readonly decisions: Decisions;
  readonly queue: Pick<WorkQueue, 'send'>;
  readonly events: Pick<EventBus, 'announce' | 'announceAll'>;
  readonly log: Log;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
  /** Time that one page and the hand-over may need, in milliseconds. */
  readonly reserveMs: number;
}

export type FetchEnd = 'read-all' | 'hand-over' | 'lost-lease';

/** Thrown inside the fetcher only: this invocation stops here. */
class Stop extends Error {
  constructor(readonly end: FetchEnd) {
    super(end);
  }
}

interface Lane<T> {
  readonly entity: Entity;
  readonly lists: readonly RunList<T>[];
  readonly plan: (page: Page<T>, number: number) => Promise<PlannedPage | null>;
}

/** Reads the lists of a run page by page and puts on the queue what may have to change. Goes on from the run's checkpoint. */
export class PageFetcher {
  private readonly seen: Readonly<Record<Entity, Set<number>>> = {
    client: new Set(),
    expediente: new Set(),
  };
  private readonly planner: RecordPlanner;
  private readonly newContacts: NewContacts;

  constructor(
    private readonly ports: FetchPorts,
    prepared: Prepared,
    private run: Run,
  ) {
    this.planner = new RecordPlanner(ports, prepared, run);
    this.newContacts = new NewContacts(prepared.inUse ?? true, ports.log);
  }

  async fetch(): Promise<FetchEnd> {
    try {
      await this.resume();
      if (this.run.phase === 'clients') {
        const lists = clientLists(this.ports, this.run);
        await this.lane({
          entity: 'client',
          lists,
          plan: (page, number) => this.planner.clients(page, number),
        });
        await this.checkpoint({ phase: 'expedientes', ...START_OF_LIST, source: 0 });
      }
      if (this.run.phase === 'expedientes') {
        const officePrefix = this.run.officePrefix ?? false;
        const lists = expedienteLists(this.ports, this.run);
        await this.lane({
          entity: 'expediente',
          lists,
          plan: (page, number) => this.planner.expedientes(page, number, officePrefix),
        });
        await this.checkpoint({ phase: 'draining', ...START_OF_LIST, source: 0 });
      }
      return 'read-all';
    } catch (error) {
      if (error instanceof Stop) return error.end;
      throw error;
    }
  }

  /** An earlier invocation read some pages: what they held is neither counted nor sent twice. */
  private async resume(): Promise<void> {
    if (this.run.clientPages + this.run.expedientePages === 0) return;
    for await (const page of this.ports.runs.pages(this.run.id)) {
      // A page beyond the checkpoint was kept by an invocation that died: it is read again.
      if (page.page >= (page.entity === 'client' ? this.run.clientPages : this.run.expedientePages))
        continue;
      for (const id of page.ids) {
        this.seen[page.entity].add(Number(id));
        if (page.entity === 'client' && page.results[id]?.outcome !== 'unchanged')
          this.planner.clientsInWork.add(id);
      }
    }
  }

  private async checkpoint(change: Progress): Promise<void> {
    const now = this.ports.clock.now();
    const further = { cameFurtherAt: now.toISOString(), looks: 0 };
    const run = await this.ports.runs.checkpoint(this.run, { ...change, ...further });
    if (run === null || !(await this.ports.runs.renew(run, now))) throw new Stop('lost-lease');
    this.run = run;
  }

  private async lane<T extends { readonly id: number }>(lane: Lane<T>): Promise<void> {
    for (let at = this.run.source; at < lane.lists.length; at++) {
      const list = lane.lists[at] as RunList<T>;
      if (list.kind === 'paged') await this.readPaged(lane, list);
      else if (list.kind === 'named') await this.readNamed(lane, list);
      else await this.readOfClients(lane, list);
      await this.checkpoint({ source: at + 1, ...START_OF_LIST });
    }
  }

  private checkTime(): void {
    if (this.ports.timeLeft() < this.ports.reserveMs) throw new Stop('hand-over');
  }

  private async readPaged<T extends { readonly id: number }>(
    lane: Lane<T>,
    list: PagedList<T>,
  ): Promise<void> {
    const { dialect, concurrency } = {
      dialect: this.ports.config.giav.pageIndex,
      concurrency: this.ports.config.giav.concurrency,
    };
    const reading = new ListReading(lane.entity === 'client' ? 'clients' : 'expedientes', this.run);
    if (this.run.nextPage > 0) reading.resume(this.seen[lane.entity]);
    const read = (page: number, before: number): Promise<Page<T>> =>
      list.read({ pageSize: PAGE_SIZE, pageIndex: pageIndexOf(dialect, page, before) });
    let ahead: { page: number; answer: Promise<Page<T>> } | null = null;
    for (;;) {
      const { nextPage: page, offset } = this.run;
      this.checkTime();
      const known: Promise<Page<T>> | undefined = ahead?.page === page ? ahead.answer : undefined;
      const answer: Page<T> = await (known ?? read(page, offset));
      // The next page is on its way while this one is worked on; after a short one its place is not known yet.
      if (answer.size === PAGE_SIZE && concurrency > 1) {
        ahead = { page: page + 1, answer: read(page + 1, offset + answer.size) };
        ahead.answer.catch(() => undefined);
      } else ahead = null;
      if (reading.take(idsOf(answer)) === 'more') {
        const { moved, firstPage, digest } = reading;
        await this.keep(lane, answer, {
          nextPage: page + 1,
          offset: offset + answer.size,
          moved,
          firstPage: [...firstPage],
          digest,
        });
        continue;
      }
      if (list.whole && page > 1) reading.firstPageAgain(idsOf(await read(0, 0)));
      const next = reading.next();
      if (next === 'unstable') {
        this.ports.log.warn(
          'the list never stood still while it was read: the watermark stays where it was',
          { runId: this.run.id },
        );
        await this.checkpoint({ unstable: true });
      }
      if (next !== 'again') return;
      this.ports.log.info('records moved between pages: reading the list again', {
        runId: this.run.id,
        pass: reading.pass,
      });
      ahead = null;
      await this.checkpoint({
        ...START_OF_LIST,
        pass: reading.pass,
        lastDigest: reading.lastDigest,
      });
    }
  }

  private async readNamed<T extends { readonly id: number }>(
    lane: Lane<T>,
    list: NamedRecords<T>,
  ): Promise<void> {
    const wanted = (await list.ids()).filter((id) => !this.seen[lane.entity].has(Number(id)));
    // Single reads go in groups too, so that a page is kept per group.
    for (let at = 0; at < wanted.length; at += PAGE_SIZE) {
      this.checkTime();
      const group = wanted.slice(at, at + PAGE_SIZE);
      const records: T[] = [];
      const invalid: Page<T>['invalid'][number][] = [];
      let readAt = Number.POSITIVE_INFINITY;
      for (let from = 0; from < group.length; from += list.batch) {
        const answer = await list.read(group.slice(from, from + list.batch).map(Number));
        readAt = Math.min(readAt, answer.readAt);
        records.push(...answer.records.filter((one) => group.includes(String(one.id))));
        invalid.push(...answer.invalid.filter((one) => group.includes(String(one.id))));
      }
      const found = new Set([...records, ...invalid].map(({ id }) => String(id)));
      const missing = group.filter((id) => !found.has(id));
      await this.keep(
        lane,
        { records, invalid, size: records.length + invalid.length, readAt },
        {},
      );
      if (missing.length === 0) continue;
      if (list.gone(missing) === 'report')
        await this.enqueue(lane.entity, await this.planner.gone(lane.entity, missing), {});
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
        this.checkTime();
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
  ): Promise<void> {
    const number = lane.entity === 'client' ? this.run.clientPages : this.run.expedientePages;
    const planned = await lane.plan(this.unseen(lane.entity, answer), number);
    // Clientify's lists have to be read on first.
    if (planned === null) throw new Stop('hand-over');
    await this.enqueue(lane.entity, planned, progress);
  }

  private unseen<T extends { readonly id: number }>(entity: Entity, page: Page<T>): Page<T> {
    const seen = this.seen[entity];
    const fresh = <R extends { readonly id: number }>(records: readonly R[]): R[] =>
      records.filter(({ id }) => {
        if (seen.has(id)) return false;
        seen.add(id);
        return true;
      });
    return {
      records: fresh(page.records),
      invalid: fresh(page.invalid),
      size: page.size,
      readAt: page.readAt,
    };
  }

  /**
   * First the page with what is known, then its messages, then the checkpoint: a worker's result always finds its page,
   * and a page is passed only when all of it is on the queue.
   */
  private async enqueue(entity: Entity, planned: PlannedPage, progress: Progress): Promise<void> {
    const { runs, decisions, queue, clock, failures, events, log } = this.ports;
    if (planned.ids.length === 0) {
      if (Object.keys(progress).length > 0) await this.checkpoint(progress);
      return;
    }
    const number = entity === 'client' ? this.run.clientPages : this.run.expedientePages;
    await decisions.putMany(planned.decisions, clock.now());
    for (const { id, at, runId, result, message } of planned.decisions)
      if (result.outcome === 'failed' && result.reason) {
        const failure = { at, runId, reason: result.reason, message: message ?? '' };
        // A link that cannot be read stays as it is, for a human to look at.
        // Without an id it cannot be read again by itself: the next run that reads its list tells of it.
        if (Number(id) < 0) continue;
        if (result.reason === 'INVALID_RECORD') await failed(this.ports, { entity, id }, failure);
        else await failedWithoutLink(failures, entity, id, failure);
      }
    const done = await runs.openPage(
      this.run.id,
      entity,
      number,
      planned.ids,
      planned.results,
      clock.now(),
    );
    await queue.send(planned.messages);
    if (done) await runs.pageDone(this.run.id, entity, number);
    const read = planned.ids.length;
    await this.checkpoint({
      ...progress,
      ...(entity === 'client'
        ? {
            clientPages: number + 1,
            clientsRead: this.run.clientsRead + read,
            newContacts: this.newContacts.with(this.run, planned.messages),
          }
        : { expedientePages: number + 1, expedientesRead: this.run.expedientesRead + read }),
      pause: null,
    });
    log.info('page read', { runId: this.run.id, entity, page: number, records: read });
    await events.announce('PageFetched', {
      runId: this.run.id,
      entity,
      page: number,
      records: read,
      queued: planned.messages.length,
    });
    await events.announceAll(planned.decisions);
  }
}

const START_OF_LIST = {
  pass: 0,
  nextPage: 0,
  offset: 0,
  moved: false,
  firstPage: [],
  digest: EMPTY,
  lastDigest: null,
} satisfies Progress;
