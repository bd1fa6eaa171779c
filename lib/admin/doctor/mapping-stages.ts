import type { ClientifyHttp } from '../../clientify/http';
import { readPipeline } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import type { AccountSetup } from '../../ports/account';
import { foldText } from '../../sync/cleaning';
import type { EntityStage } from '../../sync/records';
import { listed, together, type Said } from '../../sync/said';
import { NO_MEMORY, StageFinder, resolveStages } from '../../sync/stages';
import { error, ok, warning, type Finding } from './check';
import type { GiavSurvey } from './giav-survey';

export interface StagePorts {
  readonly http: ClientifyHttp;
  readonly config: SyncConfig;
  /** States of expedientes. */
  readonly states: readonly EntityStage[];
  readonly survey: GiavSurvey;
  /** What names were last resolved to. @default - nothing */
  readonly known?: () => Promise<AccountSetup | null>;
}

/** The pipeline that is meant, and what finds its stages by their names of today or by those that they had. */
async function readStages({ http, config, known: read }: StagePorts) {
  const known = (await read?.()) ?? null;
  const knownId = known?.pipeline.name === config.pipeline ? known.pipeline.id : undefined;
  const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency, knownId);
  const finder = new StageFinder(
    pipeline.stages,
    known?.pipeline.id === pipeline.id ? known.stages : NO_MEMORY,
  );
  return { pipeline, finder };
}

/** Which stage each state of GIAV gets, and which entries of the settings name what is not there. */
export async function stages(ports: StagePorts): Promise<Finding> {
  const { config, states, survey } = ports;
  const { pipeline, finder } = await readStages(ports);
  const resolved = resolveStages(states, pipeline.stages, config.stages, finder);
  const names = pipeline.stages.map(({ name }) => name);
  const wrong = wrongEntries(config, resolved.unknown, finder);
  if (wrong.length > 0) return wrongVerdict(wrong, ports, names);
  const isRenamed = foldText(pipeline.name) !== foldText(config.pipeline);
  const urls = new Map(pipeline.stages.map(({ name, url }) => [url, name]));
  return mappedStages({
    table: states.map(({ id, name }) => ({
      name,
      stage: urls.get(resolved.byGiavStage.get(id) ?? ''),
    })),
    fallback: config.fallbackStage ?? names[0] ?? '',
    without: survey.statesInUse.get(null) ?? 0,
    unmapped: states.filter(({ id }) => !resolved.byGiavStage.has(id)).map(({ name }) => name),
    renamed: [
      ...(isRenamed ? [renamedPipeline(config.pipeline, pipeline.name)] : []),
      ...finder.renamed.map(({ wanted, now }) => ({
        en: `${wanted} is now "${now}"`,
        es: `${wanted} ahora es "${now}"`,
      })),
    ],
  });
}

/** @param names of the stages that the pipeline has */
function wrongVerdict(
  wrong: readonly Said[],
  { config, states }: Pick<StagePorts, 'config' | 'states'>,
  names: readonly string[],
): Finding {
  const [there, known] = [names.join(', '), states.map(({ name }) => name).join(', ')];
  const entries = listed(wrong, '; ');
  return error(
    { en: `${entries.en}.`, es: `${entries.es}.` },
    {
      en: `Stages of "${config.pipeline}": ${there}. States of GIAV: ${known}.`,
      es: `Etapas de "${config.pipeline}": ${there}. Estados de GIAV: ${known}.`,
    },
  );
}

const renamedPipeline = (wanted: string, now: string): Said => ({
  en: `The pipeline ${wanted} is now "${now}"`,
  es: `el pipeline ${wanted} ahora es "${now}"`,
});

const noStage = (setting: string, name: string): Said => ({
  en: `${setting}: the pipeline has no stage "${name}"`,
  es: `${setting}: el pipeline no tiene ninguna etapa "${name}"`,
});

/** Entries of the settings that name a state or a stage that is not there. */
const wrongEntries = (
  config: SyncConfig,
  unknown: ReturnType<typeof resolveStages>['unknown'],
  finder: StageFinder,
): Said[] => [
  ...unknown.map(({ side, key, name }) =>
    side === 'giav'
      ? {
          en: `stages.${key}: GIAV has no such state`,
          es: `stages.${key}: GIAV no tiene ese estado`,
        }
      : noStage(`stages.${key}`, name),
  ),
  ...(['fallbackStage', 'closedStage'] as const).flatMap((setting) => {
    const name = config[setting];
    return name === undefined || finder.named(name) !== undefined ? [] : [noStage(setting, name)];
  }),
];

interface Mapped {
  readonly table: readonly { readonly name: string; readonly stage: string | undefined }[];
  readonly fallback: string;
  /** Expedientes without a state. */
  readonly without: number;
  /** States without a stage. */
  readonly unmapped: readonly string[];
  readonly renamed: readonly Said[];
}

function mappedStages({ table, fallback, without, unmapped, renamed }: Mapped): Finding {
  const rows = listed(
    table.map(({ name, stage }) => ({
      en: `${name} → ${stage ?? '(fallback)'}`,
      es: `${name} → ${stage ?? '(por defecto)'}`,
    })),
  );
  const nowNamed = listed(renamed);
  const text = together(
    {
      en: `${rows.en}. Fallback: ${fallback}. Expedientes without a state: ${without}.`,
      es: `${rows.es}. Etapa por defecto: ${fallback}. Expedientes sin estado: ${without}.`,
    },
    renamed.length === 0
      ? null
      : {
          en: `Renamed since they were resolved, and known by their ids: ${nowNamed.en}.`,
          es: `Han cambiado de nombre y se reconocen por su id: ${nowNamed.es}.`,
        },
    unmapped.length === 0
      ? null
      : {
          en: 'States without a stage leave their deals where they are; only new deals go to the fallback.',
          es: 'Los estados sin etapa dejan sus oportunidades donde están; solo las nuevas van a la etapa por defecto.',
        },
  );
  if (unmapped.length > 0)
    return warning(text, {
      en: `Give these states a stage in the setting "stages": ${unmapped.join(', ')}.`,
      es: `Dé una etapa a estos estados en el ajuste "stages": ${unmapped.join(', ')}.`,
    });
  return renamed.length === 0
    ? ok(text)
    : warning(text, {
        en: 'Name them in the settings "pipeline" and "stages", so that nobody has to remember it.',
        es: 'Ponga los nombres nuevos en los ajustes "pipeline" y "stages", para que nadie tenga que recordarlo.',
      });
}
