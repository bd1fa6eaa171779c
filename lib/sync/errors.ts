import type { Reason } from './reasons';
import type { Said } from './said';

/**
 * The three errors that may cross a port. Everything an adapter meets becomes one of them.
 * No message carries a secret or personal data: they end in logs. Messages are English; what an admin meets often can
 * be read in Spanish, too.
 */
type Sentence = string | Said;
const english = (text: Sentence): string => (typeof text === 'string' ? text : text.en);
const spanish = (text: Sentence): string | undefined =>
  typeof text === 'string' ? undefined : text.es;

/** Will be tried again: a time-out, a 5xx, throttling. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';

  /** The request may have taken effect although its answer was lost: a create is looked up before it is repeated (clientify.md, T4, giav.md, A4). */
  readonly maybeApplied: boolean;
  /** What the API asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** `system`: throttling or an outage, which counts against no record. `record`: it may be this record's fault. */
  readonly scope: 'record' | 'system';
  /** Nobody listens at the address. */
  readonly unreachable: boolean;
  /** What an admin is told while it waits. @default - what the caller makes of it */
  readonly reason: Reason | undefined;
  /** The message in Spanish. @default - there is none */
  readonly es: string | undefined;

  constructor(
    message: Sentence,
    details: {
      maybeApplied?: boolean;
      retryAfterMs?: number;
      scope?: 'record' | 'system';
      unreachable?: boolean;
      reason?: Reason;
    } = {},
  ) {
    super(english(message));
    this.es = spanish(message);
    this.maybeApplied = details.maybeApplied ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.scope = details.scope ?? 'record';
    this.unreachable = details.unreachable ?? false;
    this.reason = details.reason;
  }
}

/** What a 400 names of a body: a field, in a list of objects the entry and its keys. Never a value. */
export interface RefusedPart {
  readonly field: string;
  readonly at?: number;
  readonly keys?: readonly string[];
}

/** Permanent for this record: the API refused its content. The others go on. */
export class RecordError extends Error {
  override readonly name = 'RecordError';

  /** @param refusedFields names of the fields that the API named, never their values. */
  constructor(
    message: string,
    readonly refusedFields: readonly string[] = [],
    readonly status?: number,
    /** @default - what the caller makes of a refused record */
    readonly reason?: Reason,
    /** The same as `refusedFields`, down to entries of lists. */
    readonly refusedParts: readonly RefusedPart[] = [],
  ) {
    super(message);
  }
}

/** A create came back with records of somebody else (clientify.md, C1, C3): none of them is linked. */
export class ForeignRecordError extends RecordError {
  /** @param ids of those records */
  constructor(
    message: string,
    readonly ids: readonly string[],
  ) {
    super(message, [], undefined, 'FOREIGN_RECORD');
  }
}

/** Nothing can work until somebody fixes a setting: the run stops with this message. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** The message in Spanish. @default - there is none */
  readonly es: string | undefined;

  constructor(
    message: Sentence,
    /** HTTP status, where one led to it. */
    readonly status?: number,
  ) {
    super(english(message));
    this.es = spanish(message);
  }
}

/** What an error says, in both languages; English where it has no Spanish. */
export function saidOf(error: unknown): Said {
  const en = error instanceof Error ? error.message : String(error);
  const es =
    error instanceof ConfigurationError || error instanceof RetryableError ? error.es : undefined;
  return { en, es: es ?? en };
}
