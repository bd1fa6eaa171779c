import { meetingOf } from '../../lib/config/meeting';
import { syncConfigSchema, type SyncConfig } from '../../lib/config/schema';
import type { Change, RecordMessage, RunMessage } from '../../lib/ports/messages';
import type { NewDecision } from '../../lib/ports/decisions';
import { DynamoHourlyWrites } from '../../lib/state/hourly-writes';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import { runSchema, type Run } from '../../lib/ports/run';
import { STATE_VERSION } from '../../lib/state/items';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import type { RecordResult } from '../../lib/sync/decision';
import type { GiavClient } from '../../lib/sync/records';
import type { ClientKind } from '../../lib/sync/target';
import { RecordPlanner } from '../../lib/run/plan-records';
import type { PlannedPage } from '../../lib/run/planned-page';
import { upsertRecord } from '../../lib/record/upsert-record';
import { WriteBack } from '../../lib/way-back/write-back';
import type { WriteBackPorts } from '../../lib/way-back/change-work';
import { MemoryClaims } from './claims';
import { MemoryClientify } from './clientify';
import { StepClock } from './clock';
import { CountedIds } from './ids';
import { Faults, Killed } from './faults';
import { AgencyGiav } from './agency-giav';
import { MemoryLinks } from './links';
import { MemoryTable } from './table';

type Settings = Parameters<typeof syncConfigSchema.parse>[0];

/** Way back on, as an agency has it that did the supervised test. */
export const ON = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Both systems, the state and the use cases of both directions in one process: no sockets, no time. */
export class Agency {
  readonly faults = new Faults();
  readonly clock = new StepClock();
  readonly giav = new AgencyGiav(this.faults);
  readonly clientify = new MemoryClientify(this.faults);
  readonly links = new MemoryLinks(this.faults);
  readonly claims = new MemoryClaims(this.faults);
  readonly table = new MemoryTable();
  private readonly ids = new CountedIds();
  readonly incidents = new DynamoIncidents(this.table);
  readonly unverified = new DynamoUnverifiedWrites(this.table, this.links);
  readonly hints: Change[] = [];
  readonly asked: RunMessage[] = [];
  readonly decisions: (Omit<NewDecision, 'runId' | 'at'> & { readonly runId?: string })[] = [];
  readonly failures = new Map<string, string>();
  readonly pending = new Set<string>();
  readonly announced: string[] = [];
  config: SyncConfig;
  private runs = 0;

  constructor(settings: Settings = {}) {
    this.config = syncConfigSchema.parse(settings);
  }

  set(settings: Settings): void {
    this.config = syncConfigSchema.parse(settings);
  }

  private get claimant() {
    return { holder: `i${this.runs}`, until: new Date(Date.parse('2026-03-02T09:00:00Z')) };
  }

  private readonly pendingPort = {
    add: (kind: string, id: string) =>
      this.faults.around(() => void this.pending.add(`${kind} ${id}`)),
    addMany: () => Promise.resolve(),
    remove: (kind: string, id: string) =>
      this.faults.around(() => void this.pending.delete(`${kind} ${id}`)),
    list: () => Promise.resolve([]),
  };

  private readonly changesPort = {
    send: (change: unknown) => this.faults.around(() => void this.hints.push(change as Change)),
    postpone: () => Promise.resolve(),
  };

  /** A run over some clients, or all; results by id. */
  async run(
    mode: 'full' | 'modified' | 'redrive' = 'full',
    ids?: readonly string[],
  ): Promise<Map<string, RecordResult>> {
    try {
      return await this.runOnce(mode, ids);
    } catch (error) {
      if (!(error instanceof RetryableError) && !(error instanceof Killed)) throw error;
      return this.run(mode, ids);
    }
  }

  private async runOnce(
    mode: 'full' | 'modified' | 'redrive',
    ids?: readonly string[],
  ): Promise<Map<string, RecordResult>> {
    const plan = await this.plan(mode, ids);
    const results = new Map(plan.results);
    for (const message of plan.messages) results.set(message.id, await this.upsert(message));
    return results;
  }

  /** The messages of a run that nobody has worked on yet; asked for whatever the last run left. */
  async messages(mode: 'full' | 'modified' | 'redrive'): Promise<RecordMessage[]> {
    for (const [key, link] of this.links.items)
      this.links.items.set(key, { ...link, fingerprint: 'other' });
    return (await this.plan(mode)).messages;
  }

  private async plan(
    mode: 'full' | 'modified' | 'redrive',
    ids?: readonly string[],
  ): Promise<PlannedPage> {
    this.runs += 1;
    const blank = { nextPage: 0, clientPages: 0, expedientePages: 0, token: 0 };
    const startedAt = this.clock.now().toISOString();
    const run: Run = runSchema.parse({
      v: STATE_VERSION,
      id: `r${this.runs}`,
      mode,
      status: 'running',
      phase: 'clients',
      startedAt,
      ...blank,
    });
    const records = [...this.giav.clients.keys()]
      .filter((id) => ids === undefined || ids.includes(String(id)))
      .map((id) => this.giav.client(id) as GiavClient);
    const nothing = { clear: () => Promise.resolve() };
    const planner = new RecordPlanner(
      {
        links: this.links,
        failures: nothing,
        pending: this.pendingPort,
        config: this.config,
        countryCode,
        recordUrl: () => '',
        clock: this.clock,
      },
      {
        giavStages: [],
        stages: { pipelineUrl: '', byGiavStage: new Map(), fallbackUrl: '', closedUrl: null },
        candidates: {
          clientCandidates: (id: string, kind: ClientKind, documento: string) =>
            this.clientify.candidates(kind, id, documento),
          dealCandidates: () => ({ byId: [], byDocument: [] }),
        },
      },
      run,
    );
    const plan = await planner.clients(
      { records, invalid: [], size: records.length, readAt: Date.parse(startedAt) },
      0,
    );
    if (plan === null) throw new Error('nothing limits the time of this run');
    this.decisions.push(...plan.decisions);
    return plan;
  }

  async upsert(message: RecordMessage): Promise<RecordResult> {
    const ports = {
      clientify: this.clientify as never,
      links: this.links as never,
      claims: this.claims as never,
      failures: { clear: () => Promise.resolve() },
      pending: this.pendingPort as never,
      clock: this.clock,
      ids: this.ids,
      deletedInClientify: this.config.deletedInClientify,
      changes: this.changesPort as never,
      decisions: {
        putMany: (kept: readonly NewDecision[]) =>
          this.faults.around(() => void this.decisions.push(...kept)),
      },
      meeting: meetingOf(this.config),
      claimant: this.claimant,
    };
    for (let tries = 0; ; tries++)
      try {
        const { result, decision, stale } = await upsertRecord(ports, message);
        this.decisions.push(decision);
        if (stale)
          this.asked.push({
            v: 1,
            kind: 'redrive',
            records: [{ entity: 'client', id: message.id }],
          });
        return result;
      } catch (error) {
        if (error instanceof RecordError)
          return { outcome: 'failed', reason: error.reason ?? 'CLIENTIFY_REFUSED' };
        if (!(error instanceof RetryableError) && !(error instanceof Killed)) throw error;
        this.runs += 1;
        if (tries > 5) return { outcome: 'failed', reason: 'CLIENTIFY_UNAVAILABLE' };
      }
  }

  ports(): WriteBackPorts {
    return {
      giav: this.giav as never,
      clientify: this.clientify,
      links: this.links,
      claims: this.claims as never,
      account: { learnLabel: () => Promise.resolve() },
      pending: this.pendingPort,
      watermarks: { get: () => Promise.resolve({} as never) },
      runQueue: { send: (message) => this.faults.around(() => void this.asked.push(message)) },
      changes: this.changesPort,
      keep: (kept) => this.faults.around(() => void this.decisions.push(kept)),
      putSettings: this.config.writeBack,
      incidents: this.incidents,
      hourlyWrites: new DynamoHourlyWrites(this.table),
      unverified: this.unverified,
      events: {
        announce: (name: string) => {
          this.announced.push(name);
          return Promise.resolve();
        },
      } as never,
      config: this.config,
      countryCode,
      claimant: this.claimant,
      clock: this.clock,
      log: quiet,
      meter: { add: () => undefined },
    };
  }

  /** One hint, as the change queue delivers it: again until it is done. */
  async look(change: Change): Promise<void> {
    for (let tries = 0; tries < 8; tries++) {
      this.runs += 1;
      const work = new WriteBack(this.ports(), change);
      try {
        const done = await work.run();
        if (done) this.decisions.push(done);
        return;
      } catch (error) {
        if (error instanceof RecordError) {
          this.failures.set(
            `${work.subject.entity} ${work.subject.id}`,
            error.reason ?? 'GIAV_REFUSED',
          );
          return;
        }
        if (!(error instanceof RetryableError) && !(error instanceof Killed)) throw error;
      }
    }
  }

  hint(of: ClientKind, id: string, source: Change['source'] = 'webhook'): Promise<void> {
    return this.look({ v: 1, kind: 'change', of, id, source });
  }

  /** Works off what waits on the queues. */
  async drain(): Promise<void> {
    for (let steps = 0; steps < 40; steps++) {
      const hint = this.hints.shift();
      const asked = hint ? undefined : this.asked.shift();
      if (hint) await this.look(hint);
      else if (asked?.kind === 'redrive')
        await this.run(
          'redrive',
          asked.records.map(({ id }) => id),
        );
      else if (!asked) return;
    }
    throw new Error('both directions hand the record to each other without end');
  }

  /** Everything comes to rest: hooks of all records, and a full run, until nothing is written any more. */
  async settle(): Promise<void> {
    this.faults.none();
    for (let round = 0; round < 6; round++) {
      const before = this.clientify.writes + this.giav.puts.length;
      for (const { kind, id } of [...this.clientify.records.values()])
        if (kind !== 'deal') await this.hint(kind, id);
      await this.drain();
      await this.run('full');
      await this.drain();
      if (this.clientify.writes + this.giav.puts.length === before) return;
    }
    throw new Error('the writes never end');
  }
}

export const countryCode = (text: string): string | null =>
  ({ españa: 'es', es: 'es', francia: 'fr', fr: 'fr' })[text.toLowerCase()] ?? null;
