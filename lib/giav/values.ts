import * as z from 'zod';
import { UNREADABLE_CHARACTER } from './put';

/** npm soap gives an int as a number and an unknown text as a string; nil is null (giav.md, T6). */
export const int = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
export const nullableInt = int.nullish().transform((value) => value ?? null);
export const boolean = z.union([
  z.boolean(),
  z.enum(['true', '1']).transform(() => true),
  z.enum(['false', '0']).transform(() => false),
]);
export const text = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .nullish()
  .transform((value) => (value ?? '').replaceAll(UNREADABLE_CHARACTER, ''));

/** Lists: absent, null and empty all read as no items (giav.md, R2). */
export const listOf = <T extends z.ZodType>(item: string, schema: T) =>
  z
    .object({
      [item]: z.union([z.array(schema.nullish()), schema.transform((one) => [one])]).nullish(),
    })
    .nullish()
    .transform((value) =>
      ((value?.[item] ?? []) as (z.output<T> | null | undefined)[]).filter(
        (one) => one !== null && one !== undefined,
      ),
    );
