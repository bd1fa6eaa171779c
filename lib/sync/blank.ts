/** What shows nothing on a screen, and so counts as white space wherever a value is asked whether it is there at all. */

const NAMED: Readonly<Record<string, number>> = {
  nbsp: 0xa0,
  ensp: 0x2002,
  emsp: 0x2003,
  numsp: 0x2007,
  puncsp: 0x2008,
  thinsp: 0x2009,
  hairsp: 0x200a,
  zerowidthspace: 0x200b,
  zwnj: 0x200c,
  zwj: 0x200d,
  lrm: 0x200e,
  rlm: 0x200f,
  nobreak: 0x2060,
  shy: 0xad,
  tab: 0x9,
  newline: 0xa,
};

/** Shown as nothing at all: format characters, what fonts ignore, halves of surrogate pairs. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/** Where a line ends, in whatever system it was typed. */
export const LINE_END = /[\n\r\u{85}\u{2028}\u{2029}]/u;
/** Spaces of every width, control characters, and the empty Braille cell. */
const SPACE = /[\p{Z}\p{Cc}\u{2800}]/u;
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u{2800}]/u;

// A character, or an HTML entity as pasted from a web page. No nesting, so linear.
const UNIT = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,14});|[\s\S]/giu;
/** Nothing in it needs another look: letters of the Latin and Greek scripts, digits, usual marks. */
const ORDINARY = /^[\t\n\x20-\x25\x27-\x7e\u{a1}-\u{ac}\u{ae}-\u{2ff}\u{370}-\u{3ff}]*$/u;

/** Of an entity by its name, in hexadecimal or decimal digits, or one of the known names. */
function codeOf(name: string): number | undefined {
  if (name.startsWith('#x')) return parseInt(name.slice(2), 16);
  if (name.startsWith('#')) return Number(name.slice(1));
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

/** The character of an entity that shows nothing; null for every other one, and for what is no entity. */
function blankOf(unit: string): string | null {
  const name = unit.slice(1, -1).toLowerCase();
  const code = codeOf(name);
  if (code === undefined || code > 0x10ffff) return null;
  const character = String.fromCodePoint(code);
  return VISIBLE.test(character) ? null : character;
}

/** What a person sees of a character: itself, a space, a line end or nothing. */
function seen(character: string): string {
  if (INVISIBLE.test(character)) return '';
  if (LINE_END.test(character)) return '\n';
  return SPACE.test(character) ? ' ' : character;
}

/** A text as a person reads it, and where each of its characters lies in the text as it is stored. */
export interface Readable {
  readonly text: string;
  /** Where the stored form of the character at this index begins, and where it ends. */
  readonly begin: (index: number) => number;
  readonly end: (index: number) => number;
}

/** Without invisible characters; every kind of blank is a plain space, every kind of line end is `\n`. */
export function readable(raw: string): Readable {
  if (ORDINARY.test(raw)) return { text: raw, begin: (index) => index, end: (index) => index + 1 };
  let text = '';
  const begins: number[] = [];
  const ends: number[] = [];
  for (const { 0: unit, index } of raw.matchAll(UNIT)) {
    const shown = seen(blankOf(unit) ?? unit);
    text += shown;
    for (let at = 0; at < shown.length; at++) {
      begins.push(index + at);
      ends.push(shown.length === unit.length ? index + at + 1 : index + unit.length);
    }
  }
  return {
    text,
    begin: (index) => begins[index] ?? raw.length,
    end: (index) => ends[index] ?? raw.length,
  };
}

/** Nothing to be seen: empty, white space, invisible characters, or HTML entities of these. */
export const isBlank = (text: string): boolean =>
  text.includes('&') ? readable(text).text.trim() === '' : !VISIBLE.test(text);

/**
 * Without what shows nothing at both ends. For keys and near misses, not for texts that are sent: the last character of
 * an emoji may be one of these.
 */
export function trimInvisible(raw: string): string {
  const { text, begin, end } = readable(raw);
  const first = text.search(/\S/);
  return first < 0 ? '' : raw.slice(begin(first), end(text.trimEnd().length - 1));
}

/** A text of GIAV as it may leave: trimmed; `''` when there is nothing to be seen; never half a surrogate pair. */
export const filled = (text: string): string =>
  isBlank(text) ? '' : text.replace(/\p{Cs}/gu, '').trim();

export const firstFilled = (...texts: readonly string[]): string =>
  texts.map(filled).find((text) => text !== '') ?? '';
