import type { ClientifyHttp } from '../../clientify/http';
import { readPipeline } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import { foldText } from '../../sync/cleaning';
import { resolveStages } from '../../sync/expediente-to-deal';
import type { EntityStage } from '../../sync/records';
import { error, ok, warning, type Finding, type Probe } from './check';
import type { GiavSurvey } from './giav-survey';

export interface MappingPorts {
  readonly http: ClientifyHttp;
  readonly config: SyncConfig;
  readonly states: readonly EntityStage[];
  readonly survey: GiavSurvey;
}

/** What the settings make of what both systems hold. */
export const mappingQuestions = (ports: MappingPorts): Probe[] => [
  { id: 'stages', ask: () => stages(ports) },
  { id: 'client-types', ask: () => Promise.resolve(clientTypes(ports)) },
];

async function stages({ http, config, states, survey }: MappingPorts): Promise<Finding> {
  const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency);
  const names = pipeline.stages.map(({ name }) => name);
  const { byGiavStage, unknown } = resolveStages(states, pipeline.stages, config.stages);
  const folded = new Set(names.map(foldText));
  const missing = (['fallbackStage', 'closedStage'] as const).filter((setting) => {
    const name = config[setting];
    return name !== undefined && !folded.has(foldText(name));
  });
  const wrong = [
    ...unknown.map(({ side, key, name }) =>
      side === 'giav' ? `stages.${key}: GIAV has no such state` : `stages.${key}: the pipeline has no stage "${name}"`,
    ),
    ...missing.map((setting) => `${setting}: the pipeline has no stage "${config[setting] ?? ''}"`),
  ];
  if (wrong.length > 0)
    return error(
      `${wrong.join('; ')}.`,
      `Stages of "${config.pipeline}": ${names.join(', ')}. States of GIAV: ${states.map(({ name }) => name).join(', ')}.`,
    );
  const nameOf = new Map(pipeline.stages.map(({ name, url }) => [url, name]));
  const table = states.map((state) => `${state.name} → ${nameOf.get(byGiavStage.get(state.id) ?? '') ?? '(fallback)'}`).join(', ');
  const fallback = config.fallbackStage ?? names[0] ?? '';
  const unmapped = states.filter((state) => !byGiavStage.has(state.id));
  const without = survey.statesInUse.get(null) ?? 0;
  const text = `${table}. Fallback: ${fallback}. Expedientes without a state: ${without}.`;
  return unmapped.length === 0
    ? ok(text)
    : warning(text, `Give these states a stage in the setting "stages": ${unmapped.map(({ name }) => name).join(', ')}.`);
}

function clientTypes({ config, survey }: MappingPorts): Finding {
  const configured = Object.keys(config.clientTypes);
  const missing = [...survey.tipos.keys()].filter((tipo) => !configured.includes(tipo));
  if (configured.length === 0) return ok('All clients get the status "client" and the type "Cliente actual" (setting clientTypes).');
  return missing.length === 0
    ? ok(`Every Tipo in use has its status and contact type.`)
    : warning(
        `These Tipos in use have no entry in clientTypes: ${missing.join(', ')}.`,
        'They get "client" and "Cliente actual"; add them if that is not meant.',
      );
}
