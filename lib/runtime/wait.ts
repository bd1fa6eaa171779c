import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of this process; rejects when the signal is aborted. */
export const wait = (ms: number, signal?: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal });
