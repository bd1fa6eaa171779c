import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { SyncConfig } from '../../config/schema';
import { Layout } from '../components/layout';
import { Action, Notice } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';

const List: FC<{ readonly title: string; readonly items: readonly string[] }> = ({
  title,
  items,
}) => (
  <section class="card">
    <h2>{title}</h2>
    <ul>
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  </section>
);

/** What erasing a client means, and the field where its id is typed once more. */
export const ForgetPage: FC<{
  readonly view: View;
  readonly client: string;
  readonly forgotten: SyncConfig['forgotten'];
  readonly problem?: string;
}> = ({ view, client, forgotten, problem }) => {
  const { t } = view;
  return (
    <Layout view={view} title={t.forget.title}>
      <p>
        <a href={paths.record('client', client)}>{`${t.entities.client} ${client}`}</a>
      </p>
      <h1>{t.forget.title}</h1>
      {problem === undefined ? null : <Notice kind="bad" title={problem} />}
      <p>{t.forget.means}</p>
      <List title={t.forget.erased} items={t.forget.what} />
      <List title={t.forget.untouched} items={t.forget.stays} />
      <List title={t.forget.afterwards} items={[t.forget.then[forgotten], t.forget.first]} />
      <Action view={view} to={paths.actions.forget} fields={{ cliente: client }}>
        <div class="fields">
          <label>
            {t.forget.type(client)}
            <input type="text" name="escrito" required autocomplete="off" inputmode="numeric" />
          </label>
        </div>
        <div class="line">
          <button>{t.forget.confirm}</button>
          <a class="button" href={paths.record('client', client)}>
            {t.forget.cancel}
          </a>
        </div>
      </Action>
    </Layout>
  );
};

const audit = z.object({ subject: z.string(), erased: z.record(z.string(), z.number()) });

export const Forgotten: FC<{ readonly view: View; readonly result: unknown }> = ({
  view,
  result,
}) => {
  const { t } = view;
  const { subject, erased } = audit.parse(result);
  const count = Object.values(erased).reduce((sum, one) => sum + one, 0);
  return (
    <Notice kind="good" title={t.forget.done}>
      <p>{t.forget.doneMeans(subject.replace('client', t.entities.client))}</p>
      <p>{t.forget.items(count)}</p>
    </Notice>
  );
};
