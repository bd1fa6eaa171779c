import * as z from 'zod';
import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION } from '../../clientify/lists';
import type { SyncConfig } from '../../config/schema';
import { clientStatuses } from '../../sync/client-type';
import { ConfigurationError, RecordError } from '../../sync/errors';
import { OWN_FIELDS } from '../../sync/fields/table';
import type { TargetKind } from '../../sync/target';
import { ok, warning, type Finding } from './check';
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
const SPARED = new Set(['unsubscribed', 'created']);
const WRITTEN: Readonly<Record<TargetKind, readonly string[]>> = {
  contact: [...OWN_FIELDS.contact, 'custom_fields'],
  company: [...OWN_FIELDS.company, 'custom_fields'],
  deal: [...OWN_FIELDS.deal, 'contact', 'company', 'custom_fields'],
};

/** Which of the fields that the sync writes are read only, and whether the statuses that it sets are choices. */
export async function writableFields(
  http: ClientifyHttp,
  { clientTypes }: Pick<SyncConfig, 'clientTypes'>,
): Promise<Finding> {
  const readOnly: string[] = [];
  const silent: string[] = [];
  let needed = false;
  const unknown = new Set<string>();
  for (const kind of KINDS) {
    const fields = await fieldsOf(http, kind);
    if (fields === null) silent.push(COLLECTIONS[kind]);
    for (const name of WRITTEN[kind]) {
      if (fields?.[name]?.read_only !== true) continue;
      readOnly.push(`${COLLECTIONS[kind]} ${name}`);
      needed ||= !SPARED.has(name);
    }
    const choices = kind === 'contact' ? fields?.['status']?.choices : undefined;
    if (choices && choices.length > 0)
      for (const code of clientStatuses(clientTypes))
        if (!choices.some(({ value }) => value === code)) unknown.add(code);
  }
  const text = [
    `Read only of what the sync writes: ${readOnly.join(', ') || 'nothing'}.`,
    ...(silent.length > 0 ? [`Not told for: ${silent.join(', ')}; it is read back.`] : []),
    ...(unknown.size > 0 ? [`No status of contacts: ${[...unknown].join(', ')}.`] : []),
  ].join(' ');
  if (!needed && unknown.size === 0) return ok(text);
  return warning(
    text,
    "Ask for another role of the key's user, or name codes that exist in the setting clientTypes.",
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

/** Whether contacts and companies take PATCH, asked of one record of each. */
export async function patchAllowed(
  http: ClientifyHttp,
  headers: ReadonlyMap<string, string>,
  firstIds: ReadonlyMap<TargetKind, readonly string[]>,
): Promise<Finding> {
  const found: string[] = [];
  for (const kind of ['contact', 'company'] as const) {
    const [id] = firstIds.get(kind) ?? [];
    if (id === undefined) continue;
    try {
      await http.request('OPTIONS', `${COLLECTION[kind]}${id}/`);
      const told = /PATCH/i.test(headers.get('allow') ?? '');
      found.push(
        `${COLLECTIONS[kind]} ${told ? 'by PATCH' : 'by PUT with the changed fields only'}`,
      );
    } catch (problem) {
      if (!(problem instanceof RecordError) && !isForbidden(problem)) throw problem;
      found.push(`${COLLECTIONS[kind]} not told: by PATCH, by PUT where it is refused`);
    }
  }
  return ok(
    found.length === 0
      ? 'There is no record yet to ask about PATCH; PUT is used where it is refused.'
      : `How records are changed: ${found.join('; ')}.`,
  );
}
