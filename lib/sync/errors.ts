/**
 * The three errors that may cross a port. Everything an adapter meets becomes one of them.
 * No message carries a secret or personal data: they end in logs.
 */

/** Will be tried again: a time-out, a 5xx, throttling. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';

  /**
   * @param maybeApplied true when the request may have taken effect although its answer was lost:
   *   a create must then be looked up before it is repeated (clientify.md §3, giav.md §1.2).
   * @param retryAfterMs what the API asked for, in milliseconds.
   */
  constructor(
    message: string,
    readonly maybeApplied = false,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Permanent for this record: the API refused its content. The others go on. */
export class RecordError extends Error {
  override readonly name = 'RecordError';

  /** @param refusedFields names of the fields that the API named, never their values. */
  constructor(
    message: string,
    readonly refusedFields: readonly string[] = [],
    readonly status?: number,
  ) {
    super(message);
  }
}

/** Nothing can work until somebody fixes a setting: the run stops with this message. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
