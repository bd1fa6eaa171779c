import { MAX_BATCH } from '../../lib/stack/limits';
import { ClientifyAccountApi } from '../../lib/clientify/account';
import type { ClientifyHttp } from '../../lib/clientify/http';
import { syncConfigSchema, type SyncConfig } from '../../lib/config/schema';
import type { ExpedienteFilter, Page } from '../../lib/ports/giav';
import type { RecordMessage, RunMessage } from '../../lib/ports/messages';
import type { Run } from '../../lib/ports/run';
import { driveRun, type DrivePorts } from '../../lib/run/drive-run';
import { Audits } from '../../lib/state/audits';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoFilterProofs } from '../../lib/state/filter-proofs';
import { DynamoIndexParts } from '../../lib/state/index-parts';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoRuns } from '../../lib/state/runs';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import type { EntityStage, Expediente, GiavClient } from '../../lib/sync/records';
import { giavClient } from '../harness/giav-records';
import type { Listed } from './settled-agency';
import { MemoryTable } from './table';

const nothing = (): Promise<void> => Promise.resolve();
const MINUTE_MS = 60_000;

interface Waiting {
  readonly message: RunMessage;
  readonly due: number;
}

/** Lists of Clientify, as its API pages them. */
class Lists {
  readonly calls: string[] = [];
  readonly records: Record<'contacts' | 'companies' | 'deals', Listed<object>> = {
    contacts: [],
    companies: [],
    deals: [],
  };

  constructor(private readonly onCall: () => void) {}

  request(method: string, path: string): Promise<unknown> {
    this.calls.push(`${method} ${path}`);
    this.onCall();
    const { pathname, searchParams } = new URL(path, 'http://clientify.invalid');
    const list = this.records[pathname.split('/')[1] as 'contacts'];
    const from = (Number(searchParams.get('page')) - 1) * 100;
    const more = from + 100 < list.length;
    return Promise.resolve({
      count: list.length,
      next: more ? 'next' : null,
      results: list.slice(from, from + 100),
    });
  }
}

/**
 * The page-fetcher of an agency in memory: the real use case on the real state, with a queue that is a list and a clock
 * that stands still until the next message is due. Workers do nothing but tell that a record is as it was.
 */
export class RunOffice {
  readonly runs: DynamoRuns;
  readonly watermarks: DynamoWatermarks;
  readonly indexParts: DynamoIndexParts;
  readonly filterProofs: DynamoFilterProofs;
  readonly messages: Waiting[] = [];
  readonly work: RecordMessage[] = [];
  readonly told: { type: string; detail: unknown }[] = [];
  readonly measured: { name: string; value: number }[] = [];
  readonly lists = new Lists(() => (this.left -= this.msPerCall));
  giavClients: Listed<GiavClient> & Pick<GiavClient[], 'filter' | 'push'> = [];
  giavExpedientes: Listed<Expediente> & Pick<Expediente[], 'filter' | 'push'> = [];
  /** Throws what GIAV answers instead of a page of clients. */
  fault: ((pageIndex: number, pageSize: number) => Error | null) | null = null;
  /** States of expedientes in GIAV; Clientify has a stage "Abierto". */
  readonly stages: EntityStage[] = [];
  /** Ids of every page that GIAV gives. */
  onPage: (ids: readonly number[]) => void = () => undefined;
  /** Whether a search for expedientes shows this one. */
  shows: (one: Expediente, filter: ExpedienteFilter) => boolean = () => true;
  readonly asked: (ExpedienteFilter & { readonly pageIndex: number })[] = [];
  /** What GIAV tells of the agency's own fields. */
  ownFields: () => Promise<object[]> = () => Promise.resolve([]);
  /** Expedientes whose reservations changed, as GIAV tells it. */
  changedAmounts: readonly number[] = [];
  weather: DrivePorts['weather'];
  config: SyncConfig;
  now = new Date('2026-03-02T09:00:00Z');
  /** What is left to this invocation, and what a call costs of it. */
  left = 0;
  msPerCall = 0;
  msPerInvocation = 15 * MINUTE_MS;
  invocations = 0;
  /** Messages so far. */
  protected delivered = 0;

  /** @param http Clientify. @default - lists that know no filter */
  constructor(
    settings: Parameters<typeof syncConfigSchema.parse>[0] = {},
    readonly table = new MemoryTable(),
    private readonly http?: ClientifyHttp,
  ) {
    this.config = syncConfigSchema.parse(settings);
    this.runs = new DynamoRuns(table, 15 * MINUTE_MS);
    this.watermarks = new DynamoWatermarks(table);
    this.indexParts = new DynamoIndexParts(table, 'secret', () => this.now);
    this.filterProofs = new DynamoFilterProofs(table);
  }

  /** A call of Clientify's that somebody else counts. */
  spend(): void {
    this.left -= this.msPerCall;
  }

  addClient(id: number, documento: string): void {
    this.giavClients.push(giavClient({ id, documento }));
  }

  addClients(count: number): void {
    for (let at = 0; at < count; at++)
      this.giavClients.push(giavClient({ id: 1000 + at, documento: '' }));
  }

  send(message: RunMessage, delaySeconds = 0): void {
    this.messages.push({ message, due: this.now.getTime() + delaySeconds * 1000 });
  }

  start(mode: 'full' | 'modified', runId: string): void {
    this.send({ v: 1, kind: 'start', mode, runId });
  }

  /** Delivers the next message that is due; false when none waits. */
  async step(): Promise<boolean> {
    this.messages.sort((a, b) => a.due - b.due);
    const next = this.messages.shift();
    if (!next) return false;
    if (next.due > this.now.getTime()) this.now = new Date(next.due);
    this.left = this.msPerInvocation;
    this.invocations += 1;
    await driveRun(this.ports(), JSON.stringify(next.message), `m${++this.delivered}`);
    return true;
  }

  /** Until nothing waits, or so many messages were delivered. */
  async quiet(most = 200): Promise<void> {
    for (let times = 0; times < most && (await this.step()); times++) await this.doWork();
  }

  /** What workers do, with as many records of a page at once as the queue delivers. */
  async doWork(): Promise<void> {
    for (let [first] = this.work; first; [first] = this.work) {
      const { runId, entity, page } = first;
      const others = this.work.findIndex(
        (record) => record.runId !== runId || record.entity !== entity || record.page !== page,
      );
      const batch = this.work.splice(0, Math.min(others < 0 ? Infinity : others, MAX_BATCH));
      const results = new Map(batch.map(({ id }) => [id, { outcome: 'unchanged' as const }]));
      if (
        (await this.runs.addResults(runId, entity, page, results)) &&
        (await this.runs.markDone(runId, entity, [page], this.now))
      )
        this.send({ v: 1, kind: 'check', runId, idleChecks: 0 });
    }
  }

  async run(runId: string): Promise<Run> {
    const run = await this.runs.get(runId);
    if (!run) throw new Error(`there is no run ${runId}`);
    return run;
  }

  adminPorts() {
    const runQueue = {
      send: (message: RunMessage) =>
        new Promise<void>((done) => {
          this.send(message);
          done();
        }),
    };
    return { runs: this.runs, runQueue, now: () => this.now };
  }

  private page<T extends { readonly id: number }>(
    all: Listed<T>,
    pageIndex: number,
    pageSize: number,
  ): Promise<Page<T>> {
    this.left -= this.msPerCall;
    const { pageIndex: dialect } = this.config.giav;
    const from =
      dialect === 'offset' ? pageIndex : (pageIndex - (dialect === 'one' ? 1 : 0)) * pageSize;
    const records = all.slice(from, from + pageSize);
    this.onPage(records.map(({ id }) => id));
    return Promise.resolve({
      records,
      invalid: [],
      size: records.length,
      readAt: this.now.getTime(),
    });
  }

  ports(): DrivePorts {
    const { table } = this;
    const http = this.http ?? (this.lists as unknown as ClientifyHttp);
    const account = new ClientifyAccountApi(http, 3, this.filterProofs, () => this.now.getTime());
    Object.assign(account, {
      checkAccess: nothing,
      readPipeline: () =>
        Promise.resolve({
          id: '1',
          name: 'Expedientes',
          url: 'pipeline',
          stages: [{ id: '1', name: 'Abierto', url: 'stage' }],
        }),
      ensureCustomFields: () => Promise.resolve({ created: [], memory: {} }),
    });
    Object.defineProperty(account, 'calls', { value: { GET: 0, POST: 0 } });
    return {
      runs: this.runs,
      watermarks: this.watermarks,
      indexParts: this.indexParts,
      weather: this.weather,
      links: new DynamoLinks(table),
      audits: new Audits(table),
      decisions: new DynamoDecisions(table),
      failures: new DynamoFailures(table),
      pending: new DynamoPending(table),
      queue: {
        send: (messages: readonly RecordMessage[]) =>
          Promise.resolve(void this.work.push(...messages)),
        isEmpty: () => Promise.resolve(this.work.length === 0),
        deadLetters: () => Promise.resolve(0),
        bury: nothing,
      },
      runQueue: {
        send: (message: RunMessage, delay = 0) =>
          new Promise<void>((done) => {
            this.send(message, delay);
            done();
          }),
      },
      events: {
        announce: (type: string, detail: unknown) =>
          Promise.resolve(void this.told.push({ type, detail })),
        announceAll: nothing,
      },
      meter: {
        add: (name: string, _: unknown, value: number) => void this.measured.push({ name, value }),
      },
      pacing: { checkSeconds: 15, watchSeconds: 900 },
      clock: { now: () => this.now },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      ids: { run: () => `run-${++this.delivered}` },
      giav: {
        calls: 0,
        serverTime: null,
        lookups: {
          ownFields: () => this.ownFields(),
          changedAmounts: () => Promise.resolve(this.changedAmounts),
        },
        getClient: (id: number) =>
          this.page(
            this.giavClients.filter((one) => one.id === id),
            this.config.giav.pageIndex === 'one' ? 1 : 0,
            1,
          ),
        getExpediente: (id: number) =>
          this.page(
            this.giavExpedientes.filter((one) => one.id === id),
            this.config.giav.pageIndex === 'one' ? 1 : 0,
            1,
          ),
        expedienteStages: () => Promise.resolve(this.stages),
        searchClients: async ({ pageIndex, pageSize }: { pageIndex: number; pageSize: number }) => {
          const fault = this.fault?.(pageIndex, pageSize);
          if (fault) throw fault;
          return this.page(this.giavClients, pageIndex, pageSize);
        },
        searchExpedientes: (
          { pageIndex, pageSize }: { pageIndex: number; pageSize: number },
          filter: ExpedienteFilter = {},
        ) => {
          this.asked.push({ ...filter, pageIndex });
          const found = this.giavExpedientes.filter((one) => this.shows(one, filter));
          return this.page(found, pageIndex, pageSize);
        },
      },
      clientify: account,
      config: this.config,
      autoSetup: true,
      countryCode: () => null,
      recordUrl: (kind: string, id: string) => `${kind}/${id}`,
      timeLeft: () => this.left,
      reserveMs: MINUTE_MS,
    } as unknown as DrivePorts;
  }
}
