import type { FC } from 'hono/jsx';
import type { SyncConfig } from '../../config/schema';
import { writeBackMode } from '../../config/schema';
import { Layout } from '../components/layout';
import { Scroll, Table } from '../components/parts';
import type { View } from '../view';

interface Props {
  readonly view: View;
  readonly config: SyncConfig;
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

/** The mapping in force, for people. */
export const SettingsPage: FC<Props> = (props) => {
  const { view, config } = props;
  const { t } = view;
  return (
    <Layout view={view} title={t.settings.title}>
      <h1>{t.settings.title}</h1>
      <p>{t.settings.intro}</p>
      <Stages {...props} />
      <ClientTypes {...props} />
      <section>
        <Rest {...props} />
      </section>
      <details>
        <summary>{t.settings.whole}</summary>
        <Scroll label={t.settings.whole}>
          <pre>{JSON.stringify(config, null, 2)}</pre>
        </Scroll>
      </details>
    </Layout>
  );
};
