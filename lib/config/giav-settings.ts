import * as z from 'zod';
import { GIAV_CALL, SECOND_MS } from '../sync/budget';

export const giavSchema = z
  .strictObject({
    pageIndex: z
      .enum(['zero', 'one', 'offset'])
      .default('zero')
      .describe('Dialect of pageIndex (docs/contracts/giav.md, Q1); doctor probes it.'),
    dateTimeFormat: z
      .enum([
        "yyyy-MM-dd'T'HH:mm:ss",
        'yyyy-MM-ddTHH:mm:ss',
        'yyyy-MM-dd HH:mm:ss',
        'dd/MM/yyyy HH:mm:ss',
        'yyyy-MM-dd',
      ])
      .default('yyyy-MM-ddTHH:mm:ss')
      .describe('Format of the fechaHora… filters (docs/contracts/giav.md, Q4); doctor probes it.'),
    concurrency: z
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe('Pages read in parallel (docs/contracts/giav.md, T10: 2).'),
    timeoutSeconds: z
      .number()
      .min(0.1)
      .max(300)
      .default(GIAV_CALL.timeoutMs / SECOND_MS)
      .describe('Longest wait for one answer, in seconds.'),
    retrySeconds: z
      .number()
      .min(0.01)
      .max(60)
      .default(GIAV_CALL.firstWaitMs / SECOND_MS)
      .describe('First wait before a call is repeated, in seconds; doubles.'),
  })
  .prefault({})
  .describe("GIAV's service.");
