/** One value of a metric, at a moment (milliseconds since 1970). */
export interface Point {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly at: number;
  readonly value: number;
}

/** An alarm as the template has it, its references resolved. */
export interface Alarm {
  readonly AlarmName: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic: 'Sum' | 'Maximum' | 'Minimum';
  /** Seconds. */
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Threshold: number;
  readonly ComparisonOperator: 'GreaterThanOrEqualToThreshold';
  readonly TreatMissingData: 'breaching' | 'notBreaching';
}
export type State = 'ALARM' | 'OK';

const STATISTICS: Readonly<Record<Alarm['Statistic'], (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, one) => sum + one, 0),
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
};

function isOf(alarm: Alarm, { namespace, name, dimensions }: Point): boolean {
  const wanted = alarm.Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  const given = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return (
    namespace === alarm.Namespace &&
    name === alarm.MetricName &&
    wanted.join() === given.sort().join()
  );
}

/** State of an alarm at the end of each of its periods, as CloudWatch evaluates it. */
export function statesOf(
  alarm: Alarm,
  points: readonly Point[],
  [from, to]: readonly [number, number],
): State[] {
  const ms = alarm.Period * 1000;
  const first = Math.ceil(from / ms) * ms;
  const ours = points.filter((point) => isOf(alarm, point));
  const breached: boolean[] = [];
  for (let begin = first; begin + ms <= to; begin += ms) {
    const values = ours
      .filter(({ at }) => at >= begin && at < begin + ms)
      .map(({ value }) => value);
    breached.push(
      values.length === 0
        ? alarm.TreatMissingData === 'breaching'
        : STATISTICS[alarm.Statistic](values) >= alarm.Threshold,
    );
  }
  return breached.map((_, at) => {
    const looked = breached.slice(Math.max(0, at + 1 - alarm.EvaluationPeriods), at + 1);
    const enough = looked.filter(Boolean).length >= alarm.DatapointsToAlarm;
    return enough && looked.length === alarm.EvaluationPeriods ? 'ALARM' : 'OK';
  });
}
