/** Which day's letter has been seen to: an invocation that is repeated sends none again. */
export interface LetterDays {
  /**
   * Takes the day. false: it is settled, or another invocation is at it at the moment.
   * @param day of Madrid, `YYYY-MM-DD`
   */
  begin(day: string, now: Date): Promise<boolean>;
  /** The letter is sent, or there was none to send. */
  settle(day: string): Promise<void>;
  /** It could not be sent: the next invocation may try. */
  release(day: string): Promise<void>;
}
