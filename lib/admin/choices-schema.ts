import * as z from 'zod';

/** What the settings may name, as both systems have it now. No personal data. */
export const choicesSchema = z.object({
  /** States of expedientes in GIAV. */
  states: z.array(z.object({ id: z.number(), name: z.string() })),
  pipelines: z.array(z.object({ name: z.string(), stages: z.array(z.string()).readonly() })),
  /** null: the key may not read them. */
  offices: z.array(z.object({ code: z.string(), name: z.string() })).nullable(),
  /** Of some contacts: no list of them can be read. */
  contactTypes: z.array(z.string()),
});
export type Choices = z.infer<typeof choicesSchema>;
