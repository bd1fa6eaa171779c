import type { FC } from 'hono/jsx';
import type { Day } from '../../admin/today';
import { DAY_MS } from '../../sync/budget';
import { localToday } from '../../sync/dates';
import { shownAt, shownNumber, type View } from '../view';
import { Table } from './parts';

const DAYS = 30;
const HEIGHT = 80;
const STEP = 20;
const BAR = 14;
/** A day with anything on it can be seen. */
const LEAST = 2;

const EMPTY = {
  completed: 0,
  failed: 0,
  cancelled: 0,
  created: 0,
  updated: 0,
  failedRecords: 0,
  writtenBack: 0,
};

/** The last thirty days, oldest first, those without a run included. */
export function lastDays(days: readonly Day[], now: Date): Day[] {
  const known = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: DAYS }, (_, at) => {
    const date = localToday(new Date(now.getTime() - (DAYS - 1 - at) * DAY_MS));
    return known.get(date) ?? { date, ...EMPTY };
  });
}

const changed = ({ created, updated }: Day): number => created + updated;

interface DaysProps {
  readonly view: View;
  readonly days: readonly Day[];
}

/** A bar for each day, made on the server: what was changed, and above it what failed. */
const Bars: FC<DaysProps> = ({ view, days }) => {
  const most = Math.max(1, ...days.map((day) => changed(day) + day.failedRecords));
  const scale = (count: number): number =>
    count === 0 ? 0 : Math.max(LEAST, Math.round((HEIGHT * count) / most));
  return (
    <svg
      class="chart"
      role="img"
      aria-label={view.t.today.chartMeans}
      preserveAspectRatio="none"
      viewBox={`0 0 ${DAYS * STEP} ${HEIGHT}`}
    >
      {days.map((day, at) => {
        const good = scale(changed(day));
        const bad = scale(day.failedRecords);
        const x = at * STEP + (STEP - BAR) / 2;
        return (
          <g>
            <rect class="ground" x={x} y={HEIGHT - 1} width={BAR} height={1} />
            <rect class="good" x={x} y={HEIGHT - good} width={BAR} height={good} />
            <rect class="bad" x={x} y={HEIGHT - good - bad} width={BAR} height={bad} />
          </g>
        );
      })}
    </svg>
  );
};

/** The numbers behind the bars, the latest day first. */
const DaysTable: FC<DaysProps> = ({ view: { t, language }, days }) => (
  <Table
    label={t.today.chart}
    heads={[
      t.today.day,
      t.today.runsOfDay,
      t.today.created,
      t.today.updated,
      t.today.failedRecords,
    ]}
  >
    {[...days].reverse().map((day) => (
      <tr>
        <th scope="row">{shownAt(`${day.date}T12:00:00Z`, 'day', language)}</th>
        {[day.completed + day.failed, day.created, day.updated, day.failedRecords].map((count) => (
          <td class="n">{shownNumber(count, language)}</td>
        ))}
      </tr>
    ))}
  </Table>
);

/** The last thirty days as bars; what they show is in the table below, for whoever does not see them. */
export const DaysChart: FC<DaysProps> = ({ view, days }) => {
  const { chart, chartMeans } = view.t.today;
  const all = lastDays(days, view.now);
  return (
    <section>
      <h2>{chart}</h2>
      <Bars view={view} days={all} />
      <details>
        <summary>{chartMeans}</summary>
        <DaysTable view={view} days={all} />
      </details>
    </section>
  );
};
