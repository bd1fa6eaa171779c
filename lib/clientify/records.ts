import * as z from 'zod';
import type { UnreadableItem } from '../ports/index-parts';
import { RecordError } from '../sync/errors';
import { resourceId } from '../sync/relations';
import type { Target, TargetKind } from '../sync/target';

/** Ids become parts of addresses: whole numbers only. One that JSON cannot hold exactly is another record's. */
const id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(String);
/** null says no more than a key that is missing. */
const orMissing = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '');
const stamp = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const code = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).catch(0);

const customFields = z
  .array(z.object({ field: z.string(), value: z.unknown().optional() }))
  .transform((list) =>
    Object.fromEntries(
      list.map(({ field, value }) => [
        field,
        value === null || value === undefined ? '' : String(value),
      ]),
    ),
  );

const tags = z.array(
  z.union([z.string(), z.object({ name: z.string() }).transform((tag) => tag.name)]),
);

const address = z.object({
  id,
  type: code,
  street: text,
  city: text,
  state: text,
  country: text,
  postal_code: text,
});

/** A record as any of the three collections gives it; every key but the id may be missing (clientify.md, L4). */
const recordSchema = z.looseObject({
  id,
  modified: stamp,
  emails: orMissing(z.array(z.object({ id, type: code, email: text }))),
  phones: orMissing(z.array(z.object({ id, type: code, phone: text }))),
  addresses: orMissing(z.array(address)),
  custom_fields: orMissing(customFields),
  tags: orMissing(tags),
});

/** A URL of another host names none of our records: a deal that shows one is not understood. */
const relation = z.union([z.string(), z.number()]).nullish();
const dealSchema = recordSchema.extend({
  contact: relation,
  company: relation,
  pipeline: relation,
  pipeline_stage: relation,
});
const SCHEMAS = { contact: recordSchema, company: recordSchema, deal: dealSchema } as const;

/** @throws RecordError `UNREADABLE_IN_CLIENTIFY`, with the record's id and the keys, for one in an unknown form. */
export function parseTarget(kind: TargetKind, body: unknown): Target {
  const parsed = SCHEMAS[kind].safeParse(body);
  if (!parsed.success) throw unreadable(kind, body, parsed.error);
  const {
    id: recordId,
    modified,
    emails,
    phones,
    addresses,
    custom_fields,
    tags: tagNames,
    ...fields
  } = parsed.data;
  return {
    kind,
    id: recordId,
    modified,
    fields,
    emails,
    phones,
    addresses,
    customFields: custom_fields,
    tags: tagNames,
  };
}

/** Whether the whole of it can be read. */
export const isReadable = (kind: TargetKind, body: unknown): boolean =>
  SCHEMAS[kind].safeParse(body).success;

function unreadable(kind: TargetKind, body: unknown, error: z.ZodError): RecordError {
  const at = [
    ...new Set(error.issues.map(({ path }) => path.map(String).join('.') || 'all of it')),
  ];
  return new RecordError(
    `Clientify shows ${kind} ${shownId(body)} in a form that cannot be read (${at.slice(0, 5).join(', ')})`,
    [],
    undefined,
    'UNREADABLE_IN_CLIENTIFY',
  );
}

/** One of these may be the record that is meant. */
export const unreadableOnes = (names: readonly string[]): RecordError =>
  new RecordError(
    `Clientify shows ${names.join(', ')} in a form that cannot be read`,
    [],
    undefined,
    'UNREADABLE_IN_CLIENTIFY',
  );

/** As it stands there, for an admin to search for; never part of an address. */
const shownId = (body: unknown): string => {
  const shown =
    body !== null && typeof body === 'object' ? (body as { id?: unknown }).id : undefined;
  return /^\d{1,25}$/.test(String(shown)) ? String(shown) : 'without an id';
};

/** What a record of a list has to show to be found: its own lists of entries do not matter for that. */
const refSchema = z.looseObject({ id, modified: stamp, custom_fields: orMissing(customFields) });

/** A record of a list as far as its identity goes; null when not even that can be read. */
export function parseListed(kind: TargetKind, item: unknown): Target | null {
  const parsed = refSchema.safeParse(item);
  if (!parsed.success) return null;
  const { id: recordId, modified, custom_fields, ...fields } = parsed.data;
  return { kind, id: recordId, modified, fields, customFields: custom_fields };
}

/** All texts and numbers of an item, trimmed: what a record may be that cannot be read. */
function leavesOf(item: unknown): string[] {
  if (item === null || typeof item !== 'object') return [String(item).trim()];
  return Object.values(item).flatMap(leavesOf);
}

/** For an admin: kind and id as shown. */
export const nameOf = (kind: TargetKind, item: unknown): string => `${kind} ${shownId(item)}`;

export const asUnreadable = (kind: TargetKind, item: unknown): UnreadableItem => ({
  name: nameOf(kind, item),
  leaves: [...new Set(leavesOf(item))],
  key: idOf(item),
});

/** What makes an item itself in its list: one without an id is like no other. */
export const idOf = (item: unknown): string =>
  String((item as { id?: unknown } | null)?.id ?? JSON.stringify(item));

/** When an item of a list was last changed, by Clientify's stamp; NaN where it shows none. */
export const modifiedAt = (item: unknown): number =>
  Date.parse(String((item as { modified?: unknown } | null)?.modified ?? ''));

export const listSchema = z.object({
  count: z.int(),
  next: z.string().nullish(),
  results: z.array(z.unknown()),
});

const stage = z
  .looseObject({
    id,
    name: z.string(),
    position: z.number().nullish(),
    pipeline: z.unknown().optional(),
  })
  .transform((one) => ({
    id: one.id,
    name: one.name,
    position: one.position ?? null,
    pipelineId: resourceId(one.pipeline),
  }));
export const stageSchema = stage;

export const pipelineSchema = z
  .looseObject({ id, name: z.string(), stages: z.array(z.unknown()).optional() })
  .transform((one) => ({
    id: one.id,
    name: one.name,
    stages: (one.stages ?? []).flatMap((item) => {
      const parsed = stage.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    }),
  }));

/** `content_type` is "contacts | contacto" or the old bare form, singular or plural (clientify.md, F4). */
function kindOfContent(contentType: string): TargetKind | null {
  const entity = (contentType.split('|')[0] ?? '').trim().toLowerCase();
  if (entity.startsWith('contact')) return 'contact';
  if (entity.startsWith('compan')) return 'company';
  return entity.startsWith('deal') ? 'deal' : null;
}

export const customFieldSchema = z
  .looseObject({ id, name: z.string(), content_type: z.string(), field_type: z.number().nullish() })
  .transform((one) => {
    const kind = kindOfContent(one.content_type);
    return { id: one.id, name: one.name, kind, fieldType: one.field_type ?? null };
  });
