import { CALLS, SECOND_MS } from './budget';
import { RetryableError } from './errors';

/**
 * The time of an invocation as its calls see it. Whatever hangs is given up while there is time to note it: an invocation
 * that is killed notes nothing, and nobody is told.
 */
export interface CallTime {
  /** Milliseconds until the last call must be over. */
  readonly leftMs: () => number;
  /** No call begins with less than that, or than its own time-out where that is shorter. */
  readonly beginMs: number;
}

/** A process that nobody ends. */
export const UNLIMITED: CallTime = { leftMs: () => Number.POSITIVE_INFINITY, beginMs: 0 };

/** @param timeLeft milliseconds left to the invocation, which begins now */
export function callTimeOf(timeLeft: () => number): CallTime {
  const wholeMs = timeLeft();
  const reserveMs = Math.min(CALLS.reserveMs, wholeMs * CALLS.reservedShare);
  return { leftMs: () => timeLeft() - reserveMs, beginMs: wholeMs * CALLS.beginShare };
}

/** Longest time that a call which begins now may take. @throws RetryableError where it should not begin any more */
export function tryMs({ leftMs, beginMs }: CallTime, timeoutMs: number): number {
  const left = leftMs();
  // Whole ones: the platform takes no others.
  if (left >= Math.min(timeoutMs, beginMs))
    return Math.max(1, Math.floor(Math.min(timeoutMs, left)));
  throw new RetryableError('No time is left for another call; the next invocation goes on', {
    scope: 'system',
    retryAfterMs: SECOND_MS,
  });
}

/** Whether a call that went wrong may be tried again after so long. */
export const mayRepeat = (
  { leftMs, beginMs }: CallTime,
  timeoutMs: number,
  waitMs: number,
): boolean => leftMs() - waitMs >= Math.min(timeoutMs, beginMs);
