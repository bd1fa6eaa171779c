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
  .prefault({})
  .describe('What a deal gets of its expediente besides name, stage and dates.');
