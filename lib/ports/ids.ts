/** Names that nobody has used before. A simulation gives them out in a fixed order, so that a history repeats. */
export interface Ids {
  /** Of a run; ids sort by the time of their start. */
  run(startedAt: Date): string;
  /** Tells one holder of a claim from all others, of this process too. */
  holder(): string;
}
