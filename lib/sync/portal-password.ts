import { createHmac } from 'node:crypto';
import * as z from 'zod';

/** What GIAV shows where the portal password of a client should be. The only detector of masks and hashes. */
export type PasswordForm = 'absent' | 'masked' | 'hashed' | 'plain';

const MASK = /^[*•●∙·⬤]+$/u;

/** A hash would be hashed again by a write (giav.md, P7). */
const HASHES: readonly RegExp[] = [
  // $2y$…, $argon2id$v=19$…, $6$…, $pbkdf2-sha256$…; with the name in front: argon2id$…, pbkdf2_sha256$…, sha1$salt$…
  /^\$[\w-]{1,40}\$./,
  /^(?:argon2|bcrypt|scrypt|pbkdf2|md5|sha)[\w-]{0,30}[$:]./i,
  // {SSHA}…, {bcrypt}…
  /^\{[\w-]{1,30}\}./,
  // 16 to 64 bytes in hex; with 0x or the asterisk of MySQL in front, or with hyphens
  /^(?:0x|\*)?[0-9a-f]{32,128}$/i,
  /^(?:[0-9a-f]{2}-){15,63}[0-9a-f]{2}$/i,
  // base64 (also of the kind for addresses): with its padding from 16 bytes on, without it from 30 to 66 bytes
  /^[A-Za-z0-9+/_-]{21,}={1,2}$/,
  /^[A-Za-z0-9+/_-]{40,88}$/,
];

export function passwordForm(password: unknown): PasswordForm {
  if (typeof password !== 'string' || password === '') return 'absent';
  const text = password.trim();
  if (MASK.test(text)) return 'masked';
  return HASHES.some((hash) => hash.test(text)) ? 'hashed' : 'plain';
}

/** The password while it may not be kept: enough to tell whether it is still the same. */
export const sealedSchema = z.object({ length: z.number(), mark: z.string(), key: z.string() });
export type SealedPassword = z.infer<typeof sealedSchema>;

const mark = (text: string, secret: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

/** `secret` is never stored beside it, so that nobody can try out passwords. */
export const seal = (password: string, secret: string): SealedPassword => ({
  length: password.length,
  mark: mark(`password ${password}`, secret),
  key: mark('key', secret).slice(0, 12),
});

/** Whether this is the sealed password. After the secret has been changed only the lengths can be compared. */
export function isSealed(password: string, sealed: SealedPassword, secret: string): boolean {
  const now = seal(password, secret);
  return now.length === sealed.length && (now.key !== sealed.key || now.mark === sealed.mark);
}

export const asSealed = (value: unknown): SealedPassword | null =>
  sealedSchema.safeParse(value).data ?? null;
