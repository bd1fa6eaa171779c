import type { Decisions } from '../ports/decisions';
import type { EventBus } from '../ports/events';
import type { Failures } from '../ports/failures';
import type { Page } from '../ports/giav';
import type { Links } from '../ports/links';
import type { Log } from '../ports/log';
import type { WorkQueue } from '../ports/queues';
import type { Progress, RunPage } from '../ports/run';
import type { Runs } from '../ports/runs';
import { ENTITIES, type Entity } from '../sync/decision';
import type { NewContacts } from './new-contacts';
import { noteFailures } from './note-failures';
import type { PlannedPage } from './planned-page';
import type { PlacePorts, ReadingPlace } from './reading-place';

export interface KeepPorts extends PlacePorts {
  readonly runs: Runs;
  readonly links: Pick<Links, 'markFailed'>;
  readonly failures: Pick<Failures, 'add'>;
  readonly decisions: Pick<Decisions, 'putMany'>;
  readonly queue: Pick<WorkQueue, 'send'>;
  readonly events: Pick<EventBus, 'announce' | 'announceAll'>;
  readonly log: Log;
}

/** Marks of pages in one write. Those that a crash loses are made up for when the run is looked at. */
const MARKED_AT_ONCE = 16;

/** Keeps the pages of a run, and knows which records were on them: none is counted or sent twice. */
export class PageKeeper {
  readonly seen: Readonly<Record<Entity, Set<number>>> = {
    client: new Set(),
    expediente: new Set(),
  };

  /** Pages that were done when they were kept, and are not marked yet. */
  private readonly done: Readonly<Record<Entity, number[]>> = { client: [], expediente: [] };

  constructor(
    private readonly ports: KeepPorts,
    private readonly place: ReadingPlace,
    private readonly newContacts: NewContacts,
  ) {}

  /** Of the page that comes next. */
  numberOf(entity: Entity): number {
    const { clientPages, expedientePages } = this.place.run;
    return entity === 'client' ? clientPages : expedientePages;
  }

  /** An earlier invocation read some pages: what they held is neither counted nor sent twice. */
  async resume(onPage: (page: RunPage) => void): Promise<void> {
    const { id, clientPages, expedientePages } = this.place.run;
    if (clientPages + expedientePages === 0) return;
    for await (const page of this.ports.runs.pages(id)) {
      // A page beyond the checkpoint was kept by an invocation that died: it is read again.
      if (page.page >= this.numberOf(page.entity)) continue;
      for (const one of page.ids) this.seen[page.entity].add(Number(one));
      onPage(page);
    }
  }

  /** What of a page no earlier one held. */
  unseen<T extends { readonly id: number }>(entity: Entity, page: Page<T>): Page<T> {
    const seen = this.seen[entity];
    const fresh = <R extends { readonly id: number }>(records: readonly R[]): R[] =>
      records.filter(({ id }) => {
        if (seen.has(id)) return false;
        seen.add(id);
        return true;
      });
    return { ...page, records: fresh(page.records), invalid: fresh(page.invalid) };
  }

  /**
   * First the page with what is known, then its messages, then the checkpoint: a worker's result always finds its page,
   * and a page is passed only when all of it is on the queue.
   */
  async keep(entity: Entity, planned: PlannedPage, progress: Progress): Promise<void> {
    const { runs, decisions, queue, clock, events } = this.ports;
    if (planned.ids.length === 0) {
      if (Object.keys(progress).length > 0) await this.place.checkpoint(progress);
      return;
    }
    const { id: runId } = this.place.run;
    const number = this.numberOf(entity);
    await decisions.putMany(planned.decisions, clock.now());
    await noteFailures(this.ports, entity, planned);
    const { ids, results } = planned;
    const done = await runs.openPage(runId, entity, number, ids, results, clock.now());
    await queue.send(planned.messages);
    await this.place.checkpoint({ ...progress, ...this.countsWith(entity, planned), pause: null });
    // Not before: whoever has taken the run meanwhile gives this number to a page of its own.
    if (done) this.done[entity].push(number);
    if (this.done[entity].length >= MARKED_AT_ONCE) await this.markDone();
    await this.tell(entity, number, planned);
    await events.announceAll(planned.decisions);
  }

  /** Marks the pages that were done when they were kept. */
  async markDone(): Promise<void> {
    const { runs, clock } = this.ports;
    for (const entity of ENTITIES) {
      const pages = this.done[entity].splice(0);
      if (pages.length > 0) await runs.markDone(this.place.run.id, entity, pages, clock.now());
    }
  }

  /** The run's counters with one more page. */
  private countsWith(entity: Entity, { ids, messages }: PlannedPage): Progress {
    const { run } = this.place;
    if (entity === 'expediente')
      return {
        expedientePages: run.expedientePages + 1,
        expedientesRead: run.expedientesRead + ids.length,
      };
    return {
      clientPages: run.clientPages + 1,
      clientsRead: run.clientsRead + ids.length,
      newContacts: this.newContacts.with(run, messages),
    };
  }

  private async tell(entity: Entity, page: number, { ids, messages }: PlannedPage): Promise<void> {
    const told = { runId: this.place.run.id, entity, page, records: ids.length };
    this.ports.log.info('page read', told);
    await this.ports.events.announce('PageFetched', { ...told, queued: messages.length });
  }
}
