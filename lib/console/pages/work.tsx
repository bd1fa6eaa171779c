import type { FC } from 'hono/jsx';
import type { Answer } from '../../ports/asked';
import { CONSOLE, HOUR_MS, SECOND_MS } from '../../sync/budget';
import { KEPT_HOURS } from '../../sync/kept';
import { Layout } from '../components/layout';
import { Notice } from '../components/parts';
import { paths } from '../paths';
import { shownAt, type View } from '../view';
import { Result } from './result';

const { workSeconds: REFRESH } = CONSOLE;

/** Nobody waits any more: it was not answered, or the answer is not kept. */
const isGone = ({ askedAt, answer }: WorkState, now: Date): boolean =>
  answer === null &&
  askedAt !== null &&
  now.getTime() - askedAt.getTime() > KEPT_HOURS.answers * HOUR_MS;

export interface WorkState {
  readonly id: string;
  readonly askedAt: Date | null;
  readonly answer: Answer | null;
}

const Waiting: FC<{ readonly view: View; readonly state: WorkState }> = ({ view, state }) => {
  const { t, now } = view;
  const passed = state.askedAt === null ? 0 : now.getTime() - state.askedAt.getTime();
  const long = passed > CONSOLE.longMs;
  const live = {
    'data-live': `${paths.work(state.id)}/vivo`,
    'data-every': String(REFRESH * SECOND_MS),
  };
  return (
    <section class={`notice ${long ? 'warning' : 'plain'}`} {...live} aria-live="polite">
      <h2>{long ? t.work.long : t.work.waiting}</h2>
      <p>{long ? t.work.longMeans : t.work.waitingMeans}</p>
      <p>
        <a href={paths.work(state.id)}>{t.work.refresh}</a>
      </p>
    </section>
  );
};

/** Why it was not done, in words of the pages where there are any. */
function refusedText({ refused, refusal }: Answer, { t, language }: View): string {
  return refusal === undefined
    ? (refused?.[language] ?? '')
    : t.refusals[refusal.code](refusal.about);
}

/** The part of the page that changes. */
export const WorkPart: FC<{ readonly view: View; readonly state: WorkState }> = ({
  view,
  state,
}) => {
  const { t, language } = view;
  const { answer } = state;
  if (isGone(state, view.now))
    return (
      <div data-reload="">
        <Notice kind="plain" title={t.work.gone}>
          <p>{t.work.goneMeans}</p>
        </Notice>
      </div>
    );
  if (answer === null) return <Waiting view={view} state={state} />;
  return (
    <div data-reload="">
      {answer.refused === null ? (
        <Result view={view} answer={answer} />
      ) : (
        <Notice kind="bad" title={t.work.refused}>
          <p>{refusedText(answer, view)}</p>
        </Notice>
      )}
      <p class="soft">{t.work.askedBy(answer.by, shownAt(answer.askedAt, 'time', language))}</p>
    </div>
  );
};

/** What became of something that somebody asked for. */
export const WorkPage: FC<{ readonly view: View; readonly state: WorkState }> = ({
  view,
  state,
}) => {
  const { t } = view;
  const { answer } = state;
  const labels: Readonly<Record<string, string>> = t.actions;
  const waits = answer === null && !isGone(state, view.now);
  return (
    <Layout view={view} title={t.work.title} refresh={waits ? REFRESH : undefined}>
      <h1>{labels[answer?.do ?? ''] ?? t.work.title}</h1>
      <WorkPart view={view} state={state} />
      <p class="line">
        <a class="button" href={paths.waiting}>
          {t.waiting.back}
        </a>
      </p>
    </Layout>
  );
};
