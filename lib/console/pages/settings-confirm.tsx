import type { FC } from 'hono/jsx';
import type { SettingsPreview } from '../../admin/settings-overlay';
import type { SettingsDraft } from '../../ports/asked';
import { Layout } from '../components/layout';
import { Choice, Notice, Table } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';

interface Props {
  readonly view: View;
  readonly draft: SettingsDraft;
  readonly preview: SettingsPreview;
}

const Changes: FC<Props> = ({ view, preview }) => {
  const { t } = view;
  const shown = (value: unknown): string => {
    if (value === undefined || value === null) return t.edit.noValue;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return (
    <Table label={t.edit.confirm} heads={[t.edit.setting, t.edit.from, t.edit.to, t.edit.about]}>
      {preview.changes.map(({ path, from, to, touches, records }) => (
        <tr>
          <th scope="row">
            <code>{path}</code>
          </th>
          <td>{shown(from)}</td>
          <td>{shown(to)}</td>
          <td>
            {t.edit.touches[touches]}
            {records === undefined ? null : `; ${t.edit.noStage(records)}`}
          </td>
        </tr>
      ))}
    </Table>
  );
};

/** What would be changed, setting by setting, and the button that saves it. */
export const ConfirmSettings: FC<Props> = (props) => {
  const { view, draft, preview } = props;
  const { t } = view;
  const { overlay, after, to } = draft;
  return (
    <>
      <Changes {...props} />
      <p>{preview.needsFullRun ? t.edit.fullRun : t.edit.noWrite}</p>
      <Choice
        view={view}
        to={paths.actions.saveSettings}
        fields={{
          ajustes: JSON.stringify(overlay),
          despues: String(after),
          ...(to !== undefined && { version: String(to) }),
        }}
        says={t.edit.save}
        means={t.edit.saveMeans}
        main
      />
    </>
  );
};

/** The same on a page of its own, for settings that decide about no record by themselves. */
export const ConfirmSettingsPage: FC<Props> = (props) => {
  const { view, preview } = props;
  const { t } = view;
  return (
    <Layout view={view} title={t.edit.confirm}>
      <p>
        <a href={paths.settings}>{t.edit.back}</a>
      </p>
      <h1>{t.edit.confirm}</h1>
      {preview.changes.length === 0 ? (
        <Notice kind="plain" title={t.edit.nothing}>
          <p>{t.edit.nothingMeans}</p>
        </Notice>
      ) : (
        <ConfirmSettings {...props} />
      )}
    </Layout>
  );
};
