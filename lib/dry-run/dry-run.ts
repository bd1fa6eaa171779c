import type { AllRecords } from '../ports/clientify-account';
import type { Page } from '../ports/giav';
import type { NamedRecord } from '../ports/messages';
import { runSchema, type Held, type Run, type Summary } from '../ports/run';
import type { Entity } from '../sync/decision';
import type { BrakeCount } from '../sync/brake';
import { ConfigurationError } from '../sync/errors';
import { customFieldsBy } from '../sync/fields/chosen';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';
import type { Prepared } from '../run/plan-ports';
import { PageDecider } from './decide-page';
import { RecordPlanner } from '../run/plan-records';
import type { PlannedPage } from '../run/planned-page';
import { planRun } from '../run/plan-run';
import { checkOwnFields } from '../run/check-own-fields';
import { movedRecords } from '../run/moved-records';
import { checkStages, dealOwners, probeDialect } from '../run/prepare-run';
import type { RunList } from '../run/list-kinds';
import { clientLists, expedienteLists } from '../run/run-lists';
import { pagesOf } from './pages-of';
import { PlannedBrake } from './planned-brake';
import { PlannedLinks } from './planned-links';
import { nameOf, numberOf } from './planned-record';
import type { DryRunPorts } from './dry-run-ports';
import { nothing, KEEPS_NOTHING } from './nothing-stored';

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

const TOO_LARGE = {
  en: 'Clientify holds so many records that its lists cannot be read in the time that there is here. Whoever administers the deployment can make the whole dry run on their own machine.',
  es: 'Clientify tiene tantos registros que sus listas no se pueden leer en el tiempo que hay aquí. Quien administra el despliegue puede hacer el simulacro entero en su ordenador.',
};

/** Everything that a run would do, decided by the code of a run, with all its writes kept instead of sent. */
export class DryRun {
  private readonly links: PlannedLinks;
  private readonly pages: PageDecider;
  private readonly seen = { client: new Set<number>(), expediente: new Set<number>() };
  private moved = false;
  private whole = true;
  private page = 0;
  private read = 0;
  private onPlanned: (planned: PlannedPage) => Promise<void> = () => Promise.resolve();

  constructor(private readonly ports: DryRunPorts) {
    this.links = new PlannedLinks(ports.links);
    this.pages = new PageDecider(ports, this.links);
  }

  /** @param records those of a re-drive */
  async run(mode: Run['mode'], records: readonly NamedRecord[] = []): Promise<DryRunEnd> {
    const { giav, clientify, clock } = this.ports;
    const startedAt = clock.now().toISOString();
    const giavStages = await giav.expedienteStages();
    const run = await this.plan(mode, records, startedAt);
    const { prepared, missing, wasEmpty } = await this.prepare(run, giavStages);
    const brake = new PlannedBrake(this.ports, run);
    this.onPlanned = (planned) => brake.add(planned);
    await this.readLists(run, prepared);
    return {
      mode: run.mode,
      startedAt,
      finishedAt: clock.now().toISOString(),
      summary: this.pages.summary,
      missingFields: missing.map(({ kind, name }) => `${name} (${kind})`),
      calls: { giav: giav.calls, clientify: clientify.totalCalls },
      newContacts: wasEmpty ? 0 : this.pages.newContacts,
      brake: { held: brake.held, planned: brake.planned },
      moved: this.moved,
      whole: this.whole,
    };
  }

  /** What a run checks and reads before its first page. */
  private async prepare(run: Run, giavStages: readonly EntityStage[]) {
    const { giav, clientify, config, account, pending } = this.ports;
    const setup = (await account?.setup()) ?? null;
    const { stages } = await checkStages(clientify, config, giavStages, setup);
    const { missing } = await clientify.missingCustomFields({}, customFieldsBy(config));
    if (run.mode === 'full') await probeDialect(giav, config);
    await checkOwnFields(giav, config);
    const all = run.mode === 'full' ? await this.readAll() : null;
    const candidates = all ?? clientify.searching(config.nearDocumento);
    const moved = await movedRecords({ clientify, pending }, run);
    const owners = await dealOwners({ clientify, config });
    const prepared: Prepared = { giavStages, stages, candidates, moved, owners };
    return { prepared, missing, wasEmpty: all?.size === 0 };
  }

  private async readLists(run: Run, prepared: Prepared): Promise<void> {
    const { ports } = this;
    const { giav, config } = ports;
    const pending = { ...nothing, list: ports.pending.list.bind(ports.pending) };
    const planning = { ...ports, links: this.links, failures: nothing, pending };
    const planner = new RecordPlanner(planning, prepared, run);
    const lists = { giav, config, pending };
    const officePrefix = run.officePrefix ?? false;
    await this.lane<GiavClient>(
      'client',
      clientLists(lists, run),
      (page) => planner.clients(page, this.page),
      nameOf,
    );
    await this.lane<Expediente>(
      'expediente',
      expedienteLists(lists, run),
      (page) => planner.expedientes(page, this.page, officePrefix),
      numberOf,
    );
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
        await this.pages.decide(entity, planned, labels);
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
}
