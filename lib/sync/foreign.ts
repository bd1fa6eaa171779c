/** Somebody else's records that creates of a GIAV record came back with. */
export interface Foreign {
  /** Of Clientify. */
  readonly ids: readonly string[];
  /** Fingerprint of what the last of those creates sent. */
  readonly sent: string;
}

/** What is known after one more create came back with such records. */
export const withForeign = (
  known: Foreign | undefined,
  ids: readonly string[],
  sent: string,
): Foreign => ({ ids: [...new Set([...(known?.ids ?? []), ...ids])], sent });
