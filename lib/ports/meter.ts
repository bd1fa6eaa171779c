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
