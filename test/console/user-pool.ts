import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';

const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Member {
  readonly sub: string;
  readonly groups: readonly string[];
}

type Claims = Record<string, unknown>;

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Made once: it takes longer than all else that a pool does. */
let known: ReturnType<typeof newKeys> | undefined;

/** A Cognito user pool with its managed login, as strict as the real one: codes once, PKCE, refresh tokens that are revoked. */
export class UserPool {
  readonly loginUrl = 'https://login.example';
  /** Claims as they will be signed: a test may spoil them. */
  claims: (claims: Claims) => Claims = (claims) => claims;
  /** Answers of the token endpoint while it is out of order. */
  outage: number | null = null;
  readonly members = new Map<string, Member>();
  readonly revoked = new Set<string>();
  private readonly codes = new Map<string, { asked: URLSearchParams; sub: string }>();
  private readonly refreshTokens = new Map<string, string>();
  private readonly keys: ReturnType<typeof newKeys>;
  private readonly kid = randomUUID();

  constructor(
    readonly id = 'eu-west-1_Agency123',
    readonly clientId = 'console-client',
    private readonly callback = 'https://console.example/console/vuelta',
    private readonly now: () => number = Date.now,
    /** A pool of that name whose keys are others. */
    forged = false,
  ) {
    this.keys = forged ? newKeys() : (known ??= newKeys());
  }

  /** A person signs in at the address that the console sent them to. @returns where they are sent back to */
  signIn(address: string, sub: string): string {
    const url = new URL(address);
    const asked = url.searchParams;
    if (
      url.pathname !== '/oauth2/authorize' ||
      asked.get('client_id') !== this.clientId ||
      asked.get('redirect_uri') !== this.callback ||
      asked.get('response_type') !== 'code' ||
      asked.get('code_challenge_method') !== 'S256'
    )
      throw new Error(`the pool refuses ${address}`);
    const code = randomUUID();
    this.codes.set(code, { asked, sub });
    const back = new URL(this.callback);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    return back.href;
  }

  /** An ID token, signed with the pool's key. */
  idToken(sub: string, more: Claims = {}, header: Claims = {}): string {
    const now = Math.floor(this.now() / 1000);
    const claims = this.claims({
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${this.id}`,
      aud: this.clientId,
      token_use: 'id',
      sub,
      'cognito:groups': this.members.get(sub)?.groups ?? [],
      iat: now,
      exp: now + 300,
      email: 'PLANTED@example.com',
      ...more,
    });
    const signed = `${b64({ alg: 'RS256', kid: this.kid, typ: 'JWT', ...header })}.${b64(claims)}`;
    const signature = sign('RSA-SHA256', Buffer.from(signed), this.keys.privateKey);
    return `${signed}.${signature.toString('base64url')}`;
  }

  /** How its public keys are read. */
  readonly publicKeys = {
    fetch: (): Promise<ArrayBuffer> => {
      const jwk = this.keys.publicKey.export({ format: 'jwk' });
      const keys = [{ ...jwk, kid: this.kid, use: 'sig', alg: 'RS256' }];
      return Promise.resolve(new TextEncoder().encode(JSON.stringify({ keys })).buffer);
    },
  };

  /** Its token and revocation endpoints, in place of the network. */
  readonly fetch = (address: URL | string | Request, init?: RequestInit): Promise<Response> => {
    const form = init?.body as URLSearchParams;
    const { pathname } = new URL(address instanceof Request ? address.url : address);
    if (this.outage === 0) return Promise.reject(new TypeError('fetch failed'));
    if (this.outage !== null) return answer(this.outage, { error: 'PLANTED-OUTAGE' });
    if (form.get('client_id') !== this.clientId) return answer(400, { error: 'invalid_client' });
    if (pathname === '/oauth2/revoke') {
      this.revoked.add(form.get('token') ?? '');
      return answer(200, {});
    }
    if (pathname !== '/oauth2/token') return answer(404, {});
    return form.get('grant_type') === 'refresh_token' ? this.renew(form) : this.exchange(form);
  };

  private exchange(form: URLSearchParams): Promise<Response> {
    const code = form.get('code') ?? '';
    const given = this.codes.get(code);
    // Once only.
    this.codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      !given ||
      form.get('grant_type') !== 'authorization_code' ||
      form.get('redirect_uri') !== this.callback ||
      given.asked.get('code_challenge') !== challenge
    )
      return answer(400, { error: 'invalid_grant' });
    const refresh = randomUUID();
    this.refreshTokens.set(refresh, given.sub);
    const nonce = given.asked.get('nonce') ?? undefined;
    return answer(200, {
      id_token: this.idToken(given.sub, { nonce }),
      access_token: 'unused',
      refresh_token: refresh,
    });
  }

  private renew(form: URLSearchParams): Promise<Response> {
    const token = form.get('refresh_token') ?? '';
    const sub = this.refreshTokens.get(token);
    if (sub === undefined || this.revoked.has(token) || !this.members.has(sub))
      return answer(400, { error: 'invalid_grant' });
    return answer(200, { id_token: this.idToken(sub), access_token: 'unused' });
  }
}

const answer = (status: number, body: unknown): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify(body), { status }));
