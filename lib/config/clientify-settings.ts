import * as z from 'zod';
import { CLIENTIFY_CALL, SECOND_MS } from '../sync/budget';
import { CLIENTIFY_BASES } from '../sync/relations';

export const clientifySchema = z
  .strictObject({
    concurrency: z
      .int()
      .min(1)
      .max(50)
      .default(5)
      .describe(
        'Calls to Clientify in parallel over all workers (docs/contracts/clientify.md, T7: ≤ 5).',
      ),
    timeoutSeconds: z
      .number()
      .min(0.1)
      .max(120)
      .default(CLIENTIFY_CALL.timeoutMs / SECOND_MS)
      .describe('Longest wait for one answer, in seconds (docs/contracts/clientify.md, T7: 30).'),
    retrySeconds: z
      .number()
      .min(0.01)
      .max(60)
      .default(CLIENTIFY_CALL.firstWaitMs / SECOND_MS)
      .describe(
        'First wait before a call is repeated, in seconds; doubles (docs/contracts/clientify.md, T7: 1).',
      ),
    secondHost: z
      .union([z.enum(['auto', 'off']), z.url({ protocol: /^https?$/ })])
      .default('auto')
      .describe(
        "Where reads are tried once more when the API answers 502 to 504: auto = the vendor's second host, if the address is the first one; off; or an address that ends in /v1.",
      ),
  })
  .prefault({})
  .describe("Clientify's service.");
type Clientify = z.infer<typeof clientifySchema>;

/** Where reads go when the first host is in trouble; undefined = nowhere. The vendor's second host serves its first one only. */
export const secondHostOf = (
  { clientify }: { readonly clientify: Clientify },
  baseUrl: string,
): string | undefined => {
  const [first, second] = CLIENTIFY_BASES;
  if (clientify.secondHost === 'off') return undefined;
  if (clientify.secondHost === 'auto') return baseUrl === first ? second : undefined;
  return clientify.secondHost.replace(/\/+$/, '');
};
