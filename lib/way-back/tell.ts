import { refOf } from '../sync/target';
import type { NewDecision } from '../ports/decisions';
import type { Link } from '../ports/links';
import type { Decided } from '../sync/decide';
import type { Outcome } from '../sync/decision';
import { wasEmptied } from '../sync/emptied-id';
import type { Reason } from '../sync/reasons';
import { sameField } from '../sync/same-field';
import { notesOf as couldNot } from '../sync/merge';
import { LISTS } from '../sync/settle';
import type { FieldNote } from '../sync/target';
import type { Updated } from '../record/update-record';
import type { ChangeWork, KnownLink, WrittenBack } from './change-work';
import type { Done, First, Written } from './look';

/** What an admin should know of this look, beside what is true of the record itself. */
export function extraNotices(
  { first, sides, written }: Done,
  parked: Link['parked'],
  link: KnownLink,
): Reason[] {
  const told: Reason[] = [];
  if (Object.keys(parked ?? {}).length > 0) told.push('EDIT_PARKED');
  // A person's value of GIAV gave way to one of Clientify's.
  const sent = written.put?.mode === 'on' && !written.refused;
  if (sent && first.merged.replaced.some(({ why }) => why === 'conflict')) told.push('REPLACED');
  if (refOf(sides.target).gesinturId === '' && wasEmptied(link)) told.push('RELINKED');
  if (LISTS.some((list) => first.merged.restored[list].length > 0))
    told.push('CLEARED_IN_CLIENTIFY');
  const news = LISTS.some((list) =>
    first.found.settled.lists[list]?.edits.some(
      ({ add }) => add !== undefined && first.merged.noRoom.has(add),
    ),
  );
  if (news && link.parked === undefined) told.push('EDIT_PARKED');
  return told;
}

/** Events and a log line: ids and names of fields, never values. */
export async function announce(work: ChangeWork, { first, written, updated }: Done): Promise<void> {
  const { events, log } = work.ports;
  const { id } = work.subject;
  const fields = written.put?.changes.map(({ field }) => field) ?? [];
  const sent = written.put?.mode === 'on' && !written.refused;
  if (sent) await events.announce('ClientWrittenBack', { id, fields, created: false });
  for (const winner of ['giav', 'clientify'] as const) {
    const fields = first.conflicts.filter((one) => one.winner === winner).map((one) => one.field);
    if (fields.length > 0) await events.announce('ConflictResolved', { id, fields, winner });
  }
  const counts = {
    toGiav: sent ? fields.length : 0,
    toClientify: updated.write?.sent.length ?? 0,
    conflicts: first.conflicts.length,
  };
  log.info('change merged', { id, kind: work.change.of, ...counts });
}

/** The decision that is stored of it; nothing where nothing happened. */
export function tell(
  work: ChangeWork,
  { first, second, written, updated, sides }: Done,
  notices: readonly Reason[],
): WrittenBack {
  const dry = written.put?.mode === 'dry-run';
  const notes = notesOf(first, written, updated);
  const replaced = replacedBy(first, second, written);
  const quiet =
    !written.put && !updated.write && first.conflicts.length === 0 && notes.length === 0;
  if (quiet && !notices.includes('RELINKED')) return null;
  const done: Outcome = written.put || updated.write ? 'updated' : 'unchanged';
  return {
    ...work.subject,
    result: {
      outcome: dry ? 'skipped' : done,
      reason: dry ? 'DRY_RUN' : undefined,
      notices: notices.length > 0 ? notices : undefined,
    },
    kind: work.change.of,
    clientifyId: sides.target.id,
    notes,
    giav: written.put,
    conflicts: [...first.conflicts],
    replaced,
    sent: updated.write ? [...updated.write.sent] : undefined,
  };
}

/** Values that this look replaced on either side. */
export function replacedBy(
  { merged }: First,
  { replaced }: Decided,
  { put, refused }: Written,
): NewDecision['replaced'] {
  const all = [...replaced, ...(put?.mode === 'on' && !refused ? merged.replaced : [])];
  return all.length > 0 ? all : undefined;
}

function notesOf(
  { found, merged, sides }: First,
  written: Written,
  { write, target }: Updated,
): FieldNote[] {
  const putBack = write
    ? Object.entries(found.owned.fields).flatMap(([field, value]) =>
        field in sides.target.fields && sameField(field, value, target.fields[field])
          ? [field]
          : [],
      )
    : [];
  const kept = Object.entries(found.settled.verdicts).filter(
    ([, { why }]) => why === 'cleared-in-clientify',
  );
  const restored = LISTS.filter((list) => merged.restored[list].length > 0);
  return [
    ...couldNot(found.settled, merged),
    ...[...kept.map(([field]) => field), ...restored].map((field) => ({
      field,
      note: 'emptied in Clientify; GIAV keeps it',
    })),
    ...written.notes,
    ...putBack.map((field) => ({ field, note: "GIAV's field: put back to GIAV's value" })),
    ...found.owned.foughtOver.map((field) => ({
      field,
      note: 'changed again and again in Clientify; it rests',
    })),
    ...(write?.notes ?? []),
  ];
}
