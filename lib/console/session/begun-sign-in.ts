import { createHash } from 'node:crypto';
import * as z from 'zod';
import { SESSION } from '../../sync/budget';
import { chance, isSame, seal, unseal } from './seal';

const PURPOSE = 'sign-in';

const begunSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  until: z.number(),
});
/** What a sign-in began with; the browser keeps it, sealed, until the provider sends it back. */
export type BegunSignIn = z.infer<typeof begunSchema>;

export const beginSignIn = (returnTo: string, now: Date): BegunSignIn => ({
  state: chance(),
  nonce: chance(),
  verifier: chance(),
  returnTo,
  until: now.getTime() + SESSION.signInMs,
});

/** PKCE, S256 (RFC 7636, 4.2). */
export const challengeOf = ({ verifier }: BegunSignIn): string =>
  createHash('sha256').update(verifier).digest('base64url');

export const sealSignIn = (secret: string, begun: BegunSignIn): string =>
  seal(secret, PURPOSE, begun);

/** The sign-in that this answer of the provider belongs to; null: none that was begun here, and not too long ago. */
export function begunSignIn(
  secret: string,
  cookie: string | undefined,
  state: string | undefined,
  now: Date,
): BegunSignIn | null {
  const begun = begunSchema.safeParse(cookie && unseal(secret, PURPOSE, cookie)).data;
  if (!begun || state === undefined || !isSame(begun.state, state)) return null;
  return now.getTime() < begun.until ? begun : null;
}
