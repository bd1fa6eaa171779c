import type { FC } from 'hono/jsx';
import { spoken } from '../../admin/language';
import { progressLine } from '../../admin/progress';
import type { Progress } from '../../admin/watch-run';
import { shownStatus, type Run } from '../../ports/run';
import { CONSOLE, SECOND_MS } from '../../sync/budget';
import { Layout } from '../components/layout';
import { Choice, Done, When } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';
import { Counts, Reasons } from './run-counts';
import { HeldRun, UndoRun } from './held';
import { RunStatus, tookText } from './runs';

const { runSeconds: REFRESH } = CONSOLE;

const Facts: FC<{ readonly view: View; readonly run: Run }> = ({ view, run }) => {
  const { t, words } = view;
  const clientify = run.calls_GET + run.calls_POST + run.calls_PUT + run.calls_PATCH;
  return (
    <dl>
      <dt>{t.runs.status}</dt>
      <dd>
        <RunStatus view={view} run={run} />
      </dd>
      <dt>{t.runs.mode}</dt>
      <dd>{words.modes[run.mode]}</dd>
      <dt>{t.runs.began}</dt>
      <dd>
        <When view={view} at={run.startedAt} />
      </dd>
      <dt>{t.runs.ended}</dt>
      <dd>
        <When view={view} at={run.finishedAt} />
      </dd>
      <dt>{t.runs.took}</dt>
      <dd>{tookText(run, view)}</dd>
      <dt>{t.runs.calls}</dt>
      <dd>{t.runs.callsOf(run.calls_giav, clientify)}</dd>
      {run.records.length === 0 ? null : (
        <>
          <dt>{words.modes.redrive}</dt>
          <dd>{t.runs.records(run.records.length)}</dd>
        </>
      )}
    </dl>
  );
};

/** The part of a run's page that changes while it runs. */
export const RunNowPart: FC<{
  readonly view: View;
  readonly run: Run;
  readonly progress: Progress | null;
}> = ({ view, run, progress }) => {
  const { words, language } = view;
  const running = shownStatus(run) === 'running';
  return (
    <section
      class="card"
      data-live={running ? `${paths.run(run.id)}/vivo` : undefined}
      data-every={running ? String(REFRESH * SECOND_MS) : undefined}
      data-reload={running ? undefined : ''}
      aria-live="polite"
    >
      <Facts view={view} run={run} />
      {progress === null ? null : (
        <>
          <Done view={view} phase={run.phase} progress={progress} />
          <p>{progressLine(progress, undefined, words)}</p>
        </>
      )}
      {run.error ? <p class="bad">{spoken(run.error.message, run.error.es, language)}</p> : null}
    </section>
  );
};

/** Whether it is over and did something in Clientify that can be undone. */
function hasChanged({ status, summary }: Run): boolean {
  if (status === 'running' || !summary) return false;
  return [summary.clients, summary.expedientes].some(
    ({ created, updated, linked }) => created + updated + linked > 0,
  );
}

export const RunPage: FC<{
  readonly view: View;
  readonly run: Run;
  readonly progress: Progress | null;
}> = ({ view, run, progress }) => {
  const { t } = view;
  const running = run.status === 'running';
  return (
    <Layout view={view} title={t.runs.run} refresh={running && !run.held ? REFRESH : undefined}>
      <p>
        <a href={paths.runs}>{t.runs.back}</a>
      </p>
      <h1>{t.runs.run}</h1>
      <p class="soft">
        <code>{run.id}</code>
      </p>
      <RunNowPart view={view} run={run} progress={progress} />
      {running ? (
        <Choice
          view={view}
          to={paths.actions.cancel}
          fields={{ ejecucion: run.id }}
          says={t.runs.cancel}
          means={t.runs.cancelMeans}
        />
      ) : null}
      {running && run.held ? <HeldRun view={view} run={run} held={run.held} /> : null}
      {run.summary ? (
        <>
          <h2>{t.runs.what}</h2>
          <Counts view={view} summary={run.summary} label={t.runs.what} />
          <Reasons view={view} summary={run.summary} />
        </>
      ) : null}
      {hasChanged(run) && view.person.role === 'admin' ? <UndoRun view={view} run={run} /> : null}
    </Layout>
  );
};

/** Of a run that nobody has begun yet: looked at until it is there, when the whole page is another one. */
export const AskedRunPart: FC<{ readonly view: View; readonly id: string }> = ({ view, id }) => (
  <section
    class="notice plain"
    data-live={`${paths.run(id)}/vivo?pedida=si`}
    data-every={String(REFRESH * SECOND_MS)}
  >
    <h2>{view.t.runs.notYet}</h2>
    <p>{view.t.runs.notYetMeans}</p>
  </section>
);

/** A run that was asked for and that nobody has begun. */
export const AskedRunPage: FC<{ readonly view: View; readonly id: string }> = ({ view, id }) => {
  const { t } = view;
  return (
    <Layout view={view} title={t.runs.run} refresh={REFRESH}>
      <p>
        <a href={paths.runs}>{t.runs.back}</a>
      </p>
      <h1>{t.runs.run}</h1>
      <AskedRunPart view={view} id={id} />
    </Layout>
  );
};
