import type { FC } from 'hono/jsx';
import type { Incident } from '../../admin/record';
import type { SeenHalt } from '../../ports/incidents';
import { Choice, Notice, Table, When } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';
import { valueText } from './timeline';

/** The way back goes on, where somebody has looked at the client. */
export const Resume: FC<{
  readonly view: View;
  /** The one that is in view: another one is not accepted with it. */
  readonly halt: SeenHalt;
  /** @default - that of a client that was damaged */
  readonly means?: string;
}> = ({ view, halt, means = view.t.record.resumeMeans }) => (
  <Choice
    view={view}
    to={paths.actions.resume}
    fields={{ parada: halt.clientId, desde: halt.since }}
    says={view.t.record.resume}
    means={means}
  />
);

type Fields = NonNullable<Incident['before']>;

/** Both versions of the client, whole: what differs first. */
const Versions: FC<{ readonly view: View; readonly before: Fields; readonly after: Fields }> = ({
  view,
  before,
  after,
}) => {
  const { t } = view;
  const text = (value: unknown): string => valueText(value, view);
  const differs = (field: string): boolean => text(before[field]) !== text(after[field]);
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const sorted = [...fields.filter(differs), ...fields.filter((field) => !differs(field))];
  return (
    <details>
      <summary>{t.record.versions}</summary>
      <Table label={t.record.versions} heads={[t.record.field, t.record.before, t.record.after]}>
        {sorted.map((field) => (
          <tr>
            <th scope="row">
              {field} {differs(field) ? <span class="tag warning">{t.record.differs}</span> : null}
            </th>
            <td class="pre">{text(before[field])}</td>
            <td class="pre">{text(after[field])}</td>
          </tr>
        ))}
      </Table>
    </details>
  );
};

/** What a write to GIAV did that it should not have, with both versions of the client; below them what one may do. */
export const IncidentPart: FC<{
  readonly view: View;
  readonly incident: Incident;
  /** The way back is halted because of it. */
  readonly halt: SeenHalt | null;
}> = ({ view, incident, halt }) => {
  const { t } = view;
  const { at, restored, differences } = incident;
  return (
    <Notice kind={restored ? 'warning' : 'bad'} title={t.record.incident(restored)}>
      <p>
        <When view={view} at={at} />
      </p>
      <Table label={t.record.field} heads={[t.record.field, t.record.before, t.record.after]}>
        {differences.map(({ field, before, after }) => (
          <tr>
            <th scope="row">{field}</th>
            <td>{valueText(before, view)}</td>
            <td>{valueText(after, view)}</td>
          </tr>
        ))}
      </Table>
      {incident.before && incident.after ? (
        <Versions view={view} before={incident.before} after={incident.after} />
      ) : null}
      {halt === null ? null : <Resume view={view} halt={halt} />}
    </Notice>
  );
};
