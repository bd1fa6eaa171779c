/** Waits of a run, in seconds. They follow from the time limits of the functions (lib/stack). */
export interface Pacing {
  /** Between two looks at a run that is being drained. */
  readonly checkSeconds: number;
  /** After which a run whose invocation died is looked at again. */
  readonly watchSeconds: number;
}
