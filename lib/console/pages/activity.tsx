import type { FC } from 'hono/jsx';
import { Layout } from '../components/layout';
import { Notice, Pager, Table, When } from '../components/parts';
import { paths } from '../paths';
import type { ActivityLine } from '../ports';
import type { View } from '../view';

/** Who did what here. */
export const ActivityPage: FC<{
  readonly view: View;
  readonly lines: readonly ActivityLine[];
  readonly next: string | null;
  readonly isFirst: boolean;
}> = ({ view, lines, next, isFirst }) => {
  const { t } = view;
  const labels: Readonly<Record<string, string>> = t.actions;
  return (
    <Layout view={view} title={t.activity.title}>
      <h1>{t.activity.title}</h1>
      <p>{t.activity.intro}</p>
      {lines.length === 0 ? (
        <Notice kind="plain" title={t.activity.none} />
      ) : (
        <Table
          label={t.activity.title}
          heads={[t.activity.when, t.activity.who, t.activity.what, t.activity.about]}
        >
          {lines.map(({ at, who, what, about }) => (
            <tr>
              <th scope="row">
                <When view={view} at={at} />
              </th>
              <td>{who}</td>
              <td>{labels[what] ?? what}</td>
              <td>{about === '' ? t.none : about}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager view={view} path={paths.activity} isFirst={isFirst} next={next} />
    </Layout>
  );
};
