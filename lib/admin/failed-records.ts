import type { DeadLetter, DeadLetters } from '../queue/dead-letters';
import type { ChangeQueue, RunQueue } from '../ports/queues';
import type { NamedRecord, NamedSubject } from '../ports/messages';
import type { Failure, FailedTry } from '../ports/failures';
import type { DynamoFailures } from '../state/failures';
import type { Links } from '../ports/links';
import { forgetForeign } from '../record/forget-foreign';
import type { Subject } from '../sync/decision';
import { isOfGiav, lookAgain } from './look-again';

export interface FailedPorts {
  readonly failures: DynamoFailures;
  readonly deadLetters: Pick<DeadLetters, 'take' | 'remove' | 'release'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly changes: Pick<ChangeQueue, 'send'>;
  readonly links: Pick<Links, 'get' | 'put'>;
}

/** One line of `cli failures`: a record on the failed list, or a message of the dead-letter queue. */
export interface FailedEntry {
  /** null: a message that nobody can read. */
  readonly entity: Subject | null;
  readonly id: string | null;
  readonly reason: string;
  readonly message: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly attempts: number;
  readonly history: readonly FailedTry[];
  /** Its message in the dead-letter queue, if there is one. */
  readonly messageId?: string;
}

const keyOf = ({ entity, id }: NamedSubject): string => `${entity}:${id}`;

function fromList(failure: Failure, letter: DeadLetter | undefined): FailedEntry {
  const last = failure.history.at(-1) as FailedTry;
  const { entity, id, firstAt, attempts, history } = failure;
  return {
    entity,
    id,
    reason: last.reason,
    message: last.message,
    firstAt,
    lastAt: last.at,
    attempts,
    history,
    messageId: letter?.messageId,
  };
}

function fromQueue({ record, sentAt, messageId }: DeadLetter): FailedEntry {
  const [reason, message] = record
    ? ['DELIVERY_FAILED', 'Its message ended in the dead-letter queue. Re-drive it.']
    : [
        'UNREADABLE_MESSAGE',
        'Nobody can tell which record it is about. Look at it in the SQS console, then delete it here.',
      ];
  return {
    entity: record?.entity ?? null,
    id: record?.id ?? null,
    reason,
    message,
    firstAt: sentAt,
    lastAt: sentAt,
    attempts: 1,
    history: [],
    messageId,
  };
}

async function collect(
  ports: FailedPorts,
): Promise<{ entries: FailedEntry[]; letters: DeadLetter[] }> {
  const letters = await ports.deadLetters.take();
  const byRecord = new Map(
    letters.flatMap((letter) => (letter.record ? [[keyOf(letter.record), letter] as const] : [])),
  );
  const entries: FailedEntry[] = [];
  const listed = new Set<string>();
  for await (const failure of ports.failures.all()) {
    listed.add(keyOf(failure));
    entries.push(fromList(failure, byRecord.get(keyOf(failure))));
  }
  for (const letter of letters)
    if (!letter.record || !listed.has(keyOf(letter.record))) entries.push(fromQueue(letter));
  return { entries, letters };
}

/** All that failed and was not synced since. */
export async function listFailures(ports: FailedPorts): Promise<FailedEntry[]> {
  const { entries, letters } = await collect(ports);
  await ports.deadLetters.release(letters);
  return entries;
}

export interface Selection {
  readonly all?: boolean;
  /** Ids, or `client:123`, `expediente:456`, `contact:789`. */
  readonly ids?: readonly string[];
  readonly reason?: string;
}

/** Whether a word of an admin's, such as `123` or `client:123`, means this record. */
const means = (word: string, record: NamedSubject): boolean =>
  word === record.id || word === keyOf(record);

const selects = (
  { all, ids, reason }: Selection,
  record: NamedSubject,
  why: FailedEntry['reason'],
): boolean =>
  all === true ||
  (reason !== undefined && why === reason) ||
  (ids?.some((word) => means(word, record)) ?? false);

/**
 * Sends the selected records to be read again (those of GIAV in runs, those of Clientify as changes), then takes their messages off the dead-letter queue. A crash
 * in between repeats harmlessly: what is in order by then is left unchanged. Returns the ids of the runs to watch, the records as `client:123`, and
 * the ids that were asked for and name nothing that has failed.
 */
export async function redrive(
  ports: FailedPorts,
  selection: Selection,
  newRunId: () => string,
): Promise<{
  records: number;
  runs: string[];
  chosen: ReadonlySet<string>;
  notFailed: readonly string[];
}> {
  const { entries, letters } = await collect(ports);
  const chosen = new Map<string, NamedSubject>();
  for (const entry of entries)
    if (entry.entity !== null && entry.id !== null) {
      const record = { entity: entry.entity, id: entry.id };
      if (selects(selection, record, entry.reason)) chosen.set(keyOf(record), record);
    }
  for (const one of chosen.values())
    if (isOfGiav(one)) await forgetForeign(ports, one, isNamed(selection, one));
  const runs = await lookAgain(ports, [...chosen.values()], newRunId);
  const isChosen = (letter: DeadLetter): boolean =>
    letter.record !== null && chosen.has(keyOf(letter.record));
  for (const letter of letters.filter(isChosen)) await ports.deadLetters.remove(letter);
  await ports.deadLetters.release(letters.filter((letter) => !isChosen(letter)));
  const failed = [...chosen.values()];
  const notFailed = (selection.ids ?? []).filter((word) => !failed.some((one) => means(word, one)));
  return { records: chosen.size, runs, chosen: new Set(chosen.keys()), notFailed };
}

/** Whether an admin means that very record, or its very trouble, and not just all of them. */
const isNamed = ({ ids, reason }: Selection, record: NamedRecord): boolean =>
  reason === 'FOREIGN_RECORD' || (ids?.some((word) => means(word, record)) ?? false);

/** Takes the messages of records that are in order by now off the dead-letter queue. */
export async function dropLetters(
  { deadLetters }: Pick<FailedPorts, 'deadLetters'>,
  records: readonly NamedSubject[],
): Promise<void> {
  const inOrder = new Set(records.map(keyOf));
  const letters = inOrder.size === 0 ? [] : await deadLetters.take();
  for (const letter of letters)
    if (letter.record !== null && inOrder.has(keyOf(letter.record)))
      await deadLetters.remove(letter);
    else await deadLetters.release([letter]);
}

/** Deletes one message that nobody can read; false when it is not there. */
export async function deleteMessage(ports: FailedPorts, messageId: string): Promise<boolean> {
  const letters = await ports.deadLetters.take();
  const found = letters.find((letter) => letter.messageId === messageId && letter.record === null);
  if (found) await ports.deadLetters.remove(found);
  await ports.deadLetters.release(letters.filter((letter) => letter !== found));
  return found !== undefined;
}
