/** What all processes know of Clientify's weather. */
export interface Gate {
  /**
   * Milliseconds for which nobody should call because of an outage; 0 = call. When a probe is due, the one who is told 0
   * makes it: its next call shows whether the outage is over.
   */
  outageMs(): Promise<number>;
}
