import type { FC } from 'hono/jsx';
import { Layout } from '../components/layout';
import { Action, Notice } from '../components/parts';
import { paths } from '../paths';
import type { EditProps } from './settings-edit-props';
import { ClientTypesPart, ConsentsPart, OfficesPart } from './settings-mapping';
import { StagesPart } from './settings-stages';
import { WayBackPart } from './settings-way-back';

/** Where the mapping is chosen. What is chosen is not saved here. */
export const SettingsEditPage: FC<EditProps & { readonly problem?: string }> = (props) => {
  const { view, settings, choices, problem } = props;
  const { t } = view;
  return (
    <Layout view={view} title={t.edit.change}>
      <p>
        <a href={paths.settings}>{t.edit.back}</a>
      </p>
      <h1>{t.edit.change}</h1>
      {problem === undefined ? null : <Notice kind="bad" title={problem} />}
      {choices === null ? <Notice kind="warning" title={t.edit.noLists} /> : null}
      <Action
        view={view}
        to={paths.actions.settings}
        fields={{ despues: String(settings.version) }}
      >
        <StagesPart {...props} />
        <ClientTypesPart {...props} />
        <OfficesPart {...props} />
        <ConsentsPart {...props} />
        <WayBackPart {...props} />
        <p class="soft">{t.edit.fixed}</p>
        <div class="line">
          <button class="main">{t.edit.look}</button>
          <span class="soft">{t.edit.lookMeans}</span>
        </div>
      </Action>
    </Layout>
  );
};
