import { HOUR_MS, MINUTE_MS } from '../sync/budget';
import { resourceId } from '../sync/relations';
import { foldText } from '../sync/cleaning';
import { type ClientKind, type Desired, type Target, refOf } from '../sync/target';

/** GIAV id of the client that the id map links a record to; null when it knows none. */
export type OwnerOf = (kind: ClientKind, clientifyId: string) => Promise<string | null>;

/** How far before the call a record that is ours may have been created: clocks differ (clientify.md, C3). */
const SKEW_MS = 2 * MINUTE_MS;

/** Clientify may store a Documento in its own way; that is no sign of somebody else. */
const alike = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (documento: string): string => foldText(documento).replace(/[^\p{L}\p{N}]/gu, '');

/** The furthest that a clock with the right minutes and another time zone is off (clientify.md, C18). */
const ZONES_MS = 14 * HOUR_MS;
/** All time zones differ by whole quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/** What came back from a create is not, or may not be, the record that was asked for. */
export interface Foreign {
  readonly why: string;
  /** false: it may be the new record all the same, so that a second create could make a duplicate. */
  readonly certain: boolean;
}

const certain = (why: string): Foreign => ({ why, certain: true });

/**
 * Why what came back from a create is somebody else's record; null when it is the one that was asked for.
 * @param searched nobody had the record's e-mails before the call, and the search for that was seen to work
 */
export async function whyForeign(
  desired: Desired,
  answer: Target,
  calledAt: Date,
  ownerOf: OwnerOf,
  searched: boolean,
): Promise<Foreign | null> {
  const { kind } = desired;
  const ref = refOf(answer);
  const owner = kind === 'deal' ? null : await ownerOf(kind, answer.id);
  if (owner !== null && owner !== desired.gesinturId)
    return certain(`it is linked to client ${owner}`);
  if (ref.gesinturId !== '' && ref.gesinturId !== desired.gesinturId)
    return certain(`it carries the GIAV id ${ref.gesinturId}`);
  if (kind !== 'deal' && ref.documento !== '' && !alike(ref.documento, desired.documento))
    return certain('it has another Documento');
  // Where a deal takes its start date as its creation date, that tells nothing.
  const startDate = desired.fields['created'];
  if (
    typeof startDate === 'string' &&
    String(answer.fields['created'] ?? '').startsWith(startDate.slice(0, 10))
  )
    return null;
  return byItsAge(desired, answer, calledAt, searched);
}

function byItsAge(
  { kind, gesinturId }: Desired,
  answer: Target,
  calledAt: Date,
  searched: boolean,
): Foreign | null {
  const ref = refOf(answer);
  const created = createdAt(answer.fields);
  if (Number.isNaN(created))
    return kind !== 'deal' && ref.gesinturId === '' && ref.documento === ''
      ? { why: 'nothing in the answer shows that it is new', certain: false }
      : null;
  const age = calledAt.getTime() - created;
  if (age > ZONES_MS + SKEW_MS) return certain('it is older than the call');
  if (showsNothingSent(answer)) return { why: 'nothing of what was sent is in it', certain: false };
  if (age <= SKEW_MS) return null;
  const carriesOurs = searched && ref.gesinturId === gesinturId;
  return carriesOurs && isNewInAnotherZone(age, answer)
    ? null
    : { why: 'it seems to be older than the call', certain: false };
}

/** Whether it shows id and Documento of a client, and both are empty: each create sends both. */
export function showsNothingSent(answer: Target): boolean {
  const { kind, fields, customFields } = answer;
  const { gesinturId, documento } = refOf(answer);
  const shows = customFields !== undefined && 'taxpayer_identification_number' in fields;
  return kind !== 'deal' && shows && gesinturId === '' && documento === '';
}

/** Only what was made as it is was never changed since. A record without these stamps tells nothing. */
const isUntouched = ({ modified, fields }: Target): boolean =>
  Math.abs(Date.parse(modified ?? '') - createdAt(fields)) <= SKEW_MS;
const createdAt = (fields: Target['fields']): number => Date.parse(String(fields['created'] ?? ''));

/** How far back a search for what was created since then has to reach: stamps may be off by a time zone. */
export const searchedSince = (since: Date): Date => new Date(since.getTime() - ZONES_MS);

/** Whether a record that carries our id is older than the create that may have given it one. */
export const isOlder = (target: Target, since: Date): boolean => {
  const created = createdAt(target.fields);
  if (!(created < since.getTime())) return false;
  return created < searchedSince(since).getTime() || !isUntouched(target);
};

/** Stamps that are off by a time zone make each new record look old. */
function isNewInAnotherZone(age: number, answer: Target): boolean {
  const offQuarter = Math.abs(age - Math.round(age / QUARTER_MS) * QUARTER_MS);
  return offQuarter <= SKEW_MS && isUntouched(answer);
}

/** Whether a deal is in the pipeline and stage that it should be in; undefined when the answer does not show both. */
export function isPlaced(
  desired: Readonly<Record<string, unknown>>,
  deal: Target,
): boolean | undefined {
  const names = ['pipeline', 'pipeline_stage'].filter((name) => typeof desired[name] === 'string');
  if (names.some((name) => !(name in deal.fields))) return undefined;
  return names.every((name) => resourceId(desired[name]) === resourceId(deal.fields[name]));
}
