import type { ClientifyHttp } from '../../clientify/http';
import { readPipeline } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import type { AccountSetup } from '../../ports/account';
import { MAILS_NOTICE, isSurprising } from '../../sync/first-run';
import { foldText } from '../../sync/cleaning';
import { NO_MEMORY, StageFinder, resolveStages } from '../../sync/stages';
import type { EntityStage } from '../../sync/records';
import { error, ok, warning, type Finding, type Probe } from './check';
import type { GiavSurvey } from './giav-survey';

export interface MappingPorts {
  readonly http: ClientifyHttp;
  readonly config: SyncConfig;
  readonly states: readonly EntityStage[];
  readonly survey: GiavSurvey;
  /** What names were last resolved to. @default - nothing */
  readonly known?: () => Promise<AccountSetup | null>;
  /** Contacts in Clientify, and their hashed Documentos, once all lists were read. */
  readonly contacts: () => { readonly total: number; readonly documentos: ReadonlySet<string> };
}

/** What the settings make of what both systems hold. */
export const mappingQuestions = (ports: MappingPorts): Probe[] => [
  { id: 'stages', ask: () => stages(ports) },
  { id: 'client-types', ask: () => Promise.resolve(clientTypes(ports)) },
  { id: 'first-run', ask: () => Promise.resolve(firstRun(ports)) },
];

async function stages({
  http,
  config,
  states,
  survey,
  known: read,
}: MappingPorts): Promise<Finding> {
  const known = (await read?.()) ?? null;
  const knownId = known?.pipeline.name === config.pipeline ? known.pipeline.id : undefined;
  const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency, knownId);
  const names = pipeline.stages.map(({ name }) => name);
  const finder = new StageFinder(
    pipeline.stages,
    known?.pipeline.id === pipeline.id ? known.stages : NO_MEMORY,
  );
  const { byGiavStage, unknown } = resolveStages(states, pipeline.stages, config.stages, finder);
  const missing = (['fallbackStage', 'closedStage'] as const).filter((setting) => {
    const name = config[setting];
    return name !== undefined && finder.named(name) === undefined;
  });
  const wrong = [
    ...unknown.map(({ side, key, name }) =>
      side === 'giav'
        ? `stages.${key}: GIAV has no such state`
        : `stages.${key}: the pipeline has no stage "${name}"`,
    ),
    ...missing.map((setting) => `${setting}: the pipeline has no stage "${config[setting] ?? ''}"`),
  ];
  if (wrong.length > 0)
    return error(
      `${wrong.join('; ')}.`,
      `Stages of "${config.pipeline}": ${names.join(', ')}. States of GIAV: ${states.map(({ name }) => name).join(', ')}.`,
    );
  const nameOf = new Map(pipeline.stages.map(({ name, url }) => [url, name]));
  const table = states
    .map(
      (state) => `${state.name} → ${nameOf.get(byGiavStage.get(state.id) ?? '') ?? '(fallback)'}`,
    )
    .join(', ');
  const fallback = config.fallbackStage ?? names[0] ?? '';
  const unmapped = states.filter((state) => !byGiavStage.has(state.id));
  const without = survey.statesInUse.get(null) ?? 0;
  const isRenamed = foldText(pipeline.name) !== foldText(config.pipeline);
  const renamed = [
    ...(isRenamed ? [{ wanted: `The pipeline ${config.pipeline}`, now: pipeline.name }] : []),
    ...finder.renamed,
  ].map(({ wanted, now }) => `${wanted} is now "${now}"`);
  const text =
    `${table}. Fallback: ${fallback}. Expedientes without a state: ${without}.` +
    (renamed.length === 0
      ? ''
      : ` Renamed since they were resolved, and known by their ids: ${renamed.join(', ')}.`) +
    (unmapped.length === 0
      ? ''
      : ' States without a stage leave their deals where they are; only new deals go to the fallback.');
  if (unmapped.length === 0 && renamed.length > 0)
    return warning(
      text,
      'Name them in the settings "pipeline" and "stages", so that nobody has to remember it.',
    );
  return unmapped.length === 0
    ? ok(text)
    : warning(
        text,
        `Give these states a stage in the setting "stages": ${unmapped.map(({ name }) => name).join(', ')}.`,
      );
}

function clientTypes({ config, survey }: MappingPorts): Finding {
  const configured = Object.keys(config.clientTypes);
  const missing = [...survey.tipos.keys()].filter((tipo) => !configured.includes(tipo));
  if (configured.length === 0)
    return ok(
      'All clients get the status "client" and the type "Cliente actual" (setting clientTypes).',
    );
  return missing.length === 0
    ? ok(`Every Tipo in use has its status and contact type.`)
    : warning(
        `These Tipos in use have no entry in clientTypes: ${missing.join(', ')}.`,
        'They get "client" and "Cliente actual"; add them if that is not meant.',
      );
}

/** How many contacts a full run would create, about: those of GIAV whose Documento Clientify does not have. */
function firstRun({ survey, contacts }: MappingPorts): Finding {
  const { total, documentos } = contacts();
  const missing = survey.contactsWithout(documentos);
  return isSurprising(missing, total > 0)
    ? warning(
        `About ${MAILS_NOTICE.en(missing)}`,
        'Switch the notice off in Clientify (Configuración → Notificaciones), then run.',
      )
    : ok(`About ${missing} contacts of GIAV are not in Clientify yet.`);
}
