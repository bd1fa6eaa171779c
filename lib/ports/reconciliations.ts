/** Up to when Clientify's lists have been searched for changes: the way back's own watermark. */
export interface Reconciliations {
  /** null: never, or unreadable; everything is looked at again then, which does no harm. */
  since(): Promise<Date | null>;
  /** @param hints that the search sent */
  advance(since: Date, hints: number): Promise<void>;
}
