import { DAY_MS, HOUR_MS, MINUTE_MS } from './budget';
import type { ValueKind } from './giav-fields';
import { splitPhones } from './phones';
import { asSealed, passwordForm } from './portal-password';

/**
 * `damage`: emptied, shortened, reset to a default, or another name of an enum. `normalised`: GIAV wrote the same in another
 * way. `person`: plausibly somebody's edit.
 */
export type DifferenceKind = 'damage' | 'normalised' | 'person';

/** Absent, nil and empty hold the same: nothing. */
export function canonical(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(canonical);
  if (typeof value === 'object') {
    const entries = Object.entries(value).flatMap(([name, inner]) => {
      const kept = canonical(inner);
      return kept === null ? [] : [[name, kept] as const];
    });
    return entries.length === 0
      ? null
      : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return typeof value === 'string' ? value : String(value);
}

/** A simple value as it lies in the record. */
function simple(value: unknown): string | null {
  const held = canonical(value);
  return held === null || typeof held === 'string' ? held : JSON.stringify(held);
}

/** What an omitted value becomes (giav.md, T3). */
const DEFAULTS: Readonly<Partial<Record<ValueKind, RegExp>>> = {
  number: /^0+(?:[.,]0+)?$/,
  id: /^0+$/,
  flag: /^(?:false|0)$/,
  date: /^0001-01-01/,
  computed: /^No(?:t)?Proc/,
};

const UNREADABLE = '\ufffd';
/** Digits that one phone number may have (E.164). */
const MAX_DIGITS = 15;

/** White space at the ends, line ends, letter case and composed accents are ways of writing. */
const text = (value: string): string =>
  value.normalize('NFC').replace(/\r\n?/g, '\n').trim().toLowerCase();

function plainPhone(value: string): string {
  const digits = value.replace(/[\s().-]/g, '');
  return /^\+?\d+$/.test(digits) && digits.length <= MAX_DIGITS + 1 ? digits : text(value);
}

/**
 * Each number that could be dialled by what it means (E.164, of the country that the mapping takes it for), with all that
 * stands around it: with or without a prefix, or with other blanks between its digits, it is the same number.
 */
function phone(value: string): string {
  const numbers = splitPhones(value);
  if (!numbers.some(({ key }) => key.startsWith('+'))) return plainPhone(value);
  let [read, from] = ['', 0];
  for (const { key, start, end, text: number } of numbers) {
    read += value.slice(from, start) + (key.startsWith('+') ? key : plainPhone(number));
    from = end;
  }
  return text(read + value.slice(from));
}

function number(value: string): string {
  const [, sign = '', whole = '', decimals = ''] =
    /^([+-]?)0*(\d+)(?:[.,](\d*?)0*)?$/.exec(value.trim()) ?? [];
  if (whole === '') return value.trim();
  const amount = decimals === '' ? whole : `${whole}.${decimals}`;
  return sign === '-' && amount !== '0' ? `-${amount}` : amount;
}

const date = (value: string): string =>
  value
    .trim()
    .replace(/(\.\d*?)0+(?!\d)/, '$1')
    .replace(/\.(?!\d)/, '');

const FLAGS = new Map([
  ['1', 'true'],
  ['0', 'false'],
]);

/** A value as one that is written in another way would also read. */
function written(kind: ValueKind, value: string | null): string {
  if (value === null) return '';
  if (kind === 'phone') return phone(value);
  if (kind === 'number' || kind === 'id') return number(value);
  if (kind === 'date') return date(value);
  if (kind === 'flag') return FLAGS.get(value) ?? value;
  if (kind === 'secret') return value;
  return kind === 'text' || kind === 'code' ? text(value) : value.trim().normalize('NFC');
}

const withoutMarks = (value: string): string => value.normalize('NFD').replace(/\p{Mn}/gu, '');

/** Whether `part` is what remains of `whole` when characters are taken away, accents among them. */
function isLess(part: string, whole: string): boolean {
  const [left, right] = [withoutMarks(part), withoutMarks(whole)];
  // The same letters with fewer accents, or with others.
  if (left === right) return part.normalize('NFD').length <= whole.normalize('NFD').length;
  let at = 0;
  for (const character of right) if (left.startsWith(character, at)) at += character.length;
  return at >= left.length;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
};

/** Characters that the service could not store and shows as question marks, read in another encoding, or escaped once too often. */
function isGarbled(before: string, after: string): boolean {
  if (after.includes(UNREADABLE)) return true;
  const units = after.split('');
  if (
    before.length === after.length &&
    units.every((unit, at) => unit === before[at] || (unit === '?' && (before[at] ?? '') > '~'))
  )
    return true;
  const unescaped = after.replace(
    /&(?:amp|lt|gt|quot|apos|#39);/g,
    (entity) => ENTITIES[entity] ?? entity,
  );
  return unescaped === before || Buffer.from(after, 'latin1').toString('utf8') === before;
}

const isReset = (kind: ValueKind, after: string): boolean => DEFAULTS[kind]?.test(after) ?? false;

/** A password that is hashed, masked or shorter than before; where only its seal is known, by its length. */
function secretKind(before: unknown, after: unknown): DifferenceKind {
  if (passwordForm(after) !== 'plain') return 'damage';
  const now = String(after);
  const sealed = asSealed(before);
  if (sealed) return now.length < sealed.length ? 'damage' : 'person';
  const known = simple(before);
  return known !== null && isLess(now, known) ? 'damage' : 'person';
}

/** How two values of a field differ; null when they do not. */
export function compareValue(
  kind: ValueKind,
  before: unknown,
  after: unknown,
): DifferenceKind | null {
  const [a, b] = [simple(before), simple(after)];
  if (a === b) return null;
  if (kind === 'secret') return secretKind(before, after);
  if (kind === 'district') return 'damage';
  if (written(kind, a) === written(kind, b)) return 'normalised';
  if (b === null || kind === 'enum' || kind === 'key') return 'damage';
  if (isReset(kind, b)) return 'damage';
  // GIAV's own check of something that it had not checked.
  if (kind === 'computed') return a === null || isReset(kind, a) ? 'person' : 'damage';
  return a === null || !isLossy(kind, a, b) ? 'person' : 'damage';
}

const digits = (value: string): string => value.replace(/\D/g, '');

const hasLostItsPoint = (before: string, after: string): boolean =>
  /[.,]/.test(before + after) && digits(before) === digits(after);

const HALF_HOUR_MS = 30 * MINUTE_MS;
/** The widest that two time zones are apart. */
const FARTHEST_MS = 26 * HOUR_MS;

/** The same moment read in another time zone: nobody moves a date by some hours. */
function isShifted(before: string, after: string): boolean {
  const [a, b] = [before, after].map((text) => Date.parse(`${text.replace(/Z$/, '')}Z`)) as [
    number,
    number,
  ];
  const shift = Math.abs(a - b);
  return shift > 0 && shift <= FARTHEST_MS && shift % HALF_HOUR_MS === 0 && shift !== DAY_MS;
}

/** Shorter than it was, or with characters that could not be stored. An id is never cut, a flag is all or nothing. */
function isLossy(kind: ValueKind, before: string, after: string): boolean {
  if (kind === 'id' || kind === 'flag') return false;
  const [a, b] = [written(kind, before), written(kind, after)];
  // What was typed of a phone counts, too: without its prefix a foreign number would read as a Spanish one.
  if (kind === 'phone' && isLess(plainPhone(after), plainPhone(before))) return true;
  if (kind === 'number') return a.startsWith(b) || hasLostItsPoint(before, after);
  if (kind === 'date')
    return a.startsWith(b) || b === a.replace(/T.*$/, 'T00:00:00') || isShifted(a, b);
  return isGarbled(before.normalize('NFC'), after.normalize('NFC')) || isLess(b, a);
}
