export type CallKind = 'reads' | 'writes';

export interface Pause {
  /** Milliseconds since 1970; nobody calls the system before. */
  readonly until: number;
  /** Outage: pauses so far without a good answer in between; 0 = throttled only. */
  readonly failures: number;
  /** What went wrong: reads may go on working while writes do not. @default 'reads' */
  readonly of?: CallKind;
}

/** Where all processes keep what they know of a system's weather: throttling and outages hold for all of them (ADR 8). */
export interface Pauses {
  /** null = nothing known against calling it. A damaged item is no reason not to call. */
  get(): Promise<Pause | null>;
  /** Throttled: nobody calls before `until`; a longer pause that is known stays. */
  extend(until: number): Promise<void>;
  /**
   * Replaces the pause that was seen: opening the breaker, or taking the one probe after it. false when somebody else
   * was faster.
   */
  replace(seen: Pause | null, next: Pause): Promise<boolean>;
  /** A good answer came: no more pauses. */
  clear(): Promise<void>;
}
