import * as z from 'zod';
import { foldText } from '../sync/cleaning';

interface Closing {
  readonly won: readonly string[];
  readonly lost: readonly string[];
}

const refuseBoth = ({ won, lost }: Closing, context: z.RefinementCtx): void => {
  const both = won.filter((state) => lost.some((other) => foldText(other) === foldText(state)));
  if (both.length > 0)
    context.addIssue({
      code: 'custom',
      path: ['lost'],
      message: `a state cannot mean both won and lost: ${both.join(', ')}`,
    });
};

/** The setting `deals`: what a deal gets of its expediente besides name, stage and dates. */
export const dealSettingsSchema = z
  .strictObject({
    amount: z
      .enum(['none', 'sales'])
      .default('none')
      .describe(
        'sales: the amount of a deal is the sum of the sales (Venta) of its root reservations in GIAV; of a group what was paid and what is pending. Set at the creation, or where the deal shows none; later it follows GIAV while nobody typed another one. An amount that GIAV does not give is left alone (NOT_READ:Venta), never 0. It costs some calls to GIAV for every 100 expedientes.',
      ),
    pending: z
      .enum(['none', 'customField'])
      .default('none')
      .describe(
        'customField: what is still to be paid of it (sales less payments) into the custom field gesintur_pendiente of the deal; only together with deals.amount "sales".',
      ),
    owner: z
      .enum(['none', 'agent'])
      .default('none')
      .describe(
        "agent: a deal belongs to the user of Clientify whose user name or e-mail is the Correo of the expediente's agent; without such a user, or for a blocked agent, the owner is left alone and UNMAPPED_AGENT counted. Set at the creation; later it follows GIAV while nobody gave the deal to somebody else.",
      ),
    close: z
      .strictObject({
        won: z
          .array(z.string().min(1))
          .default([])
          .describe(
            'States of GIAV (name or id) that win a deal, by the close call, once; a person who closes it otherwise, or opens it again, is respected. When the expediente leaves such a state the deal is opened again, where Clientify allows it (DEAL_NOT_REOPENED).',
          ),
        lost: z
          .array(z.string().min(1))
          .default([])
          .describe('The same for states that lose a deal.'),
      })
      .superRefine(refuseBoth)
      .prefault({})
      .describe('Which states of GIAV close a deal; none by default.'),
  })
  .superRefine(({ amount, pending }, context) => {
    if (pending !== 'none' && amount === 'none')
      context.addIssue({
        code: 'custom',
        path: ['pending'],
        message: 'is reckoned from the sales: set deals.amount to "sales" too',
      });
  })
  .prefault({})
  .describe('What a deal gets of its expediente besides name, stage and dates.');
