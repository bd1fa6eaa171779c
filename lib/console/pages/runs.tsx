import type { FC } from 'hono/jsx';
import { shownStatus, type Run } from '../../ports/run';
import { SECOND_MS } from '../../sync/budget';
import { OUTCOMES } from '../../sync/decision';
import { Layout } from '../components/layout';
import { Action, Notice, Pager, Table, When } from '../components/parts';
import { paths } from '../paths';
import { shownNumber, type View } from '../view';

const TONES = {
  completed: 'good',
  running: 'plain',
  failed: 'bad',
  refused: 'warning',
  cancelled: 'warning',
  held: 'warning',
} as const;

export const RunStatus: FC<{ readonly view: View; readonly run: Run }> = ({ view, run }) => (
  <span class={`tag ${TONES[shownStatus(run)]}`}>{view.words.statuses[shownStatus(run)]}</span>
);

/** How long it took, or takes so far. */
export function tookText({ startedAt, finishedAt }: Run, { t, now }: View): string {
  const end = finishedAt == null ? now.getTime() : Date.parse(finishedAt);
  const seconds = Math.max(0, Math.round((end - Date.parse(startedAt)) / SECOND_MS));
  return seconds < 90 ? t.runs.seconds(seconds) : t.runs.minutes(Math.round(seconds / 60));
}

/** What became of its records, in words: only what happened. */
export function outcomesText({ summary }: Run, { t, words, language }: View): string {
  if (!summary) return t.none;
  const { clients, expedientes } = summary;
  const counts = OUTCOMES.map(
    (outcome) => [outcome, clients[outcome] + expedientes[outcome]] as const,
  );
  return (
    counts
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => `${words.counts[outcome]} ${shownNumber(count, language)}`)
      .join(', ') || t.none
  );
}

const Start: FC<{ readonly view: View; readonly busy: boolean }> = ({ view, busy }) => {
  const { t } = view;
  return (
    <Action view={view} to={paths.actions.start}>
      <section class="card">
        <h2>{t.runs.start}</h2>
        {busy ? <p class="soft">{t.runs.busy}</p> : null}
        <dl>
          <dt>
            <button name="modo" value="modified" class="main">
              {t.runs.modified}
            </button>
          </dt>
          <dd>{t.runs.modifiedMeans}</dd>
          <dt>
            <button name="modo" value="full">
              {t.runs.full}
            </button>
          </dt>
          <dd>{t.runs.fullMeans}</dd>
        </dl>
      </section>
    </Action>
  );
};

const Rehearse: FC<{ readonly view: View }> = ({ view }) => {
  const { t } = view;
  return (
    <Action view={view} to={paths.actions.rehearse}>
      <section class="card">
        <h2>{t.rehearsal.start}</h2>
        <p>{t.rehearsal.means}</p>
        <div class="line">
          <button name="modo" value="full">
            {t.rehearsal.full}
          </button>
          <button name="modo" value="modified">
            {t.rehearsal.modified}
          </button>
        </div>
      </section>
    </Action>
  );
};

export const RunsPage: FC<{
  readonly view: View;
  readonly runs: readonly Run[];
  readonly next: string | null;
  readonly isFirst: boolean;
}> = ({ view, runs, next, isFirst }) => {
  const { t, words } = view;
  return (
    <Layout view={view} title={t.runs.title}>
      <h1>{t.runs.title}</h1>
      <Start view={view} busy={runs.some(({ status }) => status === 'running')} />
      <Rehearse view={view} />
      {runs.length === 0 ? (
        <Notice kind="plain" title={t.runs.none} />
      ) : (
        <Table
          label={t.runs.title}
          heads={[t.runs.began, t.runs.mode, t.runs.status, t.runs.took, t.runs.what]}
        >
          {runs.map((run) => (
            <tr>
              <th scope="row">
                <a href={paths.run(run.id)}>
                  <When view={view} at={run.startedAt} />
                </a>
              </th>
              <td>{words.modes[run.mode]}</td>
              <td>
                <RunStatus view={view} run={run} />
              </td>
              <td>{tookText(run, view)}</td>
              <td>{outcomesText(run, view)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager view={view} path={paths.runs} isFirst={isFirst} next={next} />
    </Layout>
  );
};
