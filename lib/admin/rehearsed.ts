import { REASONS, type Reason } from '../sync/reasons';
import type { Rehearsal, RehearsedRecord } from './rehearsal';
import type { Texts } from './texts';

/** One side of a change. */
export function shownValue(value: string | null | undefined, { explain }: Texts): string {
  if (value === null) return explain.notKnown;
  return value === undefined || value === '' ? explain.nothing : JSON.stringify(value);
}

/** What would become of one record: why, and every field from old to new. */
function recordLines(record: RehearsedRecord, texts: Texts): string[] {
  const { entity, id, label, outcome, reason, message, notes, fields } = record;
  const { synced, counts, language } = texts;
  const sentence = Object.hasOwn(REASONS, reason) ? `: ${REASONS[reason as Reason][language]}` : '';
  return [
    `${synced.entities[entity]} ${id} (${label}): ${counts[outcome]}`,
    ...(reason === '' ? [] : [`  ${reason}${sentence}`]),
    ...(message === '' ? [] : [`  ${message}`]),
    ...notes.map((note) => `  ${note}`),
    ...fields.map(
      ({ field, from, to }) =>
        `    ${field}: ${shownValue(from, texts)} → ${shownValue(to, texts)}`,
    ),
  ];
}

/** The rehearsal of one record, line by line. Personal data: for the admin's eyes. */
export function rehearsedLines({ records }: Pick<Rehearsal, 'records'>, texts: Texts): string[] {
  const { nothingWritten, none } = texts.rehearsed;
  return [
    nothingWritten,
    ...(records.length === 0 ? [none] : records.flatMap((record) => recordLines(record, texts))),
  ];
}
