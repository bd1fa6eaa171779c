import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { foldText } from '../sync/cleaning';
import { REQUIRED_CUSTOM_FIELDS } from '../sync/fields/table';
import { bareName } from '../sync/fields/taken-names';
import type { TargetKind } from '../sync/target';
import type { ClientifyHttp } from './http';
import { readAll } from './read-list';
import { customFieldSchema, pipelineSchema, stageSchema } from './records';
import type {
  FieldMemory,
  CustomFieldCheck,
  EnsuredFields,
  Pipeline,
  WantedFields,
} from '../ports/clientify-account';

const CONTENT_TYPE: Readonly<Record<TargetKind, string>> = {
  contact: 'contacts | contacto',
  company: 'companies | empresa',
  deal: 'deals | oportunidad',
};
const ENTITY_NAME: Readonly<Record<TargetKind, string>> = {
  contact: 'Contactos',
  company: 'Empresas',
  deal: 'Oportunidades',
};
const TEXT_FIELD = 3;
/** Where an admin finds them in Clientify. */
const FIELDS_SCREEN = 'Configuración → Personalización → Nuevos campos';
const PIPELINES_SCREEN = 'Configuración → Oportunidades → Pipelines';

/** Any GET that only the right key on the right API answers; judge the body (clientify.md, T6). */
export async function checkAccess(http: ClientifyHttp): Promise<void> {
  const body = await http.request('GET', '/users/');
  if (body === null || typeof body !== 'object' || !('results' in body))
    throw new ConfigurationError({
      en: 'Something other than Clientify answered at CLIENTIFY_BASE_URL. Check that it ends in /v1.',
      es: 'En CLIENTIFY_BASE_URL ha respondido algo que no es Clientify. Compruebe que acaba en /v1.',
    });
}

/** Custom fields as the account defines them, beside those that the mapping wants. */
interface Definitions {
  /** Ids, by kind and name. */
  readonly ids: ReadonlyMap<string, string>;
  /** Names, by kind and id. */
  readonly names: ReadonlyMap<string, string>;
  readonly similar: readonly string[];
}

/** @throws ConfigurationError where a field of ours is no text field */
async function readDefinitions(
  http: ClientifyHttp,
  concurrency: number,
  wanted: WantedFields,
): Promise<Definitions> {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  const wrongType: string[] = [];
  const similar: string[] = [];
  await readAll(http, '/custom-fields/', concurrency, (item) => {
    const parsed = customFieldSchema.safeParse(item);
    if (!parsed.success || parsed.data.kind === null) return;
    const { id, kind, name, fieldType } = parsed.data;
    if (!ids.has(`${kind} ${name}`)) ids.set(`${kind} ${name}`, id);
    names.set(`${kind} ${id}`, name);
    if (wanted[kind].some((ours) => ours !== name && bareName(ours) === bareName(name)))
      similar.push(`${name} (${ENTITY_NAME[kind]})`);
    if (wanted[kind].includes(name) && fieldType !== null && fieldType !== TEXT_FIELD)
      wrongType.push(`${name} (${ENTITY_NAME[kind]})`);
  });
  if (wrongType.length > 0)
    throw new ConfigurationError({
      en: `These custom fields of Clientify must be text fields: ${wrongType.join(', ')}. Change them in ${FIELDS_SCREEN}.`,
      es: `Estos campos personalizados de Clientify deben ser de texto: ${wrongType.join(', ')}. Cámbielos en ${FIELDS_SCREEN}.`,
    });
  return { ids, names, similar };
}

/** Definitions that the mapping needs and the account lacks. Near-duplicates (case, accents) count as missing. */
export async function missingCustomFields(
  http: ClientifyHttp,
  concurrency: number,
  known: FieldMemory = {},
  wanted: WantedFields = REQUIRED_CUSTOM_FIELDS,
): Promise<CustomFieldCheck> {
  const { ids, names, similar } = await readDefinitions(http, concurrency, wanted);
  const kinds = Object.keys(wanted) as TargetKind[];
  const ours = kinds.flatMap((kind) =>
    wanted[kind].map((name) => ({ kind, name, key: `${kind} ${name}` })),
  );
  const missing = ours.filter(({ key }) => !ids.has(key));
  return {
    similar,
    missing: missing.map(({ kind, name }) => ({ kind, name })),
    renamed: missing.flatMap(({ kind, name, key }) => {
      const now = names.get(`${kind} ${known[key] ?? ''}`);
      return now === undefined ? [] : [{ kind, name, now }];
    }),
    memory: Object.fromEntries(
      ours.flatMap(({ key }) => (ids.has(key) ? [[key, ids.get(key) ?? '']] : [])),
    ),
  };
}

/** What a renamed field of ours is answered with: a new one beside it would hold nothing. */
export const renamedFields = (renamed: CustomFieldCheck['renamed']): ConfigurationError =>
  new ConfigurationError({
    en: `Custom fields were renamed in Clientify: ${renamed.map(({ kind, name, now }) => `${name} (${ENTITY_NAME[kind]}) is now "${now}"`).join('; ')}. Name them as they were: the product knows its records by them.`,
    es: `En Clientify han cambiado de nombre campos personalizados: ${renamed.map(({ kind, name, now }) => `${name} (${ENTITY_NAME[kind]}) ahora es "${now}"`).join('; ')}. Devuélvales su nombre: por ellos reconoce el programa sus registros.`,
  });

const lackedFields = (fields: CustomFieldCheck['missing']): ConfigurationError =>
  new ConfigurationError({
    en: `Clientify lacks custom fields: ${fields.map(({ kind, name }) => `${name} (${ENTITY_NAME[kind]}, text)`).join('; ')}. Create them in ${FIELDS_SCREEN}, or run "npm run -s cli -- setup", or set AUTO_SETUP=true.`,
    es: `A Clientify le faltan campos personalizados: ${fields.map(({ kind, name }) => `${name} (${ENTITY_NAME[kind]}, texto)`).join('; ')}. Créelos en ${FIELDS_SCREEN}, ejecute "npm run -s cli -- setup" o ponga AUTO_SETUP=true.`,
  });

/** Creates the missing fields where the settings allow it; else says what to create by hand. One that was renamed is never created again. */
export async function ensureCustomFields(
  http: ClientifyHttp,
  concurrency: number,
  create: boolean,
  known: FieldMemory = {},
  wanted: WantedFields = REQUIRED_CUSTOM_FIELDS,
): Promise<EnsuredFields> {
  const first = await missingCustomFields(http, concurrency, known, wanted);
  const { missing } = first;
  if (first.renamed.length > 0) throw renamedFields(first.renamed);
  if (missing.length > 0 && !create) throw lackedFields(missing);
  await Promise.all(
    missing.map(async ({ kind, name }) => {
      try {
        await http.request('POST', '/custom-fields/', {
          name,
          content_type: CONTENT_TYPE[kind],
          field_type: TEXT_FIELD,
        });
      } catch (error) {
        // Refused or lost: the definitions tell below whether the field is there.
        if (!(error instanceof RecordError) && !(error instanceof RetryableError)) throw error;
      }
    }),
  );
  if (missing.length === 0) return { created: [], memory: first.memory };
  // The route is not documented: believe the definitions, not the answer (clientify.md, F3).
  const still = await missingCustomFields(http, concurrency, {}, wanted);
  if (still.missing.length > 0) throw lackedFields(still.missing);
  return {
    created: missing.map(({ kind, name }) => `${name} (${ENTITY_NAME[kind]})`),
    memory: still.memory,
  };
}

function noPipeline(name: string, there: readonly string[]): ConfigurationError {
  const names = there.join(', ');
  return new ConfigurationError({
    en: `Clientify has no pipeline "${name}". Create it in ${PIPELINES_SCREEN} with one stage per GIAV state, or set "pipeline" in SYNC_CONFIG to one of: ${names || '(none)'}.`,
    es: `Clientify no tiene ningún pipeline "${name}". Créelo en ${PIPELINES_SCREEN} con una etapa por cada estado de GIAV, o ponga en "pipeline" de SYNC_CONFIG uno de estos: ${names || '(ninguno)'}.`,
  });
}

type Listed = ReturnType<typeof pipelineSchema.parse>;

async function readPipelines(http: ClientifyHttp, concurrency: number): Promise<Listed[]> {
  const pipelines: Listed[] = [];
  await readAll(http, '/deals/pipelines/', concurrency, (item) => {
    const parsed = pipelineSchema.safeParse(item);
    if (parsed.success) pipelines.push(parsed.data);
  });
  return pipelines;
}

/** The one that is meant. @throws ConfigurationError where none is, or where nobody can tell which */
function meant(pipelines: readonly Listed[], name: string, knownId: string | undefined): Listed {
  const found = pipelines.filter((pipeline) => foldText(pipeline.name) === foldText(name));
  // A name may change and be taken by another one; what the deals are in is known by its id.
  const known = pipelines.find(({ id }) => id === knownId);
  const pipeline = known ?? found[0];
  if (!pipeline)
    throw noPipeline(
      name,
      pipelines.map((one) => one.name),
    );
  if (known === undefined && found.length > 1)
    throw new ConfigurationError({
      en: `Clientify has ${found.length} pipelines named "${name}". Rename all but one.`,
      es: `Clientify tiene ${found.length} pipelines llamados "${name}". Cambie el nombre de todos menos uno.`,
    });
  return pipeline;
}

/** Its stages in order: as their own endpoint lists them, or else as the pipeline itself does. */
async function stagesOf(http: ClientifyHttp, pipeline: Listed, concurrency: number) {
  const stages: { id: string; name: string; position: number | null }[] = [];
  await readAll(http, '/deals/pipelines/stages/', concurrency, (item) => {
    const parsed = stageSchema.safeParse(item);
    if (parsed.success && parsed.data.pipelineId === pipeline.id) stages.push(parsed.data);
  });
  const listed = stages.length > 0 ? stages : pipeline.stages;
  return [...listed].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

/**
 * The configured pipeline with its stages in order, from both endpoints (clientify.md, D7).
 * @param knownId of the pipeline that had this name before: it is still meant when it was renamed, whichever has its name now.
 */
export async function readPipeline(
  http: ClientifyHttp,
  name: string,
  concurrency: number,
  knownId?: string,
): Promise<Pipeline> {
  const pipeline = meant(await readPipelines(http, concurrency), name, knownId);
  const stages = await stagesOf(http, pipeline, concurrency);
  if (stages.length === 0)
    throw new ConfigurationError({
      en: `The pipeline "${name}" of Clientify has no stages. Create one per GIAV state in ${PIPELINES_SCREEN}.`,
      es: `El pipeline "${name}" de Clientify no tiene etapas. Cree una por cada estado de GIAV en ${PIPELINES_SCREEN}.`,
    });
  return {
    id: pipeline.id,
    name: pipeline.name,
    url: http.resourceUrl(`/deals/pipelines/${pipeline.id}/`),
    stages: stages.map((stage) => ({
      name: stage.name,
      url: http.resourceUrl(`/deals/pipelines/stages/${stage.id}/`),
    })),
  };
}
