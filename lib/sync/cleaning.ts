import type { FieldNote } from './target';

/** Text folded for comparing names that people type: trimmed, without case and accents. */
export const foldText = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

// The pattern refuses what mail servers refuse in practice; quoted local parts are not worth a failed record.
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$/u;

/** GIAV has one e-mail field that may hold several addresses or junk (giav.md §3.1, §6). */
export function splitEmails(text: string): { emails: string[]; notes: FieldNote[] } {
  const parts = text.split(/[;,\s]+/).filter((part) => part !== '');
  const valid = parts.filter((part) => EMAIL.test(part) && !part.includes('..') && part.length <= 254);
  const emails = valid.filter((part, at) => valid.findIndex((other) => sameEmail(other, part)) === at);
  const notes: FieldNote[] = [];
  if (valid.length < parts.length) notes.push({ field: 'Email', note: `${parts.length - valid.length} invalid part(s) dropped` });
  if (emails.length > 1) notes.push({ field: 'Email', note: `${emails.length} addresses in one field; the first is the main one` });
  return { emails, notes };
}

export const comparableEmail = (email: string): string => email.trim().toLowerCase();

export const sameEmail = (a: string, b: string): boolean => comparableEmail(a) === comparableEmail(b);

/** Texts are compared without blanks at both ends and with one kind of line end; what is no text counts as empty. */
export const comparableText = (value: unknown): string => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '');

/** Phones are compared by digits, without the Spanish prefix (clientify.md §7). */
export const phoneDigits = (phone: string): string => phone.replace(/\D/g, '').replace(/^(?:00)?34(?=\d{9}$)/, '');

/** Longest text sent in a short field; longer ones are cut with a note (limits are not documented). */
export const SHORT_TEXT = 255;
export const LONG_TEXT = 10_000;

export function cutText(text: string, field: string, limit: number, notes: FieldNote[]): string {
  const clean = text.trim();
  if (clean.length <= limit) return clean;
  notes.push({ field, note: `cut from ${clean.length} to ${limit} characters` });
  return clean.slice(0, limit).trim();
}
