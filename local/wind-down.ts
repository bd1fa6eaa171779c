import { setTimeout as wait } from 'node:timers/promises';
import type { SqsChangeQueue } from '../lib/queue/changes';
import type { EventSource } from './event-source';
import type { ExecutionEnvironment } from './lambda';

/** Longest wait for hints that have been accepted but not worked on. */
const DRAIN_MS = 15_000;
/** Of a limited time, what the hints may take. */
const DRAIN_SHARE = 0.9;

export interface Working {
  readonly sources: readonly EventSource[];
  /** What takes the hints back to GIAV. */
  readonly wayBack: readonly EventSource[];
  readonly environments: readonly ExecutionEnvironment[];
  /** Where accepted hints wait; null when nobody can have brought one. */
  readonly changes: Pick<SqsChangeQueue, 'isEmpty'> | null;
}

/**
 * Brings what is at work to its end. Without a limit, all of it comes to its own; with one, the functions are told that
 * their time is nearly over, hand over, and are killed at its end.
 */
export async function windDown(working: Working, withinMs: number): Promise<void> {
  const { sources, wayBack, environments, changes } = working;
  const until = Date.now() + withinMs;
  const limited = Number.isFinite(withinMs);
  // What they would begin now could not come to its end.
  const early = limited ? sources.filter((source) => !wayBack.includes(source)) : [];
  if (limited) for (const environment of environments) environment.endBy(until);
  const ended = early.map((source) => source.stop());
  if (changes) await emptied(changes, Date.now() + Math.min(DRAIN_MS, DRAIN_SHARE * withinMs));
  ended.push(...sources.filter((one) => !early.includes(one)).map((source) => source.stop()));
  const all = Promise.all(ended);
  if (limited) {
    const rest = new AbortController();
    await Promise.race([
      all,
      wait(Math.max(0, until - Date.now()), undefined, { signal: rest.signal }).catch(
        () => undefined,
      ),
    ]);
    rest.abort();
  } else await all;
  await Promise.all(environments.map((environment) => environment.stop()));
}

/** What waits for longer is on the list of pending changes: the reconciliation sends it again. */
async function emptied(changes: Pick<SqsChangeQueue, 'isEmpty'>, until: number): Promise<void> {
  try {
    while (Date.now() < until && !(await changes.isEmpty())) await wait(50);
  } catch {
    // The queue itself is gone: nothing of it can be worked on any more.
  }
}
