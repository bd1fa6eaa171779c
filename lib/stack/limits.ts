/** Sizes and counts of queues and functions: what the template declares and what the simulation lives by. Times: lib/sync/budget.ts. */

/** Records that SQS hands over at once from a FIFO queue. */
export const MAX_BATCH = 10;

/**
 * Invocations of the page-fetcher at the same time: one drives the run in progress, whose lease keeps others off it; what
 * people ask for meanwhile goes beside it, also while one of them waits for a long answer (doctor, undo).
 */
export const MAX_FETCHERS = 4;

/** Clients written to GIAV at the same time (giav.md, T10: 2 parallel calls). */
export const MAX_WRITERS = 2;

/** More invocations at a time cost memory, fewer leave slots idle while a batch ends (ADR 4). */
const MAX_INVOCATIONS = 10;

/**
 * How `clientify.concurrency` calls are shared out between invocations of the worker (SQS wants two or more), each
 * with so many calls at a time. Never more than the setting, but for one.
 */
export function shareConcurrency(concurrency: number): { invocations: number; parallel: number } {
  let best = { invocations: 2, parallel: Math.max(1, Math.floor(concurrency / 2)) };
  for (let invocations = 3; invocations <= Math.min(MAX_INVOCATIONS, concurrency); invocations++) {
    const parallel = Math.floor(concurrency / invocations);
    if (invocations * parallel >= best.invocations * best.parallel)
      best = { invocations, parallel };
  }
  return best;
}

/** Clientify calls of one search for changes at the same time. */
export const reconcileParallel = (concurrency: number): number => Math.min(2, concurrency);
