import type { FC } from 'hono/jsx';
import type { SettingsState } from '../../admin/settings-overlay';
import type { SyncConfig } from '../../config/schema';
import { writeBackMode } from '../../config/way-back-settings';
import type { SettingsVersion } from '../../ports/settings-versions';
import { Layout } from '../components/layout';
import { Choice, Notice, Press, Scroll, Table, When } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';

interface Props {
  readonly view: View;
  readonly config: SyncConfig;
}

interface PageProps {
  readonly view: View;
  readonly settings: SettingsState;
  /** Newest first. */
  readonly versions: readonly SettingsVersion[];
  /** Why what was changed does not fit the deployed document any more. */
  readonly problem?: string;
}

const Stages: FC<Props> = ({ view, config }) => {
  const { t } = view;
  const stages = Object.entries(config.stages);
  return (
    <section>
      <h2>{t.settings.stages}</h2>
      {stages.length === 0 ? null : (
        <Table label={t.settings.stages} heads={[t.settings.giavState, t.settings.stage]}>
          {stages.map(([state, stage]) => (
            <tr>
              <th scope="row">{state}</th>
              <td>{stage}</td>
            </tr>
          ))}
        </Table>
      )}
      <dl>
        <dt>{t.settings.pipeline}</dt>
        <dd>{config.pipeline}</dd>
        <dt>{t.settings.default}</dt>
        <dd>{t.settings.sameName}</dd>
        <dt>{t.settings.fallback}</dt>
        <dd>{config.fallbackStage ?? t.settings.firstStage}</dd>
        <dt>{t.settings.closed}</dt>
        <dd>{config.closedStage ?? t.settings.asTheirState}</dd>
      </dl>
    </section>
  );
};

const ClientTypes: FC<Props> = ({ view, config }) => {
  const { t } = view;
  const types = Object.entries(config.clientTypes);
  if (types.length === 0) return null;
  return (
    <section>
      <h2>{t.settings.clientTypes}</h2>
      <Table
        label={t.settings.clientTypes}
        heads={[t.settings.giavType, t.settings.status, t.settings.contactType]}
      >
        {types.map(([type, { status, contactType }]) => (
          <tr>
            <th scope="row">{type}</th>
            <td>{status}</td>
            <td>{contactType}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
};

const Rest: FC<Props> = ({ view, config }) => {
  const { t } = view;
  const giavOnly = Object.entries(config.owners)
    .filter(([, owner]) => owner === 'giav')
    .map(([field]) => field);
  return (
    <dl>
      <dt>{t.settings.offices}</dt>
      <dd>{config.offices.length === 0 ? t.settings.allOffices : config.offices.join(', ')}</dd>
      <dt>{t.settings.consents}</dt>
      <dd>
        <p>{t.settings.unsubscribe[config.consents.unsubscribe]}</p>
        <p>{t.settings.resubscribe[config.consents.resubscribe]}</p>
      </dd>
      <dt>{t.settings.schedules}</dt>
      <dd>
        <p>{t.settings.everyMinutes(config.modified.everyMinutes)}</p>
        <p>{t.settings.fullCron(config.full.cron)}</p>
      </dd>
      <dt>{t.settings.wayBack}</dt>
      <dd>
        <p>{t.connection.wayBackModes[writeBackMode(config)]}</p>
        <p>{t.settings.winner[config.writeBack.winner]}</p>
      </dd>
      <dt>{t.settings.owners}</dt>
      <dd>{giavOnly.length === 0 ? t.settings.noOwners : giavOnly.join(', ')}</dd>
    </dl>
  );
};

/** Where one begins to change them. */
const Change: FC<{ readonly view: View }> = ({ view }) => {
  const { t } = view;
  if (view.person.role !== 'admin') return <p class="soft">{t.readerOnly}</p>;
  return (
    <>
      <Choice
        view={view}
        to={paths.actions.choices}
        says={t.edit.change}
        means={t.edit.changeMeans}
        main
      />
      <p>
        <a href={paths.editSettings}>{t.edit.withoutLists}</a>
      </p>
    </>
  );
};

const Version: FC<{
  readonly view: View;
  readonly version: SettingsVersion;
  readonly current: number;
}> = ({ view, version: { version, at, by, overlay, revertOf }, current }) => {
  const { t } = view;
  return (
    <tr>
      <th scope="row">{version}</th>
      <td>
        <When view={view} at={at} />
      </td>
      <td>{by}</td>
      <td class="wide">
        {revertOf === undefined ? null : <p>{t.edit.revertOf(revertOf)}</p>}
        <code>{JSON.stringify(overlay)}</code>
      </td>
      <td>
        {version === current ? (
          <span class="tag good">{t.edit.inForce}</span>
        ) : (
          <Revert view={view} to={version} current={current} />
        )}
      </td>
    </tr>
  );
};

const Revert: FC<{ readonly view: View; readonly to: number; readonly current: number }> = ({
  view,
  to,
  current,
}) => (
  <Press
    view={view}
    to={paths.actions.settings}
    fields={{ version: String(to), despues: String(current) }}
    says={view.t.edit.revert}
  />
);

const History: FC<PageProps> = ({ view, settings, versions }) => {
  const { t } = view;
  if (versions.length === 0) return null;
  return (
    <section>
      <h2>{t.edit.history}</h2>
      <Table
        label={t.edit.history}
        heads={[t.edit.version, t.activity.when, t.activity.who, t.edit.to, '']}
      >
        {versions.map((version) => (
          <Version view={view} version={version} current={settings.version} />
        ))}
        <tr>
          <th scope="row">0</th>
          <td>{t.none}</td>
          <td>{t.none}</td>
          <td>{t.edit.deployed}</td>
          <td>
            <Revert view={view} to={0} current={settings.version} />
          </td>
        </tr>
      </Table>
    </section>
  );
};

/** The mapping in force, for people: what counts, who has changed what, and the way to change it. */
export const SettingsPage: FC<PageProps> = (props) => {
  const { view, settings, problem } = props;
  const { t } = view;
  const { effective: config, version, at, by } = settings;
  return (
    <Layout view={view} title={t.settings.title}>
      <h1>{t.settings.title}</h1>
      {problem === undefined ? null : (
        <Notice kind="bad" title={t.edit.unfit}>
          <p>{problem}</p>
          <p>{t.edit.unfitMeans}</p>
        </Notice>
      )}
      <p>{t.settings.intro}</p>
      <p class="soft">
        {version === 0 ? (
          t.edit.asDeployed
        ) : (
          <>
            {t.edit.byWhom(version, by ?? '')}, <When view={view} at={at} />
          </>
        )}
      </p>
      <Change view={view} />
      <Stages view={view} config={config} />
      <ClientTypes view={view} config={config} />
      <section>
        <Rest view={view} config={config} />
      </section>
      <History {...props} />
      <details>
        <summary>{t.settings.whole}</summary>
        <Scroll label={t.settings.whole}>
          <pre>{JSON.stringify(config, null, 2)}</pre>
        </Scroll>
      </details>
    </Layout>
  );
};
