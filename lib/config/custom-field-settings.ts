import * as z from 'zod';
import { isSource, sourcesOf } from '../sync/fields/sources';
import { bareName, isTakenName } from '../sync/fields/taken-names';

const FORM = /^[\p{L}\p{N}](?:[\p{L}\p{N} _.-]{0,78}[\p{L}\p{N}])?$/u;

const entrySchema = z
  .strictObject({
    from: z.string().min(1).describe('What GIAV holds.'),
    to: z
      .string()
      .regex(FORM, {
        error: 'must be a name of at most 80 letters, digits, blanks and . _ - inside of it',
      })
      .refine((name) => !/^cf_/i.test(name) && !isTakenName(name), {
        error: 'is the name of a field that the product or Clientify fills otherwise',
      })
      // A record without such a field would seem to have it.
      .refine((name) => !(name in {}), {
        error:
          'is a word of the programming language; with a capital letter it is a name like any other',
      })
      .describe('Name of the custom field in Clientify.'),
    on: z.enum(['client', 'expediente']).describe('Whose value it is.'),
  })
  .superRefine(({ from, on }, context) => {
    if (!isSource(on, from))
      context.addIssue({
        code: 'custom',
        path: ['from'],
        message: `GIAV's ${on}s have no such value. They have: ${sourcesOf(on)}`,
      });
  });

/** The setting `customFields`. */
export const customFieldsSchema = z
  .array(entrySchema)
  .superRefine((entries, context) => {
    const seen = new Set<string>();
    entries.forEach(({ to, on }, at) => {
      const key = `${on} ${bareName(to)}`;
      if (seen.has(key))
        context.addIssue({
          code: 'custom',
          path: [at, 'to'],
          message: 'two values cannot become one custom field',
        });
      seen.add(key);
    });
  })
  .default([])
  .describe(
    'Values of GIAV that become custom fields (texts, made by setup) beside those of the mapping: from = CustomDataValues:<id> (one of the agency\'s own fields; doctor lists them), or a name such as Codigo, Categorias, Oficina, Agente; to = name of the field in Clientify; on = client or expediente. They are GIAV\'s. Example: {"from": "CustomDataValues:12", "to": "idioma", "on": "client"}. Categorias costs one call to GIAV a record.',
  );
