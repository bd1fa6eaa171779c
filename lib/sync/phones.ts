import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { readable } from './blank';
import type { Span } from './emails';

const HOME = 'ES';

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

const MARKS = /[ .()-]/g;
const SPANISH = /^(?:\+?34|0034)?([5-9]\d{8})$/;

/** Spanish numbers with the usual marks between their digits, told without the library: nearly all that there are. */
function plainSpanish(text: string): string | null {
  const national = SPANISH.exec(text.replace(MARKS, ''))?.[1];
  return national === undefined ? null : `+34${national}`;
}

/** E.164 with its extension; null where the text is no number that could be dialled. */
function possibleNumber(text: string): string | null {
  const plain = plainSpanish(text);
  if (plain !== null) return plain;
  const number = parsePhoneNumberFromString(text, HOME);
  if (!number?.isPossible()) return null;
  return number.ext === undefined ? number.number : `${number.number};ext=${number.ext}`;
}

/**
 * The form in which phones are compared: E.164 where the text is a number (Spanish without a prefix), with its
 * extension; else its digits alone. `+34 600…`, `0034 600…` and `600…` are one number. Never what is sent.
 */
export function comparablePhone(phone: string): string {
  const { text } = readable(phone);
  return possibleNumber(text) ?? digitsOf(text);
}

/** The name that older code uses for {@link comparablePhone}. */
export const phoneDigits = comparablePhone;

/** How phones were compared until mapping version 2: what was stored then can be recognised by it. */
export const formerPhoneKey = (phone: string): string =>
  phone.replace(/\D/g, '').replace(/^(?:00)?34(?=\d{9}$)/, '');

/** Fewest digits of a number that stands alone (112), and of one that stands beside others or beside a note. */
const SHORTEST = 3;
const SHORTEST_BESIDE = 6;
const LONGEST_DIGITS = 15;
/** Longest text of one or of several numbers that is taken apart; what is longer is prose. */
const LONGEST_TEXT = 100;

// Slashes, commas, semicolons, line ends and words end a number; blanks, hyphens, dots and brackets may lie within it.
const CHUNK = /[+(]{0,3}\d[\d .()\u{2010}-\u{2015}-]*/gu;
const GROUP = /[+(]{0,3}\d+\)?/gu;
const EXTENSION =
  /\s*[,;/]?\s*(?:extensi[oó]n|ext|anexo|int|x|#)\s*[.:]?\s*\d{1,6}(?![\d\p{L}])/iuy;
/** Only what numbers are written with, and an extension. */
const NUMBER_ALONE =
  /^[\d\s+().\u{2010}-\u{2015}/-]+(?:\s*(?:extensi[oó]n|ext|anexo|int|x|#)\s*[.:]?\s*\d{1,6})?$/iu;

interface Range {
  readonly start: number;
  readonly end: number;
}
interface Piece extends Range {
  /** null: no number that could be dialled as it stands. */
  readonly key: string | null;
  /** The numbers within it, where it is none as a whole. */
  readonly within?: readonly Piece[];
}

/** A range with a digit, without what belongs to the sentence around it: blanks and marks at the ends, a bracket that is not closed. */
function trimmed(text: string, range: Range): Range {
  let { start, end } = range;
  while (!/[\d+(]/.test(text.charAt(start))) start += 1;
  while (!/\d/.test(text.charAt(end - 1))) end -= 1;
  const open = text.slice(start, end).split('(').length > text.slice(start, end).split(')').length;
  if (open && text[end] === ')') end += 1;
  else if (open && text[start] === '(') start += 1;
  return { start, end };
}

const groupsOf = (text: string, { start, end }: Range): Range[] =>
  [...text.slice(start, end).matchAll(GROUP)].map(({ 0: group, index }) => ({
    start: start + index,
    end: start + index + group.length,
  }));

/** The number that begins with the first group, from its fewest groups; null where none does. */
function numberFrom(
  text: string,
  groups: readonly Range[],
): { piece: Piece; groups: number } | null {
  let start: number | undefined;
  for (const [at, group] of groups.entries()) {
    start ??= group.start;
    const range = trimmed(text, { start, end: group.end });
    const key = possibleNumber(text.slice(range.start, range.end));
    if (key !== null) return { piece: { ...range, key }, groups: at + 1 };
  }
  return null;
}

/** Numbers with only blanks, hyphens or dots between them, and whether nothing else stands there. */
function several(text: string, range: Range): { pieces: Piece[]; all: boolean } {
  const pieces: Piece[] = [];
  let all = true;
  for (let rest = groupsOf(text, range); rest.length > 0;) {
    const found = numberFrom(text, rest);
    if (found) pieces.push(found.piece);
    else all = false;
    rest = rest.slice(found?.groups ?? 1);
  }
  return { pieces, all };
}

/** What one chunk of digits holds. Digits that touch a word ("10h", "2ª", "B12345678") are part of it. */
function piecesOf(text: string, chunk: Range): Piece[] {
  const range = trimmed(text, chunk);
  if (range.end - range.start > LONGEST_TEXT) return [];
  EXTENSION.lastIndex = range.end;
  const whole = { start: range.start, end: EXTENSION.test(text) ? EXTENSION.lastIndex : range.end };
  const key = possibleNumber(text.slice(whole.start, whole.end));
  if (key !== null) return [{ ...whole, key }];
  const { pieces, all } = several(text, range);
  const inWord =
    /[\p{L}ªº:%€]/u.test(text[range.end] ?? '') || /\p{L}/u.test(text[range.start - 1] ?? '');
  return all || inWord ? pieces : [{ ...whole, key: null, within: pieces }];
}

/** Fewer characters than any number that could be dialled. */
const LONGEST_TAIL = 4;

/** "93 111 22 33/34": the end of a second number that shares its beginning is part of the text that was typed. */
function withShortTails(text: string, pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    const tail =
      piece.end - piece.start <= LONGEST_TAIL && before !== undefined && before.key !== null;
    if (tail && text.slice(before.end, piece.start) === '/') {
      const number = text.slice(before.start, piece.end);
      joined[joined.length - 1] = {
        start: before.start,
        end: piece.end,
        key: possibleNumber(number) ?? digitsOf(number),
      };
    } else joined.push(piece);
  }
  return joined;
}

/** Numbers in a text that is more than one number, as a person reads it. */
function numbersIn(text: string): Piece[] {
  let after = 0;
  const found = [...text.matchAll(CHUNK)].flatMap(({ 0: chunk, index: start }) => {
    const end = start + chunk.length;
    if (start < after || text[start - 1] === '@' || text[end] === '@') return [];
    const pieces = piecesOf(text, { start, end });
    after = pieces.at(-1)?.end ?? after;
    return pieces;
  });
  const pieces = withShortTails(text, found);
  const alone = pieces.length === 1 && !/\p{L}/u.test(text);
  return pieces.flatMap((piece) => {
    if (piece.key !== null) return [piece];
    const number = text.slice(piece.start, piece.end);
    const digits = digitsOf(number).length;
    if (alone) return digits >= SHORTEST ? [piece] : [];
    if (piece.within && piece.within.length > 0) return piece.within;
    return digits >= SHORTEST_BESIDE && digits <= LONGEST_DIGITS && /^[\d ]+$/.test(number)
      ? [piece]
      : [];
  });
}

/** Most digits of the code of an area, without those of the country: "+49 33701/12345". */
const LONGEST_AREA = 5;

/** Whether a text with a slash is two numbers: "+49 30 901820 / 901821", but not "93/1112233". They are never sent as one. */
function areTwo(text: string): boolean {
  const [before = '', ...after] = text.split('/');
  const number = after.length > 0 ? parsePhoneNumberFromString(before, HOME) : undefined;
  return (
    number?.isPossible() === true &&
    (number.nationalNumber.length > LONGEST_AREA ||
      after.some((part) => possibleNumber(part) !== null))
  );
}

const mayBeOne = (text: string): boolean =>
  text.length <= LONGEST_TEXT && NUMBER_ALONE.test(text) && !areTwo(text);

/**
 * The numbers of one phone field of GIAV, in their order; one that stands there twice comes twice. Notes ("llamar
 * tarde") are no numbers: they stay in GIAV. What was typed is what is sent, without invisible characters. An edit
 * exchanges what lies between `start` and `end`, nothing else.
 */
export function splitPhones(field: string): Span[] {
  const { text, begin, end } = readable(field);
  const whole = text.trim();
  const key = mayBeOne(whole) ? possibleNumber(whole) : null;
  const pieces =
    key === null ? numbersIn(text) : [{ ...trimmed(text, { start: 0, end: text.length }), key }];
  return pieces.map((piece) => {
    const number = text.slice(piece.start, piece.end).replaceAll('\n', ' ');
    return {
      text: number,
      key: piece.key ?? digitsOf(number),
      start: begin(piece.start),
      end: end(piece.end - 1),
    };
  });
}

/** Whether a field holds words or digits beside its numbers. */
export function hasNoteBeside(field: string, numbers: readonly Span[]): boolean {
  let rest = '';
  let from = 0;
  for (const { start, end } of numbers) {
    rest += `${field.slice(from, start)} `;
    from = end;
  }
  return /[\p{L}\p{N}]/u.test(readable(rest + field.slice(from)).text.replace(/\s[yoe]\s/giu, ''));
}
