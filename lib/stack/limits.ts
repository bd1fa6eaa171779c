/**
 * Times, sizes and counts of queues and functions, in seconds where nothing else is said: what the template declares and
 * what the simulation lives by.
 */

/** Deliveries of a queue's message: for how long one is hidden, and how often it comes before it is set aside. */
export interface QueueLimits {
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
}

/**
 * Deliveries of a record before SQS itself moves it to the dead-letter queue. The worker counts the tries that went
 * wrong; this counts the waiting in throttling and outages too, so it only stops a record that kills every invocation.
 */
export const MAX_RECEIVE_COUNT = 100;

export const QUEUE_LIMITS = {
  runs: { visibilitySeconds: 960, maxReceiveCount: 3 },
  work: { visibilitySeconds: 360, maxReceiveCount: MAX_RECEIVE_COUNT },
  // Changes give up by themselves after a day: this only stops one that kills every invocation.
  changes: { visibilitySeconds: 360, maxReceiveCount: 1000 },
  reconcile: { visibilitySeconds: 360, maxReceiveCount: 3 },
} as const satisfies Record<string, QueueLimits>;

export const FETCHER_SECONDS = 900;
export const WORKER_SECONDS = 300;

/** Between two looks at a run that is being drained. */
export const CHECK_SECONDS = 15;

/** Records that SQS hands over at once from a FIFO queue. */
export const MAX_BATCH = 10;

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
