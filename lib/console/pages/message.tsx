import type { FC } from 'hono/jsx';
import { Layout } from '../components/layout';
import { paths } from '../paths';
import type { View } from '../view';

/** A page that says one sentence. */
export const MessagePage: FC<{ readonly view: View; readonly says: string }> = ({ view, says }) => (
  <Layout view={view} title={view.t.refused.title}>
    <h1>{view.t.refused.title}</h1>
    <p>{says}</p>
    <p>
      <a class="button" href={paths.today}>
        {view.t.refused.home}
      </a>
    </p>
  </Layout>
);
