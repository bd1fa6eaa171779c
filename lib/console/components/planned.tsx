import type { Child, FC } from 'hono/jsx';
import type { Language } from '../../admin/language';
import { TEXTS } from '../../admin/texts';
import type { Held } from '../../ports/run';
import type { Entity } from '../../sync/decision';
import { grouped } from './outcomes';
import { Notice, Table } from './parts';

interface PlannedProps {
  readonly language: Language;
  readonly planned: Held['planned'];
}

/** What a run would change of linked records, by field; most first. */
export const PlannedFields: FC<PlannedProps> = ({ language, planned }) => {
  const heads = TEXTS[language].held.fields;
  return (
    <Table label={heads[0] ?? ''} heads={heads} id="brake-fields">
      {Object.entries(planned.fields)
        .sort(([, a], [, b]) => b.emptied + b.changed - (a.emptied + a.changed))
        .map(([field, { changed, emptied }]) => (
          <tr>
            <th scope="row">
              <code>{field}</code>
            </th>
            <td class="n">{grouped(changed, language)}</td>
            <td class="n">{grouped(emptied, language)}</td>
          </tr>
        ))}
    </Table>
  );
};

/** The most telling records of it. */
export const PlannedExamples: FC<
  PlannedProps & {
    /** How a record is named: by a link, where there is a page to lead to. */
    readonly named: (entity: Entity, id: string) => Child;
  }
> = ({ language, planned, named }) => {
  const heads = TEXTS[language].held.examples;
  return (
    <Table label={heads[0] ?? ''} heads={heads} id="brake-examples">
      {planned.examples.map(({ entity, id, clientifyId, emptied, changed }) => (
        <tr>
          <td>{named(entity, id)}</td>
          <td>
            <code>{clientifyId}</code>
          </td>
          <td>{emptied.join(', ')}</td>
          <td>{changed.join(', ')}</td>
        </tr>
      ))}
    </Table>
  );
};

/** Whether the brake would hold the run: by which limit, what it would change by field, and the most telling records. */
export const Brake: FC<{
  readonly language: Language;
  readonly brake: { readonly held: Held | null; readonly planned: Held['planned'] };
  readonly named: (entity: Entity, id: string) => Child;
}> = ({ language, brake: { held, planned }, named }) => {
  const { dryRun: say, held: told } = TEXTS[language];
  if (held === null)
    return (
      <p class="soft" id="brake">
        {say.notHeld}
      </p>
    );
  return (
    <>
      <div id="brake">
        <Notice kind="warning" title={say.held}>
          <p>{told.why(held.because, held)}</p>
          <p>{held.newSettings ? told.expected : told.unexpected}</p>
          <p>{told.written(held.before.records, held.before.emptied)}</p>
        </Notice>
      </div>
      <h3>{say.all}</h3>
      <PlannedFields language={language} planned={planned} />
      <PlannedExamples language={language} planned={planned} named={named} />
    </>
  );
};
