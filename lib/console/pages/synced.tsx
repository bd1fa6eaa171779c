import type { FC } from 'hono/jsx';
import { syncedNotes } from '../../admin/synced';
import { syncedSchema, type SyncedRecord } from '../../ports/synced';
import { RecordLink, Table } from '../components/parts';
import { sentenceOf, type View } from '../view';
import { ChangeCells, Notes } from './timeline';

/** One record: what became of it, and every field from old to new. */
const SyncedOne: FC<{ readonly view: View; readonly record: SyncedRecord }> = ({
  view,
  record,
}) => {
  const { t, language, words } = view;
  const { entity, id, outcome, reason, message, fields } = record;
  return (
    <section class={`card ${TONE_OF[outcome]}`}>
      <h2>
        <RecordLink view={view} entity={entity} id={id} />{' '}
        <span class={`tag ${TONE_OF[outcome]}`}>{words.synced.outcomes[outcome]}</span>
      </h2>
      {reason === undefined ? null : (
        <p>
          <code>{reason}</code> {sentenceOf(reason, view)}
        </p>
      )}
      {message === undefined ? null : <p class="pre">{message[language]}</p>}
      <Notes view={view} about={record} />
      {fields.length === 0 ? null : (
        <Table label={t.record.timeline} heads={[t.record.field, t.record.before, t.record.after]}>
          {fields.map(({ field, from, to }) => (
            <tr>
              <ChangeCells view={view} field={field} from={from} to={to} />
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
};

const TONE_OF = {
  created: 'good',
  updated: 'good',
  linked: 'good',
  unchanged: 'good',
  skipped: 'warning',
  waits: 'warning',
  failed: 'bad',
} as const;

/** What came of syncing a record at once. */
export const SyncedNow: FC<{ readonly view: View; readonly result: unknown }> = ({
  view,
  result,
}) => {
  const synced = syncedSchema.parse(result);
  const { t, words } = view;
  const here = { synced: { ...words.synced, unlisted: t.work.unlisted } };
  return (
    <>
      {synced.records.map((record) => (
        <SyncedOne view={view} record={record} />
      ))}
      {syncedNotes(synced, here).map((note) => (
        <p>{note}</p>
      ))}
    </>
  );
};
