import type { FC } from 'hono/jsx';
import type { AnswerTime, AnswerTimes } from '../../admin/answer-times';
import type { Today } from '../../admin/today';
import type { SyncConfig } from '../../config/schema';
import { writeBackMode } from '../../config/way-back-settings';
import { SECOND_MS } from '../../sync/budget';
import { Layout } from '../components/layout';
import { Action, When } from '../components/parts';
import { clientifyTrouble, giavTrouble, haltText } from '../health';
import { paths } from '../paths';
import type { View } from '../view';
import { SlotsCard } from './slots';
import type { SlotsSeen } from '../../ports/webhook-slots';

export type Health = Pick<Today, 'running' | 'pause' | 'watermark' | 'reconciled' | 'halted'> & {
  /** When a webhook last came (ISO); null = never. */
  readonly heard: string | null;
  /** Of the last run. */
  readonly answers: AnswerTimes;
};

const Answers: FC<{ readonly view: View; readonly time: AnswerTime | null }> = ({ view, time }) => {
  const { answerTime, answers, slow } = view.t.connection;
  return (
    <>
      <dt>{answerTime}</dt>
      <dd>
        {time === null ? view.t.today.never : answers(time.ms / SECOND_MS)}
        {time?.isSlow ? ` — ${slow}` : ''}
      </dd>
    </>
  );
};

const Giav: FC<{ readonly view: View; readonly health: Health }> = ({ view, health }) => {
  const { t } = view;
  const trouble = giavTrouble(health, view);
  return (
    <section class={`card ${trouble === null ? 'good' : 'warning'}`}>
      <h2>{t.connection.giav}</h2>
      <p>{trouble ?? t.connection.fine}</p>
      <dl>
        <dt>{t.connection.lastRead}</dt>
        <dd>
          {health.watermark === null ? t.today.never : <When view={view} at={health.watermark} />}
        </dd>
        <Answers view={view} time={health.answers.giav} />
      </dl>
    </section>
  );
};

const Clientify: FC<{ readonly view: View; readonly health: Health }> = ({ view, health }) => {
  const { t } = view;
  const { reconciled } = health;
  const trouble = clientifyTrouble(health, view);
  return (
    <section class={`card ${trouble === null ? 'good' : 'warning'}`}>
      <h2>{t.connection.clientify}</h2>
      <p>{trouble ?? t.connection.fine}</p>
      <dl>
        <dt>{t.connection.lastSearch}</dt>
        <dd>{reconciled === null ? t.today.never : <When view={view} at={reconciled} />}</dd>
        <Answers view={view} time={health.answers.clientify} />
      </dl>
    </section>
  );
};

/** Whether Clientify tells of changes as they happen; without that they are found by searching. */
const Heard: FC<{ readonly view: View; readonly health: Health }> = ({ view, health }) => {
  const { t } = view;
  return (
    <dl>
      <dt>{t.connection.lastHeard}</dt>
      <dd>
        {health.heard === null ? t.connection.neverHeard : <When view={view} at={health.heard} />}
      </dd>
    </dl>
  );
};

/** Whether both systems can be reached, and a check-up on demand. */
export const ConnectionPage: FC<{
  readonly view: View;
  readonly health: Health;
  readonly config: SyncConfig;
  readonly slots: { readonly url: string | null; readonly seen: SlotsSeen | null };
}> = ({ view, health, config, slots }) => {
  const { t } = view;
  const { halted } = health;
  return (
    <Layout view={view} title={t.connection.title}>
      <h1>{t.connection.title}</h1>
      <div class="cards">
        <Giav view={view} health={health} />
        <Clientify view={view} health={health} />
        <section class={`card ${halted ? 'bad' : ''}`}>
          <h2>{t.connection.wayBack}</h2>
          <p>{t.connection.wayBackModes[writeBackMode(config)]}</p>
          {config.writeBack.mode === 'off' ? null : <Heard view={view} health={health} />}
          {halted === null ? null : <p>{haltText(halted, view)}</p>}
        </section>
      </div>
      <SlotsCard view={view} mode={config.writeBack.mode} {...slots} />
      <section class="card">
        <h2>{t.connection.doctor}</h2>
        <p>{t.connection.doctorMeans}</p>
        {view.person.role === 'admin' ? (
          <p class="soft">{t.connection.wholeMeans}</p>
        ) : (
          <p class="soft">{t.readerOnly}</p>
        )}
        <Action view={view} to={paths.actions.doctor}>
          <div class="line">
            <button class="main" name="rapida" value="si">
              {t.connection.quick}
            </button>
            <button name="rapida" value="no">
              {t.connection.whole}
            </button>
          </div>
        </Action>
      </section>
    </Layout>
  );
};
