import * as z from 'zod';
import { resourceId } from '../sync/relations';
import type { Target, TargetKind } from '../sync/target';

const id = z.union([z.int(), z.string().min(1)]).transform(String);
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
  emails: z.array(z.object({ id, type: code, email: text })).optional(),
  phones: z.array(z.object({ id, type: code, phone: text })).optional(),
  addresses: z.array(address).optional(),
  custom_fields: customFields.optional(),
  tags: tags.optional(),
});

export function parseTarget(kind: TargetKind, body: unknown): Target {
  const {
    id: recordId,
    modified,
    emails,
    phones,
    addresses,
    custom_fields,
    tags: tagNames,
    ...fields
  } = recordSchema.parse(body);
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
export const customFieldSchema = z
  .looseObject({ id, name: z.string(), content_type: z.string(), field_type: z.number().nullish() })
  .transform((one) => {
    const entity = (one.content_type.split('|')[0] ?? '').trim().toLowerCase();
    const kind: TargetKind | null = entity.startsWith('contact')
      ? 'contact'
      : entity.startsWith('compan')
        ? 'company'
        : entity.startsWith('deal')
          ? 'deal'
          : null;
    return { id: one.id, name: one.name, kind, fieldType: one.field_type ?? null };
  });
