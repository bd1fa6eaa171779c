import { filled, isBlank } from './blank';
import type { FieldNote } from './target';

// What the rules ask of texts that people typed, in one place.
export { filled, firstFilled, isBlank, trimInvisible } from './blank';
export { comparableEmail, emailSpans, sameEmail, splitEmails, type Span } from './emails';
export { comparablePhone, formerPhoneKey, hasNoteBeside, phoneDigits, splitPhones } from './phones';

/** Text folded for comparing names that people type: trimmed, without case and accents. */
export const foldText = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/**
 * Texts are compared without blanks at both ends and with one kind of line end; what is no text, or shows nothing, counts
 * as empty.
 */
export const comparableText = (value: unknown): string =>
  typeof value !== 'string' || isBlank(value) ? '' : value.replace(/\r\n?/g, '\n').trim();

/** Longest text sent in a short field; longer ones are cut with a note (limits are not documented). */
export const SHORT_TEXT = 255;
export const LONG_TEXT = 10_000;

const characters = new Intl.Segmenter('es', { granularity: 'grapheme' });

/** Where a text may end so that no character is cut in two: at most `limit` UTF-16 units. */
function cutAt(text: string, limit: number): number {
  const boundary = characters.segment(text).containing(limit)?.index ?? limit;
  if (boundary > 0) return boundary;
  // One character longer than the field: between its code points.
  return /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}

/** A text as it may be sent: nothing but its blanks at both ends is lost, or the note says that it was cut. */
export function cutText(text: string, field: string, limit: number, notes: FieldNote[]): string {
  const clean = filled(text);
  if (clean.length <= limit) return clean;
  notes.push({ field, note: `cut from ${clean.length} to ${limit} characters` });
  return clean.slice(0, cutAt(clean, limit)).trim();
}
