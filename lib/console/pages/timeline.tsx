import type { FC } from 'hono/jsx';
import type { Decision, KnownRecord } from '../../admin/record';
import { mayBeTyped } from '../../admin/editable';
import type { SyncConfig } from '../../config/schema';
import { AT_ONCE, type SyncedRecord } from '../../ports/synced';
import { Press, Table, When } from '../components/parts';
import { paths } from '../paths';
import { sentenceOf, type View } from '../view';

/** Synced because somebody asked for that very record: no run has a page about it. */
const isAtOnce = (runId: string): boolean => runId.startsWith(AT_ONCE);

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

/** `emails`, `phones` …: what belongs to a record; nothing for the record itself. */
const belonging = (path: string): string => /^\/\w+\/\d+\/(\w+)\//.exec(path)?.[1] ?? '';

const isCustom = (value: unknown): value is { readonly field: string; readonly value: unknown } =>
  value !== null && typeof value === 'object' && 'field' in value && 'value' in value;

/** Fields of what was sent; custom fields each by their own name. */
function fieldsIn(path: string, body: unknown): [string, unknown][] {
  if (body === null || typeof body !== 'object') return [];
  const part = belonging(path);
  return Object.entries(body).flatMap(([field, value]): [string, unknown][] => {
    if (field === 'custom_fields' && Array.isArray(value))
      return value.filter(isCustom).map((one) => [one.field, one.value]);
    return [[part === '' ? field : `${part}: ${field}`, value]];
  });
}

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
    ...(sent ?? []).flatMap(({ path, body }) =>
      fieldsIn(path, body).map(([field, to]) => ({ what: t.record.toClientify, field, to })),
    ),
  ];
}

/** A field with its old and its new value; where there was no record before, `from` is absent. */
/** What a field held before: nothing is not the same as what nobody could read. */
function beforeText(from: unknown, view: View): string {
  if (from === null) return view.t.record.notKnown;
  return from === undefined ? view.t.none : valueText(from, view);
}

export const ChangeCells: FC<{
  readonly view: View;
  readonly field: string;
  readonly from?: unknown;
  readonly to: unknown;
}> = ({ view, field, from, to }) => (
  <>
    <th scope="row">
      <code>{field}</code>
    </th>
    <td class="pre">{beforeText(from, view)}</td>
    <td class="pre wide">{valueText(to, view)}</td>
  </>
);

const Changes: FC<{ readonly view: View; readonly lines: readonly Line[] }> = ({ view, lines }) => {
  const { t } = view;
  return (
    <Table label={t.record.timeline} heads={[t.record.field, t.record.before, t.record.after, '']}>
      {lines.map(({ what, field, from, to }) => (
        <tr>
          {/* What was stored as null was known to be empty. */}
          <ChangeCells view={view} field={field} from={from === null ? '' : from} to={to} />
          <td class="soft">{what}</td>
        </tr>
      ))}
    </Table>
  );
};

/** Fields whose earlier value may be typed into Clientify again. */
const restorable = ({ replaced }: Decision, config: SyncConfig): string[] => {
  const fields = (replaced ?? []).filter(({ from }) => from !== '').map(({ field }) => field);
  return [...new Set(fields)].filter((field) => mayBeTyped(field, config));
};

/** What was noted beside what was done: reasons to look at it, values that a fallback stood in for, remarks on fields. */
export const Notes: FC<{
  readonly view: View;
  readonly about: Pick<Decision | SyncedRecord, 'notices' | 'unmapped' | 'notes'>;
}> = ({ view, about: { notices = [], unmapped = [], notes = [] } }) => (
  <>
    {notices.map((notice) => (
      <p>
        <code>{notice}</code> {sentenceOf(notice, view)}
      </p>
    ))}
    {unmapped.map((value) => (
      <p>{view.t.record.fallback(value)}</p>
    ))}
    {notes.map(({ field, note }) => (
      <p>{view.t.record.note(field, note)}</p>
    ))}
  </>
);

const Entry: FC<{
  readonly view: View;
  readonly record: KnownRecord;
  readonly config: SyncConfig;
  readonly decision: Decision;
}> = ({ view, record, config, decision }) => {
  const { t } = view;
  const { at, runId, outcome, reason, message } = decision;
  const lines = linesOf(decision, view);
  return (
    <li>
      <div class="line">
        <When view={view} at={at} />
        <b>{t.outcomes[outcome]}</b>
        {reason === undefined ? null : <code>{reason}</code>}
        {isAtOnce(runId) ? (
          <span class="soft">{t.record.atOnce}</span>
        ) : (
          <a href={paths.run(runId)}>{t.record.who.run}</a>
        )}
      </div>
      {reason === undefined ? null : <p>{sentenceOf(reason, view)}</p>}
      {message === undefined ? null : <p class="pre">{message}</p>}
      <Notes view={view} about={decision} />
      {lines.length === 0 ? null : <Changes view={view} lines={lines} />}
      {record.entity === 'client' ? (
        <div class="line">
          {restorable(decision, config).map((field) => (
            <Press
              view={view}
              to={paths.actions.restore}
              fields={{ cliente: record.id, campo: field, de: at }}
              says={`${t.record.restore}: ${field}`}
            />
          ))}
        </div>
      ) : null}
    </li>
  );
};

/** What was done to a record, the latest first: old → new, where it went, and why. */
export const Timeline: FC<{
  readonly view: View;
  readonly record: KnownRecord;
  readonly config: SyncConfig;
}> = ({ view, record, config }) =>
  record.decisions.length === 0 ? (
    <p>{view.t.record.noDecision}</p>
  ) : (
    <ol class="timeline">
      {record.decisions.map((decision) => (
        <Entry view={view} record={record} config={config} decision={decision} />
      ))}
    </ol>
  );
