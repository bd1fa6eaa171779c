import type { Account } from '../ports/account';
import type { AllRecords, ClientifyAccount, KeptIndex } from '../ports/clientify-account';
import { meetingOf } from '../config/meeting';
import type { SyncConfig } from '../config/schema';
import type { Giav, Page } from '../ports/giav';
import type { NamedRecord, RecordMessage } from '../ports/messages';
import type { Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import { addPage, emptySummary } from '../sync/run-progress';
import { runSchema, type Held, type Run, type Summary } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import type { Entity, RecordResult } from '../sync/decision';
import type { BrakeCount } from '../sync/brake';
import { ConfigurationError, RecordError } from '../sync/errors';
import { customFieldsBy } from '../sync/fields/chosen';
import type { Expediente, GiavClient } from '../sync/records';
import type { FieldNote, TargetKind } from '../sync/target';
import { RecordPlanner } from '../run/plan-records';
import type { PlannedPage } from '../run/planned-page';
import { planRun } from '../run/plan-run';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { checkOwnFields } from '../run/check-own-fields';
import { movedRecords } from '../run/moved-records';
import { checkStages, dealOwners, probeDialect } from '../run/prepare-run';
import type { RunList } from '../run/list-kinds';
import { clientLists, expedienteLists } from '../run/run-lists';
import { upsertRecord } from '../record/upsert-record';
import type { UpsertPorts } from '../record/work';
import { pagesOf } from './pages-of';
import { PlannedBrake } from './planned-brake';
import { PlannedClaims } from './planned-claims';
import { PlannedLinks } from './planned-links';
import type { FieldChange } from './field-changes';
import { PlannedIds, PlannedWrites, type RecordReads } from './planned-writes';

/** One record of the report. Personal data: for the agency's eyes. */
export interface PlannedRecord {
  readonly entity: Entity;
  readonly id: string;
  /** How a person knows it: the client's name, the expediente's number. */
  readonly label: string;
  readonly kind?: TargetKind;
  readonly result: RecordResult;
  readonly message?: string;
  readonly clientifyId?: string;
  readonly fields: readonly FieldChange[];
  readonly notes: readonly FieldNote[];
}

export interface DryRunPorts {
  readonly giav: Giav;
  readonly clientify: ClientifyAccount;
  readonly records: RecordReads;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  readonly recordUrl: (kind: 'contact' | 'company', id: string) => string;
  /** Reads only: nothing is stored. */
  readonly links: Pick<Links, 'get' | 'getMany' | 'known'>;
  readonly pending: Pick<Pending, 'list'>;
  readonly watermarks: Watermarks;
  /** @default - names of stages count alone */
  readonly account?: Pick<Account, 'setup'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Waited for: a report may write slower than records are decided. */
  readonly onRecord: (record: PlannedRecord) => Promise<void>;
  readonly onProgress: (read: number) => void;
  /** Asked before each page; when it says no, the dry run ends with what it has seen. @default - it goes on to the end */
  readonly mayGoOn?: () => boolean;
}

export interface DryRunEnd {
  readonly mode: Run['mode'];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly summary: Summary;
  /** Custom fields that a run would create first. */
  readonly missingFields: readonly string[];
  readonly calls: { readonly giav: number; readonly clientify: number };
  /** Contacts that would be created, each of which may mail the administrators; 0 in an account that is empty. */
  readonly newContacts: number;
  /** Whether the brake would hold the run, and where; and all that it would change of linked records. */
  readonly brake: { readonly held: Held | null; readonly planned: BrakeCount };
  /** Records came again on another page: the lists moved while they were read. */
  readonly moved: boolean;
  /** All was looked at: the time was long enough. */
  readonly whole: boolean;
}

const nothing = {
  clear: () => Promise.resolve(),
  add: () => Promise.resolve(),
  addMany: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

const KEEPS_NOTHING: KeptIndex['parts'] = {
  async *of() {},
  keep: () => Promise.resolve(),
};
const TOO_LARGE = {
  en: 'Clientify holds so many records that its lists cannot be read in the time that there is here. Whoever administers the deployment can make the whole dry run on their own machine.',
  es: 'Clientify tiene tantos registros que sus listas no se pueden leer en el tiempo que hay aquí. Quien administra el despliegue puede hacer el simulacro entero en su ordenador.',
};

/** Everything that a run would do, decided by the code of a run, with all its writes kept instead of sent. */
export class DryRun {
  private readonly ids = new PlannedIds();
  private readonly links: PlannedLinks;
  private readonly claims = new PlannedClaims();
  private readonly summary = emptySummary();
  private readonly seen = { client: new Set<number>(), expediente: new Set<number>() };
  private moved = false;
  private whole = true;
  private newContacts = 0;
  private page = 0;
  private read = 0;
  private onPlanned: (planned: PlannedPage) => Promise<void> = () => Promise.resolve();

  constructor(private readonly ports: DryRunPorts) {
    this.links = new PlannedLinks(ports.links);
  }

  /** @param records those of a re-drive */
  async run(mode: Run['mode'], records: readonly NamedRecord[] = []): Promise<DryRunEnd> {
    const { ports } = this;
    const { giav, clientify, config } = ports;
    const startedAt = ports.clock.now().toISOString();
    const giavStages = await giav.expedienteStages();
    const run = await this.plan(mode, records, startedAt);
    const { stages } = await checkStages(
      clientify,
      config,
      giavStages,
      (await ports.account?.setup()) ?? null,
    );
    const { missing } = await clientify.missingCustomFields({}, customFieldsBy(config));
    if (run.mode === 'full') await probeDialect(giav, config);
    await checkOwnFields(giav, config);
    const all = run.mode === 'full' ? await this.readAll() : null;
    const candidates = all ?? clientify.searching(config.nearDocumento);
    const planning = {
      ...ports,
      links: this.links,
      failures: nothing,
      pending: { ...nothing, list: ports.pending.list.bind(ports.pending) },
    };
    const moved = await movedRecords({ clientify, pending: ports.pending }, run);
    const owners = await dealOwners({ clientify, config });
    const prepared = { giavStages, stages, candidates, moved, owners };
    const planner = new RecordPlanner(planning, prepared, run);
    const lists = { giav, config, pending: planning.pending };
    const brake = new PlannedBrake(ports, run);
    this.onPlanned = (planned) => brake.add(planned);
    await this.lane<GiavClient>(
      'client',
      clientLists(lists, run),
      (page) => planner.clients(page, this.page),
      nameOf,
    );
    const officePrefix = run.officePrefix ?? false;
    await this.lane<Expediente>(
      'expediente',
      expedienteLists(lists, run),
      (page) => planner.expedientes(page, this.page, officePrefix),
      numberOf,
    );
    return {
      mode: run.mode,
      startedAt,
      finishedAt: ports.clock.now().toISOString(),
      summary: this.summary,
      missingFields: missing.map(({ kind, name }) => `${name} (${kind})`),
      calls: { giav: giav.calls, clientify: clientify.totalCalls },
      newContacts: all?.size === 0 ? 0 : this.newContacts,
      brake: { held: brake.held, planned: brake.planned },
      moved: this.moved,
      whole: this.whole,
    };
  }

  private async readAll(): Promise<AllRecords> {
    const { clientify, mayGoOn } = this.ports;
    if (mayGoOn === undefined) return clientify.readAll();
    const all = await clientify.readAll({ parts: KEEPS_NOTHING, runId: 'dry-run', mayGoOn });
    if (all === null) throw new ConfigurationError(TOO_LARGE);
    return all;
  }

  private async plan(
    mode: Run['mode'],
    records: readonly NamedRecord[],
    startedAt: string,
  ): Promise<Run> {
    const blank = { nextPage: 0, clientPages: 0, expedientePages: 0, token: 0 };
    const run = runSchema.parse({
      id: 'dry-run',
      mode,
      status: 'running',
      phase: 'clients',
      records,
      startedAt,
      ...blank,
    });
    return { ...run, ...(await planRun(this.ports, run, this.ports.giav.serverTime)) };
  }

  private async lane<T extends { readonly id: number }>(
    entity: Entity,
    lists: readonly RunList<T>[],
    plan: (page: Page<T>) => Promise<PlannedPage | null>,
    label: (record: T) => string,
  ): Promise<void> {
    for (const list of lists)
      for await (const answer of pagesOf(list, this.ports.config.giav.pageIndex)) {
        if (this.ports.mayGoOn?.() === false) {
          this.whole = false;
          return;
        }
        const page = this.unseen(entity, answer, list.kind === 'paged' && list.whole);
        const planned = await plan(page);
        if (planned === null) throw new Error('a dry run has no time that could be over');
        const labels = new Map(page.records.map((record) => [String(record.id), label(record)]));
        await this.onPlanned(planned);
        await this.decide(entity, planned, labels);
        this.page += 1;
        this.read += planned.ids.length;
        this.ports.onProgress(this.read);
      }
  }

  private unseen<T extends { readonly id: number }>(
    entity: Entity,
    page: Page<T>,
    whole: boolean,
  ): Page<T> {
    const seen = this.seen[entity];
    const fresh = <R extends { readonly id: number }>(records: readonly R[]): R[] =>
      records.filter(({ id }) => {
        if (seen.has(id)) {
          this.moved ||= whole;
          return false;
        }
        seen.add(id);
        return true;
      });
    return { ...page, records: fresh(page.records), invalid: fresh(page.invalid) };
  }

  /** What the fetcher of a run settles by itself, and what a worker would make of the rest. */
  private async decide(
    entity: Entity,
    planned: PlannedPage,
    labels: ReadonlyMap<string, string>,
  ): Promise<void> {
    const results = new Map(planned.results);
    const told = new Map(planned.decisions.map((decision) => [decision.id, decision]));
    const tell = async (record: Omit<PlannedRecord, 'entity' | 'label'>): Promise<void> => {
      if (record.result.outcome !== 'unchanged')
        await this.ports.onRecord({ entity, label: labels.get(record.id) ?? '', ...record });
    };
    for (const [id, result] of planned.results)
      await tell({
        id,
        result,
        message: told.get(id)?.message,
        fields: [],
        notes: told.get(id)?.notes ?? [],
      });
    const waiting = [...planned.messages];
    const worker = async (): Promise<void> => {
      for (let message = waiting.shift(); message; message = waiting.shift()) {
        const record = await this.upsert(message);
        results.set(message.id, record.result);
        await tell(record);
      }
    };
    await Promise.all(Array.from({ length: this.ports.config.clientify.concurrency }, worker));
    addPage(this.summary, {
      entity,
      ids: planned.ids,
      results: Object.fromEntries(
        [...results].map(([id, { outcome, reason, unmapped, notices }]) => [
          id,
          {
            outcome,
            reason,
            unmapped: unmapped && [...unmapped],
            notices: notices && [...notices],
          },
        ]),
      ),
    });
  }

  private async upsert(message: RecordMessage): Promise<Omit<PlannedRecord, 'entity' | 'label'>> {
    const { config, clock } = this.ports;
    const writes = new PlannedWrites(this.ports.records, this.ids);
    const ports: UpsertPorts = {
      clientify: writes,
      links: this.links,
      claims: this.claims,
      failures: nothing,
      pending: nothing,
      clock,
      ids: this.ids,
      deletedInClientify: config.deletedInClientify,
      nearDocumento: config.nearDocumento,
      changes: { send: () => Promise.resolve() },
      meeting: meetingOf(config),
      decisions: { putMany: () => Promise.resolve() },
      staysForgotten: config.forgotten === 'stay-away',
      claimant: { holder: 'dry-run', until: clock.now() },
    };
    const { id } = message;
    try {
      const { result, decision } = await upsertRecord(ports, message);
      if (result.outcome === 'created' && message.desired.kind === 'contact') this.newContacts += 1;
      return {
        id,
        kind: message.desired.kind,
        result,
        message: decision.message,
        clientifyId: result.outcome === 'created' ? undefined : decision.clientifyId,
        fields: writes.fields,
        notes: decision.notes ?? [],
      };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return {
        id,
        kind: message.desired.kind,
        result: { outcome: 'failed', reason: error.reason ?? 'CLIENTIFY_REFUSED' },
        message: error.message,
        fields: [],
        notes: [],
      };
    }
  }
}

const nameOf = (client: GiavClient): string =>
  [client.nombre, client.apellidos]
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(' ') || client.nombreAlias.trim();

const numberOf = (expediente: Expediente): string =>
  [expediente.codigoOficina.trim(), expediente.codigo.trim()]
    .filter((text) => text !== '')
    .join('-');
