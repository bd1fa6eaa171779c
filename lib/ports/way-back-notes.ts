/** What the pages tell of the way back beside its decisions. Nothing depends on it. */
export interface WayBackNotes {
  /** A client was written to GIAV, or made there. */
  written(now: Date): Promise<void>;
  /** Clientify has told of something: when. */
  heard(at: Date): Promise<void>;
}
