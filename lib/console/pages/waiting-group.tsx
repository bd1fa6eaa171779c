import type { FC } from 'hono/jsx';
import type { WaitingList } from '../../admin/waiting';
import type { WaitingPage, WaitingRow } from '../../admin/waiting-rows';
import { Layout } from '../components/layout';
import { Action, Notice, Pager, Press, RecordLink, Table, When } from '../components/parts';
import { paths } from '../paths';
import { partsOf, type View } from '../view';

interface Props {
  readonly view: View;
  readonly list: WaitingList;
  readonly reason: string;
  readonly page: WaitingPage;
  readonly isFirst: boolean;
}

const keyOf = ({ entity, id }: WaitingRow): string => `${entity}:${id}`;

interface RowProps {
  readonly view: View;
  readonly list: WaitingList;
  readonly row: WaitingRow;
}

/** What an admin marks a row with, to do the same with several. */
const Mark: FC<RowProps> = ({ view: { t }, row }) => (
  <td>
    <input
      type="checkbox"
      name="registro"
      value={keyOf(row)}
      aria-label={t.waiting.mark(`${t.entities[row.entity]} ${row.id}`)}
    />
  </td>
);

/** What an admin does with this row alone. */
const Alone: FC<RowProps> = ({ view: { t }, list, row }) => (
  <td>
    <button name="solo" value={keyOf(row)}>
      {list === 'failed' ? t.waiting.retry : t.waiting.done}
    </button>
  </td>
);

const Row: FC<RowProps> = (props) => {
  const { view, row } = props;
  const { t, person } = view;
  const { entity, id, kind, clientifyId, name, since, attempts, message } = row;
  const isAdmin = person.role === 'admin';
  return (
    <tr>
      {isAdmin ? <Mark {...props} /> : null}
      <th scope="row">
        <RecordLink view={view} entity={entity} id={id} />
      </th>
      <td>{name ?? <span class="soft">{t.waiting.noName}</span>}</td>
      <td>{clientifyId === null ? t.none : `${t.kinds[kind ?? ''] ?? ''} ${clientifyId}`}</td>
      <td>
        <When view={view} at={since} />
      </td>
      <td class="wide">
        {message === '' ? t.none : message}
        {attempts === null ? null : <div class="soft">{`${t.waiting.attempts}: ${attempts}`}</div>}
      </td>
      {isAdmin ? <Alone {...props} /> : null}
    </tr>
  );
};

const Rows: FC<Props> = ({ view, list, page }) => {
  const { t, person } = view;
  // What an admin marks, and what is done with one row.
  const marks = person.role === 'admin' ? [''] : [];
  return (
    <Table
      label={t.waiting.title}
      heads={[
        ...marks,
        t.waiting.record,
        t.waiting.name,
        t.waiting.inClientify,
        t.waiting.since,
        t.waiting.said,
        ...marks,
      ]}
    >
      {page.rows.map((row) => (
        <Row view={view} list={list} row={row} />
      ))}
    </Table>
  );
};

const Listed: FC<Props> = (props) => {
  const { view, list } = props;
  const { t } = view;
  if (view.person.role !== 'admin') return <Rows {...props} />;
  return (
    <Action view={view} to={paths.actions.retry}>
      <Rows {...props} />
      <div class="line">
        <button class="main" name="marcados" value="si">
          {list === 'failed' ? t.waiting.retryMarked : t.waiting.lookMarked}
        </button>
      </div>
    </Action>
  );
};

/** The rows of this page, and what can be done with the whole group; where there are none at all, that it is empty. */
const Group: FC<Props> = (props) => {
  const { view, list, reason, page } = props;
  const { t } = view;
  if (page.rows.length === 0)
    return page.next === null ? <Notice kind="good" title={t.waiting.empty} /> : null;
  return (
    <>
      <div class="line">
        {list === 'failed' ? (
          <Press
            view={view}
            to={paths.actions.retry}
            fields={{ motivo: reason }}
            says={t.waiting.retryAll()}
          />
        ) : null}
        <a class="button" href={`${paths.group(list, reason)}/registros.csv`}>
          {t.waiting.csv}
        </a>
      </div>
      <Listed {...props} />
    </>
  );
};

/** The records that wait for one reason. */
export const WaitingGroupPage: FC<Props> = (props) => {
  const { view, list, reason, page, isFirst } = props;
  const { t } = view;
  const path = paths.group(list, reason);
  const { matter, rest } = partsOf(reason, view);
  return (
    <Layout view={view} title={`${t.waiting.title}: ${reason}`}>
      <p>
        <a href={paths.waiting}>{t.waiting.back}</a>
      </p>
      <h1>{matter}</h1>
      {rest === '' ? null : <p>{rest}</p>}
      <p class="soft">{t.waiting.listMeans[list]}</p>
      <Group {...props} />
      <Pager view={view} path={path} isFirst={isFirst} next={page.next} />
    </Layout>
  );
};
