import type { SyncConfig } from '../config/schema';
import type { ClientifyAccount } from '../ports/clientify-account';
import type { Giav } from '../ports/giav';
import type { IndexParts } from '../ports/index-parts';
import type { Pending } from '../ports/pending';
import { ConfigurationError, RecordError } from '../sync/errors';
import type { DealStages } from '../sync/expediente-to-deal';
import { customFieldsBy } from '../sync/fields/chosen';
import { NO_MEMORY, StageFinder, isState, resolveStages, type RenamedStage } from '../sync/stages';
import { checkDialect } from '../sync/paging';
import type { EntityStage } from '../sync/records';
import type { Account, AccountSetup } from '../ports/account';
import type { Run } from '../ports/run';
import { DealOwners } from '../sync/deal-owner';
import { dealClosings } from './deal-closings';
import { checkOwnFields } from './check-own-fields';
import { movedRecords } from './moved-records';
import type { Prepared } from './plan-ports';
import type { Log } from '../ports/log';

export interface PreparePorts {
  readonly giav: Giav;
  readonly clientify: ClientifyAccount;
  readonly config: SyncConfig;
  readonly autoSetup: boolean;
  /** @default - names count alone */
  readonly account?: Account;
  readonly log?: Pick<Log, 'warn'>;
  /** The key was tried by this invocation. @default false */
  readonly isAccessChecked?: boolean;
  /** What waits for something in Clientify. @default - nothing */
  readonly pending?: Pick<Pending, 'list'>;
}

/** How a run keeps what it has read of Clientify's lists, and whether its invocation has the time to read more. */
export interface IndexPorts {
  readonly indexParts: Pick<IndexParts, 'of' | 'keep'>;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
  /** Time that one page and the hand-over may need, in milliseconds. */
  readonly reserveMs: number;
}

export interface CheckedStages {
  readonly stages: DealStages;
  /** Stages that are known by their ids only, because their names have changed. */
  readonly renamed: readonly RenamedStage[];
  readonly remembered: Pick<AccountSetup, 'pipeline' | 'stages'>;
}

const noStage = (
  setting: string,
  { pipeline, name }: { readonly pipeline: string; readonly name: string },
  there: string,
): ConfigurationError =>
  new ConfigurationError({
    en: `${setting}: the pipeline "${pipeline}" has no stage "${name}". Create it in Clientify or choose one of: ${there}.`,
    es: `${setting}: el pipeline "${pipeline}" no tiene ninguna etapa "${name}". Créela en Clientify o elija una de estas: ${there}.`,
  });

const noState = (setting: string, name: string, there: string): ConfigurationError =>
  new ConfigurationError({
    en: `${setting}: GIAV has no state "${name}". Its states: ${there}.`,
    es: `${setting}: GIAV no tiene ningún estado "${name}". Sus estados: ${there}.`,
  });

/**
 * Pipeline and stages that the mapping relies on; a ConfigurationError names what to create where. What was renamed in
 * Clientify since it was last resolved is known by its id: no deal moves because of a name.
 */
export async function checkStages(
  clientify: Pick<ClientifyAccount, 'checkAccess' | 'readPipeline'>,
  config: SyncConfig,
  giavStages: readonly EntityStage[],
  known: AccountSetup | null = null,
  isAccessChecked = false,
): Promise<CheckedStages> {
  if (!isAccessChecked) await clientify.checkAccess();
  const knownId = known?.pipeline.name === config.pipeline ? known.pipeline.id : undefined;
  const pipeline = await clientify.readPipeline(config.pipeline, knownId);
  const finder = new StageFinder(
    pipeline.stages,
    known?.pipeline.id === pipeline.id ? known.stages : NO_MEMORY,
  );
  const urlOf = (name: string, setting: string): string => {
    const url = finder.named(name);
    if (url !== undefined) return url;
    const there = pipeline.stages.map((one) => one.name).join(', ');
    throw noStage(setting, { pipeline: config.pipeline, name }, there);
  };
  const resolved = resolveStages(giavStages, pipeline.stages, config.stages, finder);
  const { byGiavStage } = resolved;
  checkNames(config, giavStages, resolved.unknown, urlOf);
  const stages = {
    pipelineUrl: pipeline.url,
    byGiavStage,
    fallbackUrl:
      config.fallbackStage === undefined
        ? (pipeline.stages[0] as { url: string }).url
        : urlOf(config.fallbackStage, 'fallbackStage'),
    closedUrl: config.closedStage === undefined ? null : urlOf(config.closedStage, 'closedStage'),
  };
  const remembered = {
    pipeline: { name: config.pipeline, id: pipeline.id },
    stages: finder.memoryWith(byGiavStage),
  };
  return { stages, renamed: finder.renamed, remembered };
}

/**
 * Every state and stage that a setting names is there: told before anything is written.
 * @param urlOf throws where Clientify has no such stage
 */
function checkNames(
  config: SyncConfig,
  giavStages: readonly EntityStage[],
  unknown: ReturnType<typeof resolveStages>['unknown'],
  urlOf: (name: string, setting: string) => string,
): void {
  const states = giavStages.map((stage) => `${stage.name} (${stage.id})`).join(', ');
  for (const { side, key, name } of unknown) {
    if (side === 'clientify') urlOf(name, `stages.${key}`);
    throw noState(`stages.${key}`, key, states);
  }
  const unknownState = config.expedientes.states.find(
    (wanted) => !giavStages.some((state) => isState(state, wanted)),
  );
  if (unknownState !== undefined) throw noState('expedientes.states', unknownState, states);
  dealClosings(config, giavStages);
}

/** The same with the custom fields, which are created where the settings allow it; remembers the ids of all of them. */
async function checkClientify(
  { clientify, config, autoSetup, account, log, isAccessChecked }: PreparePorts,
  giavStages: readonly EntityStage[],
): Promise<DealStages> {
  const known = (await account?.setup()) ?? null;
  const { stages, renamed, remembered } = await checkStages(
    clientify,
    config,
    giavStages,
    known,
    isAccessChecked,
  );
  const { created, memory } = await clientify.ensureCustomFields(
    autoSetup,
    known?.fields,
    customFieldsBy(config),
  );
  if (renamed.length > 0)
    log?.warn('stages of the pipeline were renamed: they are known by their ids', {
      stages: renamed.length,
    });
  if (known && created.length > 0)
    log?.warn('custom fields were deleted in Clientify: they were created again', {
      fields: created.length,
    });
  const setup = { ...remembered, fields: memory };
  if (JSON.stringify(setup) !== JSON.stringify(known)) await account?.remember(setup);
  return stages;
}

/** Three small pages tell whether `pageIndex` means what the setting says (giav.md, Q1). */
export async function probeDialect(giav: Giav, config: SyncConfig): Promise<void> {
  const ids = async (pageIndex: number): Promise<number[] | null> => {
    try {
      const page = await giav.searchClients({ pageSize: 2, pageIndex });
      return [...page.records.map((client) => client.id), ...page.invalid.map((one) => one.id)];
    } catch (error) {
      if (error instanceof RecordError) return null;
      throw error;
    }
  };
  checkDialect(config.giav.pageIndex, await Promise.all([ids(0), ids(1), ids(2)]));
}

/**
 * Everything that must be right before the first record is written, and what linking needs: a full run reads
 * Clientify's lists, the others search for the few records that they touch. null when the time was over before the lists.
 */
export async function prepareRun(
  ports: PreparePorts & IndexPorts,
  run: Run,
  giavStages: readonly EntityStage[],
): Promise<Prepared | null> {
  const { giav, config } = ports;
  const begins =
    run.phase === 'clients' && run.source === 0 && run.nextPage === 0 && run.pass === 0;
  const [[stages, found], owners] = await Promise.all([
    checkClientify(ports, giavStages).then(
      async (checked) => [checked, await candidatesFor(ports, run)] as const,
    ),
    dealOwners(ports),
    // A modified run rests on a full one that was read in this dialect: a change of the setting makes it full again.
    begins && run.mode === 'full' ? probeDialect(giav, config) : undefined,
    begins ? checkOwnFields(giav, config, ports.log) : undefined,
  ]);
  return found && { giavStages, stages, owners, ...found };
}

/** Who owns the deals of which agent; undefined: owners are left alone (setting `deals.owner`). */
export const dealOwners = async ({
  clientify,
  config,
}: Pick<PreparePorts, 'clientify' | 'config'>): Promise<DealOwners | undefined> =>
  config.deals.owner === 'agent' ? new DealOwners(await clientify.users()) : undefined;

async function candidatesFor(
  { clientify, config, pending, log, indexParts, timeLeft, reserveMs }: PreparePorts & IndexPorts,
  run: Run,
): Promise<Pick<Prepared, 'candidates' | 'inUse' | 'moved'> | null> {
  const mayGoOn = (): boolean => timeLeft() >= reserveMs;
  const kept = { parts: indexParts, runId: run.id, mayGoOn };
  if (run.mode !== 'full') {
    const moved = await movedRecords({ clientify, pending, log }, run);
    return { candidates: clientify.searching(config.nearDocumento, kept), inUse: true, moved };
  }
  const candidates = await clientify.readAll(kept);
  return candidates && { candidates, inUse: candidates.size > 0 };
}
