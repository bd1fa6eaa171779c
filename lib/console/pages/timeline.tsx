import type { FC } from 'hono/jsx';
import type { Decision, KnownRecord } from '../../admin/record';
import { Press, Scroll, When } from '../components/parts';
import { paths } from '../paths';
import { sentenceOf, type View } from '../view';

/** A stored value as a person reads it. */
export function valueText(value: unknown, { t }: View): string {
  if (value === undefined || value === null || value === '') return t.record.nothing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface Line {
  readonly what: string;
  readonly field: string;
  readonly from?: unknown;
  readonly to: unknown;
}

const fieldsIn = (body: unknown): [string, unknown][] =>
  body !== null && typeof body === 'object' ? Object.entries(body) : [];

/** Everything that a decision did, field by field. */
function linesOf({ replaced, conflicts, giav, sent }: Decision, { t }: View): Line[] {
  const toGiav = giav?.mode === 'on' ? t.record.toGiav : t.record.toGiavDry;
  return [
    ...(replaced ?? []).map(({ field, side, from, to, why }) => ({
      what: t.record.replaced(t.record.who[side], why),
      field,
      from,
      to,
    })),
    ...(conflicts ?? []).map(({ field, giav: ours, clientify, winner }) => ({
      what: t.record.wonBy(winner === 'giav' ? 'GIAV' : 'Clientify'),
      field,
      from: winner === 'giav' ? clientify : ours,
      to: winner === 'giav' ? ours : clientify,
    })),
    ...(giav?.changes ?? []).map(({ field, from, to }) => ({ what: toGiav, field, from, to })),
    ...(sent ?? []).flatMap(({ method, path, body }) =>
      fieldsIn(body).map(([field, to]) => ({
        what: `${t.record.toClientify} (${method} ${path.split('?')[0] ?? ''})`,
        field,
        to,
      })),
    ),
  ];
}

const Changes: FC<{ readonly view: View; readonly lines: readonly Line[] }> = ({ view, lines }) => {
  const { t } = view;
  return (
    <Scroll label={t.record.timeline}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.record.field}</th>
            <th scope="col">{t.record.before}</th>
            <th scope="col">{t.record.after}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ what, field, from, to }) => (
            <tr>
              <th scope="row">
                <code>{field}</code>
              </th>
              <td class="pre">{from === undefined ? t.none : valueText(from, view)}</td>
              <td class="pre">{valueText(to, view)}</td>
              <td class="soft">{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
};

const Entry: FC<{
  readonly view: View;
  readonly record: KnownRecord;
  readonly decision: Decision;
}> = ({ view, record, decision }) => {
  const { t } = view;
  const { at, runId, outcome, reason, message, unmapped, notices, notes, replaced } = decision;
  const lines = linesOf(decision, view);
  return (
    <li>
      <div class="line">
        <When view={view} at={at} />
        <b>{t.outcomes[outcome]}</b>
        {reason === undefined ? null : <code>{reason}</code>}
        <a href={paths.run(runId)}>{t.record.who.run}</a>
      </div>
      {reason === undefined ? null : <p>{sentenceOf(reason, view)}</p>}
      {message === undefined ? null : <p class="pre">{message}</p>}
      {(notices ?? []).map((notice) => (
        <p>
          <code>{notice}</code> {sentenceOf(notice, view)}
        </p>
      ))}
      {(unmapped ?? []).map((value) => (
        <p>{t.record.fallback(value)}</p>
      ))}
      {(notes ?? []).map(({ field, note }) => (
        <p>{t.record.note(field, note)}</p>
      ))}
      {lines.length === 0 ? null : <Changes view={view} lines={lines} />}
      {record.entity === 'client'
        ? [
            ...new Set(
              (replaced ?? []).filter(({ from }) => from !== '').map(({ field }) => field),
            ),
          ].map((field) => (
            <Press
              view={view}
              to={paths.actions.restore}
              fields={{ cliente: record.id, campo: field }}
              says={`${t.record.restore}: ${field}`}
            />
          ))
        : null}
    </li>
  );
};

/** What was done to a record, the latest first: old → new, where it went, and why. */
export const Timeline: FC<{ readonly view: View; readonly record: KnownRecord }> = ({
  view,
  record,
}) =>
  record.decisions.length === 0 ? (
    <p>{view.t.record.noDecision}</p>
  ) : (
    <ol class="timeline">
      {record.decisions.map((decision) => (
        <Entry view={view} record={record} decision={decision} />
      ))}
    </ol>
  );
