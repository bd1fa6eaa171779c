import type { Child, FC } from 'hono/jsx';
import type { KnownRecord } from '../../admin/record';
import { whyAttention } from '../../admin/held-links';
import type { SyncConfig } from '../../config/schema';
import type { SeenHalt } from '../../ports/incidents';
import type { Link } from '../../ports/links';
import type { Subject } from '../../sync/decision';
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

const isOfGiav = (entity: Subject): boolean => entity === 'client' || entity === 'expediente';

/** A word, and what it stands for. */
const Fact: FC<{ readonly is: string; readonly children?: Child }> = ({ is, children }) => (
  <>
    <dt>{is}</dt>
    <dd>{children}</dd>
  </>
);

/** How far a record has come; of one without a link, what that means. */
const State: FC<Pick<Props, 'view' | 'record'>> = ({ view: { t }, record: { entity, link } }) => {
  if (link !== null)
    return <span class={`tag ${TONES[link.status]}`}>{t.record.statuses[link.status]}</span>;
  return <>{isOfGiav(entity) ? t.record.noLink : t.record.unlinkedClientify}</>;
};

/** What its link tells of a record. */
const LinkFacts: FC<{ readonly view: View; readonly link: Link }> = ({ view, link }) => {
  const { t } = view;
  const { kind, clientifyId, clientId, at, reason } = link;
  return (
    <>
      {clientifyId === undefined ? null : (
        <Fact is={t.record.clientifyId}>{`${t.kinds[kind ?? ''] ?? ''} ${clientifyId}`}</Fact>
      )}
      {clientId === undefined ? null : (
        <Fact is={t.record.clientOf}>
          <RecordLink view={view} entity="client" id={clientId} />
        </Fact>
      )}
      <Fact is={t.record.since}>
        <When view={view} at={at} />
      </Fact>
      {reason === undefined ? null : (
        <Fact is={t.record.reason}>
          <code>{reason}</code> {sentenceOf(reason, view)}
        </Fact>
      )}
    </>
  );
};

const Facts: FC<Pick<Props, 'view' | 'record'>> = ({ view, record }) => {
  const { t } = view;
  const { entity, id, link } = record;
  return (
    <dl>
      <Fact is={t.record.state}>
        <State view={view} record={record} />
      </Fact>
      <Fact is={isOfGiav(entity) ? t.record.giavId : t.record.clientifyId}>{id}</Fact>
      {link === null ? null : <LinkFacts view={view} link={link} />}
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

/** What can be asked for of a client of GIAV only. */
const ClientActions: FC<Pick<Props, 'view' | 'record'>> = ({ view, record: { id, link } }) => {
  const { t } = view;
  return (
    <>
      {link?.status === 'linked' ? (
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
      <p>
        <a href={paths.forgetClient(id)}>{t.forget.open}</a>
      </p>
    </>
  );
};

const Actions: FC<Pick<Props, 'view' | 'record'>> = ({ view, record }) => {
  const { t } = view;
  const { entity, id } = record;
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
      {isOfGiav(entity) ? (
        <Choice
          view={view}
          to={paths.actions['rehearse-record']}
          fields={{ registro: `${entity}:${id}` }}
          says={t.rehearsal.oneRecord}
          means={t.rehearsal.oneRecordMeans}
        />
      ) : null}
      {entity === 'client' ? <ClientActions view={view} record={record} /> : null}
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
        <Facts view={view} record={record} />
      </section>
      {view.person.role === 'admin' ? <Actions view={view} record={record} /> : null}
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
