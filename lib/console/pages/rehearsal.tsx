import type { FC } from 'hono/jsx';
import { rehearsalSchema, type Rehearsal, type RehearsedRecord } from '../../admin/rehearsal';
import { Notice, RecordLink, Table } from '../components/parts';
import { sentenceOf, shownNumber, type View } from '../view';
import { Counts, Reasons } from './run-counts';
import { ConfirmSettings } from './settings-confirm';

interface Props {
  readonly view: View;
  readonly rehearsal: Rehearsal;
}

const Fields: FC<Props> = ({ view, rehearsal: { changedFields } }) => {
  const { t, language } = view;
  if (changedFields.length === 0) return null;
  return (
    <>
      <h2>{t.rehearsal.fields}</h2>
      <Table label={t.rehearsal.fields} heads={[t.record.field, t.rehearsal.inHowMany]}>
        {changedFields.map(([field, times]) => (
          <tr>
            <th scope="row">
              <code>{field}</code>
            </th>
            <td class="n">{shownNumber(times, language)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
};

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
          <th scope="row">
            <code>{field}</code>
          </th>
          <td class="pre">{from ?? t.none}</td>
          <td class="pre wide">{to === '' ? t.record.nothing : to}</td>
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
        <b>{view.t.outcomes[outcome]}</b>
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
  const { t } = view;
  const rehearsal = rehearsalSchema.parse(result);
  const { mode, settings, whole, summary, missingFields } = rehearsal;
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
        {missingFields.length === 0 ? null : (
          <p>{t.rehearsal.missingFields(missingFields.join(', '))}</p>
        )}
      </Notice>
      {mode === 'redrive' ? null : (
        <Counts view={view} summary={summary} label={t.rehearsal.would} />
      )}
      {mode === 'redrive' ? null : <Fields view={view} rehearsal={rehearsal} />}
      {mode === 'redrive' ? null : <Reasons view={view} summary={summary} />}
      <Records view={view} rehearsal={rehearsal} />
    </>
  );
};
