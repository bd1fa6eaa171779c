import type { FC } from 'hono/jsx';
import type { Held, Run } from '../../ports/run';
import { Choice, Notice, Press, RecordLink } from '../components/parts';
import { PlannedExamples, PlannedFields } from '../components/planned';
import { paths } from '../paths';
import type { View } from '../view';

/** A run that would change too much: why it waits, what it would change, and the two answers. */
export const HeldRun: FC<{ readonly view: View; readonly run: Run; readonly held: Held }> = ({
  view,
  run,
  held,
}) => {
  const { t, words, language } = view;
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
      <PlannedFields language={language} planned={held.planned} />
      <PlannedExamples
        language={language}
        planned={held.planned}
        named={(entity, id) => <RecordLink view={view} entity={entity} id={id} />}
      />
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
