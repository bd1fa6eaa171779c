import { comparableEmail, phoneDigits, splitEmails } from './cleaning';

/** One value within a text field of GIAV that may hold several, and notes. */
export interface Span {
  readonly text: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export function emailSpans(text: string): Span[] {
  return [...text.matchAll(/[^;,\s]+/g)]
    .filter(([part]) => splitEmails(part).emails.length === 1)
    .map((match) => ({ text: match[0], key: comparableEmail(match[0]), start: match.index, end: match.index + match[0].length }));
}

export function phoneSpans(text: string): Span[] {
  const trimmed = text.trim();
  if (phoneDigits(trimmed).length < 3) return [];
  const start = text.indexOf(trimmed);
  return [{ text: trimmed, key: phoneDigits(trimmed), start, end: start + trimmed.length }];
}
