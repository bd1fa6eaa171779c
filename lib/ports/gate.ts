/** What all processes know of Clientify's weather. */
export interface Gate {
  /**
   * Milliseconds for which nobody should call because of an outage; 0 = call. When a probe is due, the one who is told 0
   * makes it: its next call shows whether the outage is over.
   */
  outageMs(): Promise<number>;

  /** Does the work with this record in hand: bad answers about one record, however many, are no outage. */
  about<T>(record: string, work: () => Promise<T>): Promise<T>;
}

/** Whether somebody knows that a system is not to be called now: throttled, or out of order. Calls nobody. */
export interface Weather {
  isBad(): Promise<boolean>;
}
