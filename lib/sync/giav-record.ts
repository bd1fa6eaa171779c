import { foldText } from './cleaning';
import { freeTextDate, giavDate } from './dates';
import { FIELD_KINDS, NOT_COMPARED, fieldKind, isListKind } from './giav-fields';
import { compareBirthdayEdit, compareList, entriesOf, repairedList } from './giav-lists';
import { compareValue, type DifferenceKind } from './giav-values';
import { isSealed, asSealed, seal } from './portal-password';
import { own } from './own';

/** A client as GIAV's answer held it: every field, texts untouched (giav.md, T6). */
export type RawClient = Readonly<Record<string, unknown>>;

export type { DifferenceKind } from './giav-values';

export interface Difference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly kind: DifferenceKind;
}

/** Name under which categories are compared: no field of the record holds them. */
export const CATEGORIES = 'idsCategories';
const PASSWORD = 'CustomerPortal_Password';
const DATES = 'RelevantDates';

function compareField(field: string, before: unknown, after: unknown): DifferenceKind | null {
  // Most fields are what they were.
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  const kind = fieldKind(field);
  return isListKind(kind) ? compareList(kind, before, after) : compareValue(kind, before, after);
}

/** Every field in which two readings of a client differ. */
export function differences(before: RawClient, after: RawClient): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((field): Difference[] => {
    if (NOT_COMPARED.has(field)) return [];
    const kind = compareField(field, own(before, field), own(after, field));
    return kind === null
      ? []
      : [{ field, before: own(before, field), after: own(after, field), kind }];
  });
}

/** Whether somebody touched the client between two readings. */
export const isSameVersion = (before: RawClient, after: RawClient): boolean =>
  before['FechaModificacion'] === after['FechaModificacion'] &&
  differences(before, after).length === 0;

/** What was to be written: the record before, the fields that were to change with their new values. */
export interface Intent {
  readonly before: RawClient;
  readonly intended: RawClient;
}

export const expectedOf = ({ before, intended }: Intent): RawClient => ({ ...before, ...intended });

/** The fields that a write changes on purpose. */
export const intentOf = (before: RawClient, expected: RawClient): Intent => ({
  before,
  intended: Object.fromEntries(
    differences(before, expected).map(({ field }) => [field, own(expected, field)]),
  ),
});

/** An intended value is stored, perhaps in another way of writing, or it is damage: there is nothing between. */
function compareIntended(field: string, intent: Intent, after: unknown): DifferenceKind | null {
  const kind = fieldKind(field);
  const expected = own(intent.intended, field);
  if (field === DATES && isListKind(kind)) return compareBirthdayEdit(kind, expected, after);
  const found = compareField(field, expected, after);
  if (found !== 'person') return found;
  return field === 'CodPostal' && isPadded(intent, after) ? 'normalised' : 'damage';
}

const SPAIN = /^(?:es|esp|espana|spain|espanya)$/i;

/** A Spanish postal code to which GIAV gave back the zero that it begins with. Abroad there are codes of four digits. */
function isPadded(intent: Intent, after: unknown): boolean {
  const { CodPostal: code, Pais, DatosExternos } = expectedOf(intent);
  const name = (DatosExternos as { readonly NombrePais?: unknown } | null | undefined)?.NombrePais;
  const countries = [Pais, name].map((text) => (typeof text === 'string' ? foldText(text) : ''));
  return (
    typeof code === 'string' &&
    /^\d{4}$/.test(code.trim()) &&
    after === `0${code.trim()}` &&
    countries.every((country) => country === '' || SPAIN.test(country))
  );
}

/** GIAV may keep its free text of the birthday in step with the date that was written. */
function followsBirthday({ field, after }: Difference, { intended }: Intent): boolean {
  const list = FIELD_KINDS[DATES];
  if (field !== 'FechaNacimiento' || list === undefined || !isListKind(list)) return false;
  const birthday = entriesOf(list, intended[DATES]).find((date) => date['Type'] === 'Birthday')?.[
    'Date'
  ];
  return (
    typeof birthday === 'string' &&
    typeof after === 'string' &&
    freeTextDate(after) === giavDate(birthday)
  );
}

/** Every difference between what a write should have made of the client and what is read back. */
export function differencesAfter(intent: Intent, after: RawClient): Difference[] {
  const expected = expectedOf(intent);
  const intended = Object.keys(intent.intended).flatMap((field): Difference[] => {
    const kind = compareIntended(field, intent, own(after, field));
    return kind === null
      ? []
      : [{ field, before: own(expected, field), after: own(after, field), kind }];
  });
  const others = differences(expected, after)
    .filter(({ field }) => !Object.hasOwn(intent.intended, field))
    .map((one): Difference =>
      followsBirthday(one, intent) ? { ...one, kind: 'normalised' } : one,
    );
  return [...intended, ...others];
}

/** Categories after a write: one that is missing was lost, one that came in addition was assigned by somebody. */
export function categoryDifferences(
  sent: readonly number[],
  after: readonly number[],
): Difference[] {
  const of = (kind: DifferenceKind): Difference[] => [
    { field: CATEGORIES, before: sent, after, kind },
  ];
  if (!sent.every((category) => after.includes(category))) return of('damage');
  return after.every((category) => sent.includes(category)) ? [] : of('person');
}

/**
 * Whose write a reading shows after an answer was lost. `none`: the record is as it was. `ours`: all that was intended is there,
 * and nobody else has been at it. `damaged`: a part of ours is there, and the rest was lost. `other`: somebody else's write.
 * `unclear`: something was lost, and it cannot be told by whom.
 */
export type Writer = 'none' | 'ours' | 'damaged' | 'other' | 'unclear';

export function writerOf(intent: Intent, after: RawClient): Writer {
  const { before, intended } = intent;
  if (isSameVersion(before, after)) return 'none';
  const found = differencesAfter(intent, after);
  const wrong = found
    .filter(({ field, kind }) => Object.hasOwn(intended, field) && kind === 'damage')
    .map(({ field }) => field);
  const somebody = found.some(({ kind }) => kind === 'person');
  const lost = found.some(
    ({ field, kind }) => !Object.hasOwn(intended, field) && kind === 'damage',
  );
  const fields = Object.keys(intended);
  const ours = fields.filter(
    (field) =>
      !wrong.includes(field) && compareField(field, own(before, field), own(after, field)) !== null,
  );
  if (ours.length === fields.length) {
    if (!somebody) return 'ours';
    return lost ? 'unclear' : 'other';
  }
  const cut = wrong.filter((field) => isCutOfOurs(field, intent, after));
  // What stands as it was before is no loss: it was not written.
  const gone = wrong.filter(
    (field) =>
      cut.includes(field) ||
      compareField(field, own(before, field), own(after, field)) === 'damage',
  );
  if (gone.length === 0) return ours.length > 0 && lost ? 'unclear' : 'other';
  return gone.length === wrong.length && ours.length + cut.length > 0 && !somebody
    ? 'damaged'
    : 'unclear';
}

/** Whether a value is the beginning of what we sent, and not of what was there. */
function isCutOfOurs(field: string, { before, intended }: Intent, after: RawClient): boolean {
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
  const [sent, old, now] = [
    text(own(intended, field)),
    text(own(before, field)),
    text(own(after, field)),
  ];
  return now !== '' && sent.startsWith(now) && !old.startsWith(now);
}

/** Which of the damaged fields may be put back: not what may be a person's value or their withdrawn consent. */
export function isRepairable({ field, after }: Difference, { before, intended }: Intent): boolean {
  if (field === 'MailingConsent' && after === 'Denied') return false;
  if (field === PASSWORD && asSealed(before[PASSWORD])) return false;
  if (!Object.hasOwn(intended, field)) return true;
  return (
    compareField(field, own(before, field), after) !== 'person' ||
    compareField(field, own(intended, field), after) !== 'person'
  );
}

/** The record as it should be put back: the damaged fields as they were meant to be, all else as it is now. */
export function repaired(
  after: RawClient,
  wanted: RawClient,
  fields: readonly string[],
): RawClient {
  const values = fields.map((field) => {
    const kind = fieldKind(field);
    return [
      field,
      isListKind(kind)
        ? repairedList(kind, own(wanted, field), own(after, field))
        : own(wanted, field),
    ] as const;
  });
  return { ...after, ...Object.fromEntries(values) };
}

/** The record for storing while a write is verified: the password is a seal. */
export function sealed(client: RawClient, secret: string): RawClient {
  const password = client[PASSWORD];
  return typeof password === 'string' && password !== ''
    ? { ...client, [PASSWORD]: seal(password, secret) }
    : client;
}

/** A stored record beside a fresh reading: the same password is taken from there. */
export function unsealed(stored: RawClient, fresh: RawClient, secret: string): RawClient {
  const [known, password] = [asSealed(stored[PASSWORD]), fresh[PASSWORD]];
  const same = known !== null && typeof password === 'string' && isSealed(password, known, secret);
  return same ? { ...stored, [PASSWORD]: password } : stored;
}

/** The record for storing: a secret is not kept. */
export const withoutSecrets = (client: RawClient): RawClient =>
  PASSWORD in client ? { ...client, [PASSWORD]: '(not kept)' } : client;

/** The difference for storing. */
export const withoutSecretValues = ({
  field,
  before,
  after,
  kind,
}: Difference): Omit<Difference, 'before' | 'after'> | Difference =>
  field === PASSWORD ? { field, kind } : { field, before, after, kind };

/** Whether a field that was to change still holds what it held before. */
export const isAsBefore = (field: string, { before }: Intent, after: RawClient): boolean =>
  [null, 'normalised'].includes(compareField(field, own(before, field), own(after, field)));
