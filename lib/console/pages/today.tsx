import type { FC } from 'hono/jsx';
import { progressLine } from '../../admin/progress';
import type { RunNow, Today } from '../../admin/today';
import { CONSOLE, SECOND_MS } from '../../sync/budget';
import { localToday } from '../../sync/dates';
import { DaysChart } from '../components/chart';
import { Layout } from '../components/layout';
import { Done, Notice, When } from '../components/parts';
import { clientifyTrouble, giavTrouble } from '../health';
import { paths } from '../paths';
import { shownAt, shownNumber, type View } from '../view';
import { Troubles, hasTrouble, type Shown } from './today-troubles';

const { runSeconds: REFRESH } = CONSOLE;

const Answer: FC<Shown> = (shown) => {
  const { view, today } = shown;
  const { t } = view;
  const { count, more } = today.waiting;
  if (count > 0)
    return (
      <Notice kind="warning" title={t.today.needsYou(count, more)}>
        <p>
          <a class="button" href={paths.waiting}>
            {t.today.see}
          </a>
        </p>
      </Notice>
    );
  // Its own notice says what is the matter.
  if (hasTrouble(shown)) return null;
  if (today.last === null && today.running === null)
    return (
      <Notice kind="plain" title={t.today.notYet}>
        <p>{t.today.notYetMeans}</p>
        <p>
          <a class="button" href={paths.runs}>
            {t.runs.start}
          </a>
        </p>
      </Notice>
    );
  return (
    <Notice kind="good" title={t.today.allWell}>
      <p>{t.today.allWellMeans}</p>
    </Notice>
  );
};

/** What is running now. It is fetched again while something is. */
export const Running: FC<{ readonly view: View; readonly now: RunNow | null }> = ({
  view,
  now,
}) => {
  const { t, words } = view;
  if (now === null)
    return (
      <section class="card" data-reload="">
        <h2>{t.today.running}</h2>
        <p>{t.today.idle}</p>
      </section>
    );
  const { run, progress } = now;
  return (
    <section
      class="card"
      data-live={`${paths.today}/vivo`}
      data-every={String(REFRESH * SECOND_MS)}
      aria-live="polite"
    >
      <h2>{t.today.running}</h2>
      <p>
        <a href={paths.run(run.id)}>{`${t.runs.run} ${words.modes[run.mode]}`}</a>
      </p>
      <Done view={view} phase={run.phase} progress={progress} />
      <p>{progressLine(progress, paceOf(now, view.now), words)}</p>
    </section>
  );
};

/** Records done a second since the run began; nothing as long as that is chance. */
function paceOf({ run, progress }: RunNow, now: Date): number | undefined {
  const passed = now.getTime() - Date.parse(run.startedAt);
  return passed < CONSOLE.paceMs || progress.done === 0
    ? undefined
    : progress.done / (passed / SECOND_MS);
}

const Facts: FC<{ readonly view: View; readonly today: Today }> = ({ view, today }) => {
  const { t, words, language } = view;
  const { last, next, watermark, reconciled } = today;
  return (
    <section class="card">
      <h2>{t.today.systems}</h2>
      <dl>
        <dt>{t.connection.giav}</dt>
        <dd>{giavTrouble(today, view) ?? t.today.giavFine}</dd>
        <dt>{t.connection.clientify}</dt>
        <dd>{clientifyTrouble(today, view) ?? t.today.clientifyFine}</dd>
        <dt>{t.today.lastRun}</dt>
        <dd>
          {last === null ? (
            t.today.never
          ) : (
            <>
              <a href={paths.run(last.id)}>{words.modes[last.mode]}</a>,{' '}
              {words.statuses[last.status]},{' '}
              <When view={view} at={last.finishedAt ?? last.startedAt} />
            </>
          )}
        </dd>
        <dt>{t.today.nextRun}</dt>
        <dd>{next === null ? t.today.byHand : t.today.around(shownAt(next, 'time', language))}</dd>
        <dt>{t.today.inStep}</dt>
        <dd>{watermark === null ? t.today.never : <When view={view} at={watermark} />}</dd>
        {reconciled === null ? null : (
          <>
            <dt>{t.today.reconciled}</dt>
            <dd>
              <When view={view} at={reconciled} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

const Changed: FC<{ readonly view: View; readonly today: Today }> = ({ view, today }) => {
  const { t, language } = view;
  const day = today.days.find(({ date }) => date === localToday(view.now));
  return (
    <section class="card">
      <h2>{t.today.whatChanged}</h2>
      {day === undefined ? (
        <p>{t.today.nothingToday}</p>
      ) : (
        <ul class="counts">
          {(['created', 'updated', 'writtenBack', 'failedRecords'] as const).map((name) => (
            <li>
              <b>{shownNumber(day[name], language)}</b> {t.today[name]}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

export const TodayPage: FC<Shown> = ({ view, today, unfit }) => (
  <Layout
    view={view}
    title={view.t.nav.today}
    refresh={today.running === null ? undefined : REFRESH}
  >
    <h1>{view.t.nav.today}</h1>
    <Troubles view={view} today={today} unfit={unfit} />
    <Answer view={view} today={today} unfit={unfit} />
    <div class="cards">
      <Running view={view} now={today.running} />
      <Facts view={view} today={today} />
      <Changed view={view} today={today} />
    </div>
    <DaysChart view={view} days={today.days} />
  </Layout>
);
