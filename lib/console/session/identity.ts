import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { FetchError, WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Fetcher } from 'aws-jwt-verify/https';
import * as z from 'zod';
import { RetryableError } from '../../sync/errors';
import { GROUPS } from './groups';
import type { Role } from './person';
import { Refused } from './refused';

const claimsSchema = z.object({
  sub: z.string().min(1),
  'cognito:groups': z.array(z.string()).default([]),
  nonce: z.string().optional(),
});

/** Who somebody is, by the word of the user pool. */
export interface Identity {
  /** `sub`: an id that says nothing else of the person. */
  readonly id: string;
  readonly role: Role;
  /** That of the sign-in which the word was given for. */
  readonly nonce: string | undefined;
}

export interface IdentitySettings {
  readonly userPoolId: string;
  readonly clientId: string;
  /** How the pool's public keys are read. @default - over HTTPS */
  readonly keys?: Fetcher;
}

/** Reads ID tokens. @throws Refused, or RetryableError while the pool's keys cannot be read */
export function identityReader({
  userPoolId,
  clientId,
  keys,
}: IdentitySettings): (idToken: string) => Promise<Identity> {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, clientId, tokenUse: 'id' },
    keys && { jwksCache: new SimpleJwksCache({ fetcher: keys }) },
  );
  return async (idToken) => {
    const claims = claimsSchema.safeParse(
      await verifier.verify(idToken).catch((error: unknown) => {
        if (error instanceof FetchError || error instanceof WaitPeriodNotYetEndedJwkError)
          throw new RetryableError('The keys of the user pool cannot be read at the moment');
        throw new Refused('TOKEN');
      }),
    ).data;
    if (claims === undefined) throw new Refused('TOKEN');
    const { sub: id, 'cognito:groups': groups, nonce } = claims;
    if (groups.includes(GROUPS.admin)) return { id, role: 'admin', nonce };
    if (groups.includes(GROUPS.reader)) return { id, role: 'reader', nonce };
    throw new Refused('GROUP');
  };
}
