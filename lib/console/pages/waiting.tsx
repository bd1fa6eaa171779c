import type { FC } from 'hono/jsx';
import { WAITING_LISTS, type WaitingGroup, type WaitingList } from '../../admin/waiting';
import { Layout } from '../components/layout';
import { Notice, Press, When, countText } from '../components/parts';
import { paths } from '../paths';
import { partsOf, type View } from '../view';

const Group: FC<{ readonly view: View; readonly group: WaitingGroup }> = ({ view, group }) => {
  const { t } = view;
  const { list, reason, count, more, since } = group;
  const shown = countText(view, count, more);
  const { matter, rest } = partsOf(reason, view);
  return (
    <li class="card">
      <h3>
        <a href={paths.group(list, reason)}>{matter}</a>
      </h3>
      {rest === '' ? null : <p>{rest}</p>}
      <dl>
        <dt>{t.waiting.howMany}</dt>
        <dd>{shown}</dd>
        <dt>{t.waiting.since}</dt>
        <dd>
          <When view={view} at={since} />
        </dd>
        <dt>{t.waiting.code}</dt>
        <dd>
          <code>{reason}</code>
        </dd>
      </dl>
      <div class="line">
        <a class="button" href={paths.group(list, reason)}>
          {t.waiting.open}
        </a>
        {list === 'failed' ? (
          <Press
            view={view}
            to={paths.actions.retry}
            fields={{ motivo: reason }}
            says={t.waiting.retryAll(shown)}
          />
        ) : null}
      </div>
    </li>
  );
};

const Groups: FC<{
  readonly view: View;
  readonly list: WaitingList;
  readonly groups: readonly WaitingGroup[];
}> = ({ view, list, groups }) =>
  groups.length === 0 ? null : (
    <section>
      <h2>{view.t.waiting.lists[list]}</h2>
      <p class="soft">{view.t.waiting.listMeans[list]}</p>
      <ul class="groups">
        {groups.map((group) => (
          <Group view={view} group={group} />
        ))}
      </ul>
    </section>
  );

const Filter: FC<{
  readonly view: View;
  readonly lists: readonly WaitingList[];
  readonly only?: WaitingList;
}> = ({ view, lists, only }) => {
  const { t } = view;
  const current = (list: WaitingList | undefined) => (list === only ? 'page' : undefined);
  return (
    <nav aria-label={t.waiting.filter} class="filter">
      <ul>
        <li>
          <a href={paths.waiting} aria-current={current(undefined)}>
            {t.waiting.all}
          </a>
        </li>
        {lists.map((list) => (
          <li>
            <a href={paths.only(list)} aria-current={current(list)}>
              {t.waiting.lists[list]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** Everything that waits for a person, by list and reason. */
export const WaitingPage: FC<{
  readonly view: View;
  readonly groups: readonly WaitingGroup[];
  /** The one list that is wanted. @default - all of them */
  readonly only?: WaitingList;
}> = ({ view, groups, only }) => {
  const { t } = view;
  const lists = WAITING_LISTS.filter((list) => groups.some((one) => one.list === list));
  return (
    <Layout view={view} title={t.waiting.title}>
      <h1>{t.waiting.title}</h1>
      {groups.length === 0 ? (
        <Notice kind="good" title={t.waiting.nothing}>
          <p>{t.waiting.nothingMeans}</p>
        </Notice>
      ) : null}
      {lists.length > 1 ? <Filter view={view} lists={lists} only={only} /> : null}
      {lists
        .filter((list) => only === undefined || list === only)
        .map((list) => (
          <Groups view={view} list={list} groups={groups.filter((one) => one.list === list)} />
        ))}
    </Layout>
  );
};
