import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext } from 'cockatiel';
import { CLIENTIFY_CALL } from '../sync/budget';
import { RetryableError } from '../sync/errors';

/** What waits for longer than a call may last is for the queue, not for this process. */
const isRepeatable = (error: unknown): error is RetryableError =>
  error instanceof RetryableError && (error.retryAfterMs ?? 0) <= CLIENTIFY_CALL.longestWaitMs;

/** Waits that begin with `delay` milliseconds and double; what Clientify asks for counts before it. */
const backoffFrom = (delay: number): DelegateBackoff<IRetryBackoffContext<unknown>> =>
  new DelegateBackoff(({ attempt, result }) => {
    const asked =
      'error' in result && result.error instanceof RetryableError
        ? result.error.retryAfterMs
        : undefined;
    const wait =
      asked ?? Math.min(CLIENTIFY_CALL.longestWaitTimes * delay, delay * 2 ** (attempt - 1));
    return (
      Math.min(CLIENTIFY_CALL.longestWaitMs, wait) +
      Math.random() * CLIENTIFY_CALL.jitterShare * delay
    );
  });

/**
 * Which calls are made again inside of this process, and after what wait. A create that may have been applied is looked up
 * by its caller, never repeated here.
 * @param delay first wait, in milliseconds @param fits whether there is the time for another try
 */
export function repeatPolicies(delay: number, fits: (error: RetryableError) => boolean) {
  const options = {
    maxAttempts: CLIENTIFY_CALL.repeats,
    backoff: backoffFrom(delay),
  };
  return {
    policy: retry(
      handleWhen((error) => isRepeatable(error) && fits(error)),
      options,
    ),
    createPolicy: retry(
      handleWhen((error) => isRepeatable(error) && !error.maybeApplied && fits(error)),
      options,
    ),
  };
}
