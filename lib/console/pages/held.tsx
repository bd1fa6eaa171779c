import type { FC } from 'hono/jsx';
import type { Held, Run } from '../../ports/run';
import { Choice, Notice, Press, RecordLink, Table } from '../components/parts';
import { paths } from '../paths';
import { shownNumber, type View } from '../view';

const Fields: FC<{ readonly view: View; readonly held: Held }> = ({ view, held }) => {
  const { words, language } = view;
  return (
    <Table label={words.held.fields[0] ?? ''} heads={words.held.fields}>
      {Object.entries(held.planned.fields).map(([field, { changed, emptied }]) => (
        <tr>
          <th scope="row">
            <code>{field}</code>
          </th>
          <td class="n">{shownNumber(changed, language)}</td>
          <td class="n">{shownNumber(emptied, language)}</td>
        </tr>
      ))}
    </Table>
  );
};

const Examples: FC<{ readonly view: View; readonly held: Held }> = ({ view, held }) => {
  const { words } = view;
  return (
    <Table label={words.held.examples[0] ?? ''} heads={words.held.examples}>
      {held.planned.examples.map(({ entity, id, clientifyId, emptied, changed }) => (
        <tr>
          <td>
            <RecordLink view={view} entity={entity} id={id} />
          </td>
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

/** A run that would change too much: why it waits, what it would change, and the two answers. */
export const HeldRun: FC<{ readonly view: View; readonly run: Run; readonly held: Held }> = ({
  view,
  run,
  held,
}) => {
  const { t, words } = view;
  const { records, emptied } = held.before;
  return (
    <>
      <Notice kind="warning" title={t.runs.held}>
        <p>{words.held.why(held.because, held)}</p>
        <p>{held.newSettings ? words.held.expected : words.held.unexpected}</p>
        <p>{words.held.written(records, emptied)}</p>
        <Choice
          view={view}
          to={paths.actions.confirm}
          fields={{ ejecucion: run.id }}
          says={t.runs.confirm}
          means={t.runs.confirmMeans}
        />
        <Choice
          view={view}
          to={paths.actions.reject}
          fields={{ ejecucion: run.id }}
          says={t.runs.reject}
          means={t.runs.rejectMeans}
        />
      </Notice>
      <Fields view={view} held={held} />
      <Examples view={view} held={held} />
    </>
  );
};

/** What a run changed in Clientify can be undone, or rehearsed first. */
export const UndoRun: FC<{ readonly view: View; readonly run: Run }> = ({ view, run }) => {
  const { t } = view;
  return (
    <section class="card">
      <h2>{t.runs.undo}</h2>
      <p class="soft">{t.runs.undoMeans}</p>
      <div class="line">
        <Press
          view={view}
          to={paths.actions.undo}
          fields={{ ejecucion: run.id }}
          says={t.runs.rehearseUndo}
        />
        <Press
          view={view}
          to={paths.actions.undo}
          fields={{ ejecucion: run.id, ensayo: 'no' }}
          says={t.runs.doUndo}
        />
      </div>
    </section>
  );
};
