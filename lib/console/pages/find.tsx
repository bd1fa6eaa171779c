import type { FC } from 'hono/jsx';
import { Layout } from '../components/layout';
import { Notice } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';

export const FIND_BY = ['client', 'expediente', 'number', 'clientify', 'documento'] as const;
export type FindBy = (typeof FIND_BY)[number];

/**
 * Where one says which record one wants to see. Always a form that is posted, by a reader, too: what is typed may be a
 * Documento, and must not stand in an address. It is never shown again.
 */
export const FindPage: FC<{
  readonly view: View;
  readonly by: FindBy;
  /** Why nothing was found. */
  readonly problem?: string;
}> = ({ view, by, problem }) => {
  const { t } = view;
  return (
    <Layout view={view} title={t.record.title}>
      <h1>{t.record.title}</h1>
      <p>{t.record.intro}</p>
      {problem === undefined ? null : <Notice kind="warning" title={problem} />}
      <form method="post" action={paths.find} class="fields card">
        <input type="hidden" name="csrf" value={view.csrf} />
        <label>
          {t.record.what}
          <select name="por">
            {FIND_BY.map((name) => (
              <option value={name} selected={name === by}>
                {t.record.by[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t.record.value}
          <input
            type="text"
            name="valor"
            required
            autocomplete="off"
            spellcheck={false}
            maxlength={200}
          />
        </label>
        <p class="soft">{t.record.hint}</p>
        <div>
          <button class="main">{t.record.search}</button>
        </div>
      </form>
    </Layout>
  );
};
