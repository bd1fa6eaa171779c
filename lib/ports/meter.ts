export type MetricUnit = 'Count' | 'Percent' | 'Milliseconds' | 'Seconds';

/** What alarms look at. */
export const WATCHED = [
  'WatermarkAge',
  'FullRunAge',
  'ReconcileAge',
  'ChangeAge',
  'RunsFailed',
  'FailedPercent',
  'ConsentsStillActive',
  'ForeignRecords',
  'UnsafeWrites',
  'RunsHeld',
  'WriteBackHeld',
] as const;
export type Watched = (typeof WATCHED)[number];

const NAMES: ReadonlySet<string> = new Set(WATCHED);
export const isWatched = (name: string): name is Watched => NAMES.has(name);

/** Numbers of what happens; the catalogue is docs/events.md. */
export interface Meter {
  add(
    name: string,
    unit: MetricUnit,
    value: number,
    dimensions?: Readonly<Record<string, string>>,
  ): void;
}
