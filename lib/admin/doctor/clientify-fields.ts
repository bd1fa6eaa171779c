import * as z from 'zod';
import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION } from '../../clientify/lists';
import type { SyncConfig } from '../../config/schema';
import { clientStatuses } from '../../sync/client-type';
import { ConfigurationError, RecordError } from '../../sync/errors';
import { OWN_FIELDS } from '../../sync/fields/table';
import type { TargetKind } from '../../sync/target';
import { alike, listed, together, type Said } from '../../sync/said';
import { allOf, ok, warning, type Finding } from './check';
import { COLLECTIONS, KINDS } from './clientify-records';

/** What the framework tells of a field, to those who may write (clientify.md, A1). */
const fieldSchema = z.looseObject({
  read_only: z.boolean().optional(),
  choices: z.array(z.looseObject({ value: z.unknown() })).optional(),
});
const optionsSchema = z.looseObject({
  actions: z.looseObject({ POST: z.record(z.string(), fieldSchema) }),
});

/** Written, but done without where it is read only: it is read back. */
const SPARED = new Set(['created']);
/** A person who withdrew their consent would go on getting mail: done without only where the settings leave it to Clientify. */
const spares = (name: string, { unsubscribe }: SyncConfig['consents']): boolean =>
  SPARED.has(name) || (name === 'unsubscribed' && unsubscribe === 'never');
const WRITTEN: Readonly<Record<TargetKind, readonly string[]>> = {
  contact: [...OWN_FIELDS.contact, 'custom_fields'],
  company: [...OWN_FIELDS.company, 'custom_fields'],
  deal: [...OWN_FIELDS.deal, 'contact', 'company', 'custom_fields'],
};

/** Which of the fields that the sync writes are read only, and whether the statuses that it sets are choices. */
export async function writableFields(
  http: ClientifyHttp,
  { clientTypes, consents }: Pick<SyncConfig, 'clientTypes' | 'consents'>,
): Promise<Finding> {
  const readOnly: Said[] = [];
  const silent: Said[] = [];
  let needed = false;
  const unknown = new Set<string>();
  for (const kind of KINDS) {
    const fields = await fieldsOf(http, kind);
    if (fields === null) silent.push(COLLECTIONS[kind]);
    for (const name of WRITTEN[kind]) {
      if (fields?.[name]?.read_only !== true) continue;
      readOnly.push(listed([COLLECTIONS[kind], alike(name)], ' '));
      needed ||= !spares(name, consents);
    }
    const choices = kind === 'contact' ? fields?.['status']?.choices : undefined;
    if (choices && choices.length > 0)
      for (const code of clientStatuses(clientTypes))
        if (!choices.some(({ value }) => value === code)) unknown.add(code);
  }
  const text = writableText(readOnly, silent, [...unknown]);
  if (!needed && unknown.size === 0) return ok(text);
  return warning(text, {
    en: "Ask for another role of the key's user, or name codes that exist in the setting clientTypes.",
    es: 'Pida otro rol para el usuario de la clave, o ponga en el ajuste clientTypes códigos que existan.',
  });
}

function writableText(
  readOnly: readonly Said[],
  silent: readonly Said[],
  unknown: readonly string[],
): Said {
  const fixed = allOf(readOnly, { en: 'nothing', es: 'nada' });
  const untold = listed(silent);
  return together(
    {
      en: `Read only of what the sync writes: ${fixed.en}.`,
      es: `De lo que escribe la sincronización, solo se puede leer: ${fixed.es}.`,
    },
    silent.length === 0
      ? null
      : {
          en: `Not told for: ${untold.en}; it is read back.`,
          es: `No se dice de: ${untold.es}; se comprueba al escribir.`,
        },
    unknown.length === 0
      ? null
      : {
          en: `No status of contacts: ${unknown.join(', ')}.`,
          es: `No son estados de contacto: ${unknown.join(', ')}.`,
        },
  );
}

/** To ask may be forbidden although to write is not. */
const isForbidden = (problem: unknown): boolean =>
  problem instanceof ConfigurationError && problem.status === 403;

/** null: it is not told. */
async function fieldsOf(
  http: ClientifyHttp,
  kind: TargetKind,
): Promise<z.infer<typeof optionsSchema>['actions']['POST'] | null> {
  try {
    const answer = await http.request('OPTIONS', COLLECTION[kind]);
    return optionsSchema.safeParse(answer).data?.actions.POST ?? null;
  } catch (problem) {
    if (problem instanceof RecordError || isForbidden(problem)) return null;
    throw problem;
  }
}

const BY_PATCH = { en: 'by PATCH', es: 'con PATCH' };
const BY_PUT = {
  en: 'by PUT with the changed fields only',
  es: 'con PUT y solo los campos cambiados',
};
const UNTOLD = {
  en: 'not told: by PATCH, by PUT where it is refused',
  es: 'no se dice: con PATCH, y con PUT donde se rechace',
};

/** Whether contacts and companies take PATCH, asked of one record of each. */
export async function patchAllowed(
  http: ClientifyHttp,
  headers: ReadonlyMap<string, string>,
  firstIds: ReadonlyMap<TargetKind, readonly string[]>,
): Promise<Finding> {
  const found: Said[] = [];
  for (const kind of ['contact', 'company'] as const) {
    const [id] = firstIds.get(kind) ?? [];
    if (id === undefined) continue;
    try {
      await http.request('OPTIONS', `${COLLECTION[kind]}${id}/`);
      const told = /PATCH/i.test(headers.get('allow') ?? '');
      found.push(listed([COLLECTIONS[kind], told ? BY_PATCH : BY_PUT], ' '));
    } catch (problem) {
      if (!(problem instanceof RecordError) && !isForbidden(problem)) throw problem;
      found.push(listed([COLLECTIONS[kind], UNTOLD], ' '));
    }
  }
  const all = listed(found, '; ');
  return ok(
    found.length === 0
      ? {
          en: 'There is no record yet to ask about PATCH; PUT is used where it is refused.',
          es: 'Aún no hay ningún registro por el que preguntar si admite PATCH; donde se rechace se usa PUT.',
        }
      : {
          en: `How records are changed: ${all.en}.`,
          es: `Cómo se cambian los registros: ${all.es}.`,
        },
  );
}
