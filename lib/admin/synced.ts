import type { Synced, SyncedRecord } from '../ports/synced';
import { REASONS, type Reason } from '../sync/reasons';
import { shownValue } from './rehearsed';
import type { Texts } from './texts';

const sentenceOf = (code: string, language: Texts['language']): string =>
  Object.hasOwn(REASONS, code) ? `${code}: ${REASONS[code as Reason][language]}` : code;

/** The decision of one record: what became of it, why, and every field from old to new, in the words of explain. */
function recordLines(record: SyncedRecord, texts: Texts): string[] {
  const { explain: say, synced, language } = texts;
  const { entity, id, outcome, reason, message, kind, clientifyId } = record;
  const where = clientifyId === undefined ? '' : synced.where(kind ?? say.record, clientifyId);
  return [
    `${synced.entities[entity]} ${id}: ${synced.outcomes[outcome]}${where}`,
    ...(reason === undefined ? [] : [`  ${sentenceOf(reason, language)}`]),
    ...(message === undefined ? [] : [`  ${message[language]}`]),
    ...record.unmapped.map((value) => `  ${say.fallback(value)}`),
    ...record.notices.map((notice) => `  ${sentenceOf(notice, language)}`),
    ...record.notes.map(({ field, note }) => `  ${say.note(field, note)}`),
    ...record.fields.map(
      ({ field, from, to }) =>
        `    ${field}: ${shownValue(from, texts)} → ${shownValue(to, texts)}`,
    ),
  ];
}

/** What is to be said of all of it together. */
export function syncedNotes(
  { records, inStep, unlisted, left, wayBack }: Synced,
  { synced: say }: Pick<Texts, 'synced'>,
): string[] {
  return [
    ...(records.length === 0 ? [say.nothing] : []),
    ...(inStep === 0 ? [] : [say.inStep(inStep)]),
    ...(unlisted === 0 ? [] : [say.unlisted(unlisted)]),
    ...(left ? [say.left] : []),
    ...(wayBack ? [say.wayBack] : []),
  ];
}

/** What came of syncing one record at once, line by line. Personal data: for the admin's eyes. */
export const syncedLines = (synced: Synced, texts: Texts): string[] => [
  ...synced.records.flatMap((record) => recordLines(record, texts)),
  ...syncedNotes(synced, texts),
];

/** Whether everything that was asked for is in step now. */
export const isInStep = ({ records, left, wayBack }: Synced): boolean =>
  !left &&
  (records.length > 0 || wayBack) &&
  records.every(
    ({ entity, outcome }, at) =>
      outcome !== 'failed' &&
      outcome !== 'waits' &&
      // Some expedientes of a client are left out by the settings: that is as it should be.
      (outcome !== 'skipped' || (at > 0 && entity === 'expediente')),
  );
