import type { SyncConfig } from '../config/schema';
import type { ClientifyHttp } from '../clientify/http';
import { CandidateSearch, type CandidateSource } from '../clientify/candidates';
import { buildIndex } from '../clientify/index-of-records';
import { checkAccess, ensureCustomFields, readPipeline } from '../clientify/setup';
import type { GiavClientApi } from '../giav/client';
import { foldText } from '../sync/cleaning';
import { ConfigurationError, RecordError } from '../sync/errors';
import { resolveStages, type DealStages } from '../sync/expediente-to-deal';
import { checkDialect } from '../sync/paging';
import type { EntityStage } from '../sync/records';
import type { Run } from '../state/run';
import type { Prepared } from './plan-records';

export interface PreparePorts {
  readonly giav: GiavClientApi;
  readonly http: ClientifyHttp;
  readonly config: SyncConfig;
  readonly autoSetup: boolean;
}

/** Pipeline and stages that the mapping relies on; a ConfigurationError names what to create where. */
export async function checkStages(http: ClientifyHttp, config: SyncConfig, giavStages: readonly EntityStage[]): Promise<DealStages> {
  await checkAccess(http);
  const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency);
  const urlOf = (name: string, setting: string): string => {
    const stage = pipeline.stages.find((one) => foldText(one.name) === foldText(name));
    if (!stage)
      throw new ConfigurationError(
        `${setting}: the pipeline "${config.pipeline}" has no stage "${name}". Create it in Clientify or choose one of: ${pipeline.stages.map((one) => one.name).join(', ')}.`,
      );
    return stage.url;
  };
  const { byGiavStage, unknown } = resolveStages(giavStages, pipeline.stages, config.stages);
  for (const { side, key, name } of unknown) {
    if (side === 'clientify') urlOf(name, `stages.${key}`);
    throw new ConfigurationError(
      `stages.${key}: GIAV has no state "${key}". Its states: ${giavStages.map((stage) => `${stage.name} (${stage.id})`).join(', ')}.`,
    );
  }
  return {
    pipelineUrl: pipeline.url,
    byGiavStage,
    fallbackUrl:
      config.fallbackStage === undefined ? (pipeline.stages[0] as { url: string }).url : urlOf(config.fallbackStage, 'fallbackStage'),
    closedUrl: config.closedStage === undefined ? null : urlOf(config.closedStage, 'closedStage'),
  };
}

/** The same with the custom fields, which are created where the settings allow it. */
async function checkClientify(
  http: ClientifyHttp,
  config: SyncConfig,
  autoSetup: boolean,
  giavStages: readonly EntityStage[],
): Promise<DealStages> {
  const stages = await checkStages(http, config, giavStages);
  await ensureCustomFields(http, config.clientify.concurrency, autoSetup);
  return stages;
}

/** Three small pages tell whether `pageIndex` means what the setting says (giav.md §7). */
export async function probeDialect(giav: GiavClientApi, config: SyncConfig): Promise<void> {
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
 * Clientify's lists, the others search for the few records that they touch.
 */
export async function prepareRun(ports: PreparePorts, run: Run, giavStages: readonly EntityStage[]): Promise<Prepared> {
  const { giav, http, config, autoSetup } = ports;
  const begins = run.phase === 'clients' && run.source === 0 && run.nextPage === 0 && run.pass === 0;
  const candidates = async (): Promise<CandidateSource> =>
    run.mode === 'full'
      ? buildIndex(http, config.clientify.concurrency)
      : new CandidateSearch(http, config.clientify.concurrency, config.nearDocumento);
  const [clientify] = await Promise.all([
    checkClientify(http, config, autoSetup, giavStages).then(async (stages) => ({ stages, candidates: await candidates() })),
    // A modified run rests on a full one that was read in this dialect: a change of the setting makes it full again.
    begins && run.mode === 'full' ? probeDialect(giav, config) : undefined,
  ]);
  return { giavStages, ...clientify };
}
