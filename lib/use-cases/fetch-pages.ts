import type { SyncConfig } from '../config/schema';
import type { RecordMessage } from '../queue/messages';
import type { WorkQueue } from '../queue/queues';
import type { Decisions, NewDecision } from '../state/decisions';
import type { Link, Links } from '../state/links';
import type { Run, Runs } from '../state/runs';
import { mapClient } from '../sync/client-to-clientify';
import type { Entity, Reason, RecordResult } from '../sync/decision';
import { trimDocumento } from '../sync/documento';
import { RecordError, RetryableError } from '../sync/errors';
import { mapExpediente, officesShareNumbers, withClient } from '../sync/expediente-to-deal';
import { fingerprint } from '../sync/fingerprint';
import { checkPageMoved, isEnd, pageIndexOf } from '../sync/paging';
import type { Expediente, GiavClient } from '../sync/records';
import type { Candidates, ClientKind, Desired, FieldNote } from '../sync/target';
import { isUnchanged } from '../sync/unchanged';
import type { GiavClientApi } from '../giav/client';
import type { InvalidRecord, Page } from '../giav/records';
import { PAGE_SIZE } from '../giav/requests';
import type { Clock, Log } from './ports';
import type { Prepared } from './prepare-run';

export interface FetchPorts {
  readonly giav: GiavClientApi;
  readonly runs: Runs;
  readonly links: Links;
  readonly decisions: Decisions;
  readonly queue: Pick<WorkQueue, 'send'>;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  readonly recordUrl: (kind: ClientKind, id: string) => string;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
}

export type FetchEnd = 'read-all' | 'hand-over' | 'lost-lease';

/** Time that one page and the hand-over may need, in milliseconds. */
const RESERVE_MS = 60_000;

interface Planned {
  readonly ids: string[];
  readonly results: Map<string, RecordResult>;
  readonly messages: RecordMessage[];
  readonly decisions: NewDecision[];
}

/** Reads GIAV page by page and puts on the queue what may have to change. Goes on from the run's checkpoint. */
export class PageFetcher {
  private readonly seen: Readonly<Record<Entity, Set<number>>> = { client: new Set(), expediente: new Set() };
  /** Clients on the queue in this run: their link may still change, so their expedientes go there too. */
  private readonly clientsInWork = new Set<string>();
  private expedientePages: Page<Expediente>[] | null = null;

  constructor(
    private readonly ports: FetchPorts,
    private readonly prepared: Prepared,
    private run: Run,
  ) {}

  async fetch(): Promise<FetchEnd> {
    await this.resume();
    for (;;) {
      if (this.run.phase === 'clients') {
        const end = await this.phase(
          'client',
          (page) => this.readClients(page),
          (page) => this.planClients(page),
        );
        if (end !== 'read-all') return end;
      } else if (this.run.phase === 'expedientes') {
        if (this.run.officePrefix === null || this.run.officePrefix === undefined) {
          if (!(await this.checkpoint({ officePrefix: await this.decideOfficePrefix() }))) return 'lost-lease';
        }
        const end = await this.phase(
          'expediente',
          (page) => this.readExpedientes(page),
          (page) => this.planExpedientes(page),
        );
        if (end !== 'read-all') return end;
      } else return 'read-all';
    }
  }

  /** An earlier invocation read some pages: what they held is neither counted nor sent twice. */
  private async resume(): Promise<void> {
    if (this.run.phase === 'clients' && this.run.nextPage === 0) return;
    for await (const page of this.ports.runs.pages(this.run.id)) {
      const checkpointed =
        page.entity === 'client' ? this.run.phase !== 'clients' || page.page < this.run.nextPage : page.page < this.run.nextPage;
      if (!checkpointed) continue;
      for (const id of page.ids) {
        this.seen[page.entity].add(Number(id));
        if (page.entity === 'client' && page.results[id]?.outcome !== 'unchanged') this.clientsInWork.add(id);
      }
    }
  }

  private async checkpoint(change: Parameters<Runs['checkpoint']>[1]): Promise<boolean> {
    const run = await this.ports.runs.checkpoint(this.run, change);
    if (run === null || !(await this.ports.runs.renew(run, this.ports.clock.now()))) return false;
    this.run = run;
    return true;
  }

  private async phase<T extends { readonly id: number }>(
    entity: Entity,
    read: (page: number) => Promise<Page<T>>,
    plan: (page: Page<T>) => Promise<Planned>,
  ): Promise<FetchEnd> {
    const ahead = new Map<number, Promise<Page<T>>>();
    const get = (page: number): Promise<Page<T>> => {
      const known = ahead.get(page) ?? read(page);
      ahead.delete(page);
      return known;
    };
    let previous: number[] = [];
    for (let page = this.run.nextPage; ; page++) {
      if (this.ports.timeLeft() < RESERVE_MS) return 'hand-over';
      const answer = await get(page);
      // The next page is on its way while this one is worked on.
      if (answer.size > 0 && this.ports.config.giav.concurrency > 1) {
        const next = read(page + 1);
        next.catch(() => undefined);
        ahead.set(page + 1, next);
      }
      const ids = [...answer.records, ...answer.invalid].map((record) => record.id);
      const last = isEnd(previous, ids);
      if (!last) checkPageMoved(entity === 'client' ? 'clients' : 'expedientes', previous, ids);
      previous = ids;
      await this.enqueue(entity, page, await plan(this.unseen(entity, answer)));
      const next = page + 1;
      const change = last
        ? entity === 'client'
          ? { phase: 'expedientes' as const, nextPage: 0, clientPages: next }
          : { phase: 'draining' as const, nextPage: 0, expedientePages: next }
        : { nextPage: next };
      if (!(await this.checkpoint(change))) return 'lost-lease';
      this.ports.log.info('page read', { runId: this.run.id, entity, page, records: answer.size });
      if (last) return 'read-all';
    }
  }

  private unseen<T extends { readonly id: number }>(entity: Entity, page: Page<T>): Page<T> {
    const seen = this.seen[entity];
    const fresh = <R extends { readonly id: number }>(records: readonly R[]): R[] =>
      records.filter(({ id }) => {
        if (seen.has(id)) return false;
        seen.add(id);
        return true;
      });
    return { records: fresh(page.records), invalid: fresh(page.invalid), size: page.size };
  }

  /** First the page with what is known, then its messages: a worker's result always finds its page. */
  private async enqueue(entity: Entity, page: number, planned: Planned): Promise<void> {
    const { runs, decisions, queue, clock } = this.ports;
    await decisions.putMany(planned.decisions, clock.now());
    const done = await runs.openPage(this.run.id, entity, page, planned.ids, planned.results, clock.now());
    await queue.send(planned.messages);
    if (done) await runs.pageDone(this.run.id, entity, page);
  }

  private readClients(page: number): Promise<Page<GiavClient>> {
    return this.ports.giav.searchClients({
      pageSize: PAGE_SIZE,
      pageIndex: pageIndexOf(this.ports.config.giav.pageIndex, page, PAGE_SIZE),
    });
  }

  private readExpedientes(page: number): Promise<Page<Expediente>> {
    const known = this.expedientePages?.[page];
    if (known) return Promise.resolve(known);
    return this.ports.giav.searchExpedientes({
      pageSize: PAGE_SIZE,
      pageIndex: pageIndexOf(this.ports.config.giav.pageIndex, page, PAGE_SIZE),
    });
  }

  /** `auto`: only when two offices share numbers. With several offices, all pages are read before the first name is given. */
  private async decideOfficePrefix(): Promise<boolean> {
    const { officePrefix } = this.ports.config;
    if (officePrefix !== 'auto') return officePrefix === 'always';
    if ((await this.countOffices()) === 1) return false;
    const pages: Page<Expediente>[] = [];
    let previous: number[] = [];
    for (let page = 0; ; page++) {
      if (this.ports.timeLeft() < RESERVE_MS)
        throw new RetryableError(
          'There are too many expedientes to compare the numbers of all offices in one go. Set officePrefix to "always" or "never".',
        );
      const answer = await this.readExpedientes(page);
      const ids = answer.records.map((record) => record.id);
      pages.push(answer);
      if (isEnd(previous, ids)) break;
      checkPageMoved('expedientes', previous, ids);
      previous = ids;
      await this.ports.runs.renew(this.run, this.ports.clock.now());
    }
    this.expedientePages = pages;
    return officesShareNumbers(pages.flatMap((page) => page.records));
  }

  /** Without the right to read offices, several are assumed. */
  private async countOffices(): Promise<number> {
    try {
      return await this.ports.giav.countOffices();
    } catch (error) {
      if (error instanceof RecordError) return Number.POSITIVE_INFINITY;
      throw error;
    }
  }

  private emptyPlan(entity: Entity, invalid: readonly InvalidRecord[], count: readonly { readonly id: number }[]): Planned {
    const plan: Planned = { ids: [], results: new Map(), messages: [], decisions: [] };
    for (const { id, fields } of invalid) {
      const message = `GIAV's record is not valid in: ${fields.join(', ')}`;
      this.settle(plan, entity, String(id), { outcome: 'failed', reason: 'INVALID_RECORD' }, [], message);
      plan.ids.push(String(id));
    }
    plan.ids.push(...count.map(({ id }) => String(id)));
    return plan;
  }

  private settle(
    plan: Planned,
    entity: Entity,
    id: string,
    result: RecordResult,
    notes: readonly FieldNote[] = [],
    message?: string,
  ): void {
    plan.results.set(id, result);
    if (result.outcome === 'unchanged') return;
    plan.decisions.push({ entity, id, runId: this.run.id, at: this.ports.clock.now().toISOString(), result, notes: [...notes], message });
  }

  private skipReason(client: GiavClient): Reason | null {
    if (client.deshabilitado && this.ports.config.disabledClients === 'skip') return 'DISABLED_CLIENT';
    return trimDocumento(client.documento) === '' ? 'NO_DOCUMENT' : null;
  }

  private async planClients(page: Page<GiavClient>): Promise<Planned> {
    const plan = this.emptyPlan('client', page.invalid, page.records);
    const links = await this.ports.links.getMany(
      'client',
      page.records.map((client) => String(client.id)),
    );
    const refused: Link[] = [];
    for (const client of page.records) {
      const id = String(client.id);
      const link = links.get(id);
      const reason = this.skipReason(client);
      const { desired, unmapped } = mapClient(client, { clientTypes: this.ports.config.clientTypes, countryCode: this.ports.countryCode });
      if (reason !== null) {
        this.settle(plan, 'client', id, { outcome: 'skipped', reason }, desired.notes);
        if (link?.status !== 'refused' || link.reason !== reason)
          refused.push({ ...link, id, status: 'refused', reason, at: this.ports.clock.now().toISOString() });
        continue;
      }
      const candidates = this.prepared.index.clientCandidates(id, desired.kind, desired.documento);
      if (isUnchanged(link, fingerprint(desired), candidates, desired.documento)) {
        this.settle(plan, 'client', id, { outcome: 'unchanged', unmapped });
        continue;
      }
      this.clientsInWork.add(id);
      plan.messages.push(this.message('client', id, id, desired, candidates, unmapped));
    }
    await this.ports.links.putMany('client', refused);
    return plan;
  }

  private async planExpedientes(page: Page<Expediente>): Promise<Planned> {
    const plan = this.emptyPlan('expediente', page.invalid, page.records);
    const links = await this.ports.links.getMany(
      'expediente',
      page.records.map((one) => String(one.id)),
    );
    const clients = await this.ports.links.getMany(
      'client',
      page.records.map((one) => String(one.idCliente)),
    );
    const settings = {
      stages: this.prepared.stages,
      giavStages: this.prepared.giavStages,
      officePrefix: this.run.officePrefix ?? false,
      dealStartDate: this.ports.config.dealStartDate,
    };
    for (const expediente of page.records) {
      const id = String(expediente.id);
      const clientId = String(expediente.idCliente);
      const { desired, unmapped } = mapExpediente(expediente, settings);
      const candidates = this.prepared.index.dealCandidates(id);
      const client = this.clientsInWork.has(clientId) ? undefined : clients.get(clientId);
      if (client?.status === 'linked' && client.clientifyId !== undefined && client.kind !== undefined && client.kind !== 'deal') {
        const whole = withClient(desired, { kind: client.kind, url: this.ports.recordUrl(client.kind, client.clientifyId) });
        if (isUnchanged(links.get(id), fingerprint(whole), candidates, '')) {
          this.settle(plan, 'expediente', id, { outcome: 'unchanged', unmapped });
          continue;
        }
      }
      plan.messages.push(this.message('expediente', id, clientId, desired, candidates, unmapped));
    }
    return plan;
  }

  private message(
    entity: Entity,
    id: string,
    clientId: string,
    desired: Desired,
    candidates: Candidates,
    unmapped: readonly string[],
  ): RecordMessage {
    return {
      v: 1,
      runId: this.run.id,
      page: this.run.nextPage,
      entity,
      id,
      clientId,
      desired,
      candidates,
      unmapped,
      history: [],
    };
  }
}
