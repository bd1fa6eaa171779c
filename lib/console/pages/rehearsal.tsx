import type { FC } from 'hono/jsx';
import { rehearsalSchema, type Rehearsal, type RehearsedRecord } from '../../admin/rehearsal';
import { DryRunReport } from '../components/dry-run';
import { OutcomeTag } from '../components/outcomes';
import { Notice, RecordLink, Table } from '../components/parts';
import { sentenceOf, type View } from '../view';
import { ConfirmSettings } from './settings-confirm';
import { ChangeCells } from './timeline';

interface Props {
  readonly view: View;
  readonly rehearsal: Rehearsal;
}

/** Old and new of one record, field by field. */
export const RehearsedFields: FC<{
  readonly view: View;
  readonly fields: RehearsedRecord['fields'];
}> = ({ view, fields }) => {
  const { t } = view;
  return (
    <Table label={t.record.field} heads={[t.record.field, t.record.before, t.record.after]}>
      {fields.map(({ field, from, to }) => (
        <tr>
          <ChangeCells view={view} field={field} from={from} to={to} />
        </tr>
      ))}
    </Table>
  );
};

/** What would become of one record, and why. */
const Row: FC<{ readonly view: View; readonly record: RehearsedRecord }> = ({ view, record }) => {
  const { entity, id, label, outcome, reason, message, fields, notes } = record;
  return (
    <li>
      <div class="line">
        <RecordLink view={view} entity={entity} id={id} /> <span>{label}</span>
        <OutcomeTag outcome={outcome} says={view.t.outcomes[outcome]} />
        {reason === '' ? null : <code>{reason}</code>}
      </div>
      {reason === '' ? null : <p>{sentenceOf(reason, view)}</p>}
      {message === '' ? null : <p class="pre">{message}</p>}
      {notes.map((note) => (
        <p class="soft">{note}</p>
      ))}
      {fields.length === 0 ? null : (
        <details>
          <summary>{`${view.t.record.field}: ${fields.length}`}</summary>
          <RehearsedFields view={view} fields={fields} />
        </details>
      )}
    </li>
  );
};

const Records: FC<Props> = ({ view, rehearsal: { records, left } }) => {
  const { t } = view;
  if (records.length === 0) return <p>{t.rehearsal.none}</p>;
  return (
    <>
      <h2>{t.rehearsal.records}</h2>
      <ol class="timeline">
        {records.map((record) => (
          <Row view={view} record={record} />
        ))}
      </ol>
      {left > 0 ? <p>{t.rehearsal.left(left)}</p> : null}
    </>
  );
};

/** All that a run would do, with the button that saves the settings that it was done with. */
export const RehearsalResult: FC<{ readonly view: View; readonly result: unknown }> = ({
  view,
  result,
}) => {
  const { t, language } = view;
  const rehearsal = rehearsalSchema.parse(result);
  const { mode, settings, whole } = rehearsal;
  return (
    <>
      {settings === null ? null : (
        <section class="card">
          <h2>{t.edit.confirm}</h2>
          <ConfirmSettings view={view} {...settings} />
        </section>
      )}
      <Notice kind={whole ? 'plain' : 'warning'} title={t.rehearsal.nothingWritten}>
        {whole ? null : <p>{t.rehearsal.notWhole}</p>}
      </Notice>
      {mode === 'redrive' ? null : (
        <DryRunReport
          figures={rehearsal}
          language={language}
          sentence={(reason) => sentenceOf(reason, view)}
          named={(entity, id) => <RecordLink view={view} entity={entity} id={id} />}
        />
      )}
      <Records view={view} rehearsal={rehearsal} />
    </>
  );
};
