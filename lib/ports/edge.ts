/** What the use cases need from the edge; adapters and tests implement it. */
export interface Clock {
  now(): Date;
}

/** Structured log lines with ids only: never names, e-mails or Documentos (RGPD). */
export interface Log {
  info(message: string, ids?: Record<string, string | number | boolean>): void;
  warn(message: string, ids?: Record<string, string | number | boolean>): void;
  error(message: string, ids?: Record<string, string | number | boolean>): void;
}

export type MetricUnit = 'Count' | 'Percent' | 'Milliseconds' | 'Seconds';

/** Numbers for CloudWatch; the catalogue is docs/events.md. */
export interface Meter {
  add(
    name: string,
    unit: MetricUnit,
    value: number,
    dimensions?: Readonly<Record<string, string>>,
  ): void;
}

/** Waits of a run, in seconds. They follow from the time limits of the functions (lib/stack). */
export interface Pacing {
  /** Between two looks at a run that is being drained. */
  readonly checkSeconds: number;
  /** After which a run whose invocation died is looked at again. */
  readonly watchSeconds: number;
}
