import { readable } from './blank';
import type { FieldNote } from './target';

/** What never stands in an address: it separates one from the next, and from what people write beside it. */
const PART = /[^\s"(),:;<>[\\\]]+/g;

// The pattern refuses what mail servers refuse in practice; quoted local parts are not worth a failed record.
const ATOM = String.raw`[^\s@"(),:;<>[\\\].]+`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?`;
const EMAIL = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*@(?:${LABEL}\.)+\p{L}{2,}$`, 'u');
const LONGEST = 254;

const isEmail = (text: string): boolean => text.length <= LONGEST && EMAIL.test(text);

/** Addresses are compared without case, and without what shows nothing. */
export const comparableEmail = (email: string): string => readable(email).text.trim().toLowerCase();

export const sameEmail = (a: string, b: string): boolean =>
  comparableEmail(a) === comparableEmail(b);

/** A value inside of a field that may hold more than it; `start` and `end` as in `field.slice(start, end)`. */
export interface Span {
  /** The value as it is sent. */
  readonly text: string;
  /** Its comparable form. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The parts of a field between its separators, as a person reads them. A slash separates whole addresses only. */
function parts(text: string): { text: string; at: number }[] {
  return [...text.matchAll(PART)].flatMap(({ 0: part, index }) => {
    const sides = part.split('/');
    if (!sides.every(isEmail)) return [{ text: part, at: index }];
    let at = index;
    return sides.map((side) => {
      const one = { text: side, at };
      at += side.length + 1;
      return one;
    });
  });
}

function read(field: string): { spans: Span[]; invalid: number } {
  const { text, begin, end } = readable(field);
  const all = parts(text);
  const spans = all
    .filter((part) => isEmail(part.text))
    .map((part) => ({
      text: part.text,
      key: part.text.toLowerCase(),
      start: begin(part.at),
      end: end(part.at + part.text.length - 1),
    }));
  return { spans, invalid: all.length - spans.length };
}

/**
 * The valid addresses of GIAV's one e-mail field, which may hold several, notes and junk (giav.md, R4), in their
 * order; one that stands there twice comes twice. An edit exchanges what lies between `start` and `end`, nothing else.
 */
export const emailSpans = (field: string): Span[] => read(field).spans;

/** The addresses that go to Clientify, each once, and what an admin should know of the rest. */
export function splitEmails(field: string): { emails: string[]; notes: FieldNote[] } {
  const { spans, invalid } = read(field);
  const emails = spans
    .filter(({ key }, at) => spans.findIndex((other) => other.key === key) === at)
    .map(({ text }) => text);
  const notes: FieldNote[] = [];
  if (invalid > 0) notes.push({ field: 'Email', note: `${invalid} invalid part(s) dropped` });
  if (emails.length > 1)
    notes.push({
      field: 'Email',
      note: `${emails.length} addresses in one field; the first is the main one`,
    });
  return { emails, notes };
}
