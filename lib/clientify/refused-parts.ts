import type { RefusedPart } from '../sync/errors';
import { addressLine } from '../sync/address';
import { comparableEmail, comparablePhone, comparableText, isBlank } from '../sync/cleaning';
import type { Address, FieldNote } from '../sync/target';
import type { RefusedValue } from '../ports/clientify';
import { own } from '../sync/own';

type Body = Readonly<Record<string, unknown>>;
type Entry = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Entry =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isFilled = (value: unknown): boolean =>
  isObject(value) || Array.isArray(value) ? Object.keys(value).length > 0 : value !== null;

/** Entries of a list by their place; null when the error is of the list as a whole. */
function refusedEntries(errors: unknown): [number, unknown][] | null {
  if (Array.isArray(errors))
    return errors.some(isObject) && errors.every(isObject)
      ? errors.map((error, at): [number, unknown] => [at, error])
      : null;
  if (!isObject(errors) || !Object.keys(errors).every((key) => /^\d+$/.test(key))) return null;
  return Object.entries(errors).map(([at, error]): [number, unknown] => [Number(at), error]);
}

/** The parts that a 400 names: DRF's map field → texts, for lists of objects one map an entry (clientify.md, T8). */
export function refusedParts(answer: unknown): RefusedPart[] {
  if (!isObject(answer)) return [];
  return Object.entries(answer).flatMap(([field, errors]): RefusedPart[] => {
    if (field === 'detail' || field === 'message' || field === 'error') return [];
    const entries = refusedEntries(errors);
    if (entries === null) return [{ field }];
    return entries
      .filter(([, error]) => isFilled(error))
      .map(([at, error]) => ({ field, at, keys: isObject(error) ? Object.keys(error) : [] }));
  });
}

/** The address without its blank parts: the short form that a create accepts (clientify.md, C13). */
export const shortAddress = (address: Address): Partial<Address> =>
  Object.fromEntries(
    Object.entries(address).filter(([, value]) => typeof value !== 'string' || !isBlank(value)),
  );

/** Singular forms of a create, and the lists that they stand for. */
const SINGULAR: Readonly<Record<string, string>> = { email: 'emails', phone: 'phones' };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What to remember of one entry of a list, or of a field, as it was sent. */
export function refusedValue(field: string, sent: unknown): RefusedValue {
  const list = own(SINGULAR, field) ?? field;
  const entry: Entry = isObject(sent) ? sent : {};
  if (list === 'emails') return { field: list, key: comparableEmail(text(entry['email'] ?? sent)) };
  if (list === 'phones') return { field: list, key: comparablePhone(text(entry['phone'] ?? sent)) };
  if (list === 'addresses')
    return { field: 'address', key: addressLine(entry as unknown as Address) };
  return { field, key: typeof sent === 'string' ? comparableText(sent) : JSON.stringify(sent) };
}

const ADDRESS_TEXTS = ['street', 'city', 'state', 'postal_code'];

/**
 * An address without the parts that were refused; null when nothing is left to try. A part that was asked for although it
 * is blank is sent blank, a filled one that was refused is left out.
 */
function lessAddress(address: Entry, keys: readonly string[]): Entry | null {
  const asked = keys.filter((key) => !Object.hasOwn(address, key));
  if (asked.length > 0) return { ...address, ...Object.fromEntries(asked.map((key) => [key, ''])) };
  const rest = Object.fromEntries(Object.entries(address).filter(([key]) => !keys.includes(key)));
  const worthIt =
    keys.length > 0 &&
    keys.every((key) => address[key] !== '') &&
    ADDRESS_TEXTS.some((key) => text(rest[key]) !== '');
  return worthIt ? rest : null;
}

/** The first entry of a list is the main one: the next takes its place, and its type, when it is refused. */
function withMain(all: readonly Entry[], left: readonly Entry[]): Entry[] {
  const [main] = all;
  return main === undefined || left.includes(main)
    ? [...left]
    : left.map((entry, at) => (at === 0 ? { ...entry, type: main['type'] } : entry));
}

/** A body without what was refused of it. */
export interface Lessened {
  readonly body: Body;
  readonly notes: readonly FieldNote[];
  readonly refused: readonly RefusedValue[];
  /** Entries of lists that were refused as a whole, so that nobody knows which of them it was. */
  readonly unclear: readonly { readonly list: string; readonly entry: Entry }[];
}

const LEFT_OUT = 'refused by Clientify; left out';

function lessenList(
  list: string,
  entries: readonly Entry[],
  parts: readonly RefusedPart[],
): { entries: Entry[]; notes: FieldNote[]; refused: RefusedValue[] } {
  const notes: FieldNote[] = [];
  const refused: RefusedValue[] = [];
  const left = entries.flatMap((entry, at): Entry[] => {
    const part = parts.find((one) => one.at === at);
    if (!part) return [entry];
    const less = list === 'addresses' ? lessAddress(entry, part.keys ?? []) : null;
    const gone = (part.keys ?? []).filter((key) => Object.hasOwn(entry, key));
    if (less === null || gone.length > 0) {
      const where = less === null ? `${list}[${at}]` : `${list}[${at}].${gone.join(', ')}`;
      notes.push({ field: where, note: LEFT_OUT });
      refused.push(refusedValue(list, entry));
    }
    return less === null ? [] : [less];
  });
  return { entries: list === 'addresses' ? left : withMain(entries, left), notes, refused };
}

/** What is sent as `email` may be refused as `emails`, and the other way round: then nobody knows which of them it was. */
const asSent = (body: Body, part: RefusedPart): RefusedPart => {
  const list = own(SINGULAR, part.field);
  if (list !== undefined && list in body && !Object.hasOwn(body, part.field))
    return { field: list };
  const singular = Object.keys(SINGULAR).find((name) => SINGULAR[name] === part.field);
  return singular !== undefined && singular in body && !Object.hasOwn(body, part.field)
    ? { field: singular }
    : part;
};

/** Leaves out what was refused, and nothing else; null when nothing of the body was named. */
export function withoutRefused(body: Body, answer: readonly RefusedPart[]): Lessened | null {
  const parts = answer.map((part) => asSent(body, part));
  const named = [...new Set(parts.map(({ field }) => field))].filter((field) =>
    Object.hasOwn(body, field),
  );
  if (named.length === 0) return null;
  const rest: Record<string, unknown> = { ...body };
  const notes: FieldNote[] = [];
  const refused: RefusedValue[] = [];
  const unclear: { list: string; entry: Entry }[] = [];
  for (const field of named) {
    const sent = body[field];
    const ofField = parts.filter((part) => part.field === field);
    const entries = Array.isArray(sent) && sent.every(isObject) ? sent : null;
    if (entries && ofField.every(({ at }) => at !== undefined && at < entries.length)) {
      const less = lessenList(field, entries, ofField);
      notes.push(...less.notes);
      refused.push(...less.refused);
      if (less.entries.length > 0) rest[field] = less.entries;
      else delete rest[field];
      continue;
    }
    delete rest[field];
    if (entries && entries.length > 1)
      unclear.push(...entries.map((entry) => ({ list: field, entry })));
    else {
      notes.push({ field, note: LEFT_OUT });
      refused.push(refusedValue(field, entries?.[0] ?? sent));
    }
  }
  return { body: rest, notes, refused, unclear };
}
