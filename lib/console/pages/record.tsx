import type { FC } from 'hono/jsx';
import type { KnownRecord } from '../../admin/record';
import { whyAttention } from '../../admin/held-links';
import type { SyncConfig } from '../../config/schema';
import type { SeenHalt } from '../../ports/incidents';
import type { Link } from '../../ports/links';
import { Layout } from '../components/layout';
import { Choice, Notice, Press, RecordLink, When } from '../components/parts';
import { paths } from '../paths';
import { sentenceOf, type View } from '../view';
import { IncidentPart, Resume } from './incident';
import { Timeline } from './timeline';

interface Props {
  readonly view: View;
  readonly record: KnownRecord;
  /** The way back is halted because of this client. */
  readonly halt: SeenHalt | null;
  readonly config: SyncConfig;
}

const TONES = {
  linked: 'good',
  creating: 'plain',
  refused: 'warning',
  forgotten: 'plain',
} as const;

const Facts: FC<Props> = ({ view, record }) => {
  const { t } = view;
  const { entity, id, link } = record;
  const ofGiav = entity === 'client' || entity === 'expediente';
  const { kind, clientifyId } = link ?? {};
  return (
    <dl>
      <dt>{t.record.state}</dt>
      <dd>
        {link === null ? (
          ofGiav ? (
            t.record.noLink
          ) : (
            t.record.unlinkedClientify
          )
        ) : (
          <span class={`tag ${TONES[link.status]}`}>{t.record.statuses[link.status]}</span>
        )}
      </dd>
      <dt>{ofGiav ? t.record.giavId : t.record.clientifyId}</dt>
      <dd>{id}</dd>
      {clientifyId === undefined ? null : (
        <>
          <dt>{t.record.clientifyId}</dt>
          <dd>{`${t.kinds[kind ?? ''] ?? ''} ${clientifyId}`}</dd>
        </>
      )}
      {link?.clientId === undefined ? null : (
        <>
          <dt>{t.record.clientOf}</dt>
          <dd>
            <RecordLink view={view} entity="client" id={link.clientId} />
          </dd>
        </>
      )}
      {link === null ? null : (
        <>
          <dt>{t.record.since}</dt>
          <dd>
            <When view={view} at={link.at} />
          </dd>
        </>
      )}
      {link?.reason === undefined ? null : (
        <>
          <dt>{t.record.reason}</dt>
          <dd>
            <code>{link.reason}</code> {sentenceOf(link.reason, view)}
          </dd>
        </>
      )}
    </dl>
  );
};

const Waiting: FC<{ readonly view: View; readonly link: Link }> = ({ view, link }) => {
  const { t } = view;
  const parked = Object.entries(link.parked ?? {});
  const isKnown =
    parked.length > 0 ||
    (link.notices ?? []).length > 0 ||
    (link.duplicates ?? []).length > 0 ||
    Object.values(link.fights ?? {}).some(({ resting }) => resting);
  if (!isKnown && link.unverified !== true) return null;
  return (
    <Notice kind="warning" title={t.record.waits}>
      {link.unverified === true ? <p>{t.record.unverified}</p> : null}
      {isKnown
        ? whyAttention(link).map((reason) => (
            <p>
              <code>{reason}</code> {sentenceOf(reason, view)}
            </p>
          ))
        : null}
      {parked.map(([field, { note }]) => (
        <p>{t.record.parked(field, note)}</p>
      ))}
      {(link.duplicates ?? []).length > 0 ? (
        <p>{t.record.duplicates((link.duplicates ?? []).join(', '))}</p>
      ) : null}
    </Notice>
  );
};

const Failed: FC<{ readonly view: View; readonly record: KnownRecord }> = ({ view, record }) => {
  const { failure } = record;
  const last = failure?.history.at(-1);
  if (failure === null || last === undefined) return null;
  return (
    <Notice kind="bad" title={view.t.record.failed(failure.attempts)}>
      <p>
        <code>{last.reason}</code> {sentenceOf(last.reason, view)}
      </p>
      <p class="pre">{last.message}</p>
    </Notice>
  );
};

const Actions: FC<Props> = ({ view, record }) => {
  const { t } = view;
  const { entity, id, link } = record;
  return (
    <section class="card">
      <div class="line">
        <Press
          view={view}
          to={paths.actions.sync}
          fields={{ registro: `${entity}:${id}` }}
          says={t.record.syncNow}
          main
        />
        <span class="soft">{t.record.syncNowMeans}</span>
      </div>
      {entity === 'client' || entity === 'expediente' ? (
        <Choice
          view={view}
          to={paths.actions['rehearse-record']}
          fields={{ registro: `${entity}:${id}` }}
          says={t.rehearsal.oneRecord}
          means={t.rehearsal.oneRecordMeans}
        />
      ) : null}
      {entity === 'client' && link?.status === 'linked' ? (
        <div class="line">
          <Press
            view={view}
            to={paths.actions.compare}
            fields={{ cliente: id }}
            says={t.record.compare}
          />
          <span class="soft">{t.record.compareMeans}</span>
        </div>
      ) : null}
      {entity === 'client' ? (
        <p>
          <a href={paths.forgetClient(id)}>{t.forget.open}</a>
        </p>
      ) : null}
    </section>
  );
};

/** All that is known of one record. */
export const RecordPage: FC<Props> = (props) => {
  const { view, record } = props;
  const { t } = view;
  const { entity, id, name, link } = record;
  const label = `${t.entities[entity]} ${id}`;
  return (
    <Layout view={view} title={label}>
      <h1>{name === null ? label : `${label}: ${name}`}</h1>
      {record.unreadable === null ? null : <Notice kind="bad" title={record.unreadable} />}
      <Failed view={view} record={record} />
      {link === null ? null : <Waiting view={view} link={link} />}
      <section class="card">
        <Facts {...props} />
      </section>
      {view.person.role === 'admin' ? <Actions {...props} /> : null}
      {record.incidents.map((incident, at) => (
        <IncidentPart view={view} incident={incident} halt={at === 0 ? props.halt : null} />
      ))}
      {props.halt !== null && record.incidents.length === 0 ? (
        <Resume view={view} halt={props.halt} />
      ) : null}
      <h2>{t.record.timeline}</h2>
      <Timeline view={view} record={record} config={props.config} />
    </Layout>
  );
};
