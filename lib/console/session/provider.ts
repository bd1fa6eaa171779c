import * as z from 'zod';
import { parseJson } from '../../ports/parse-json';
import { SESSION } from '../../sync/budget';
import { RetryableError } from '../../sync/errors';
import { SESSION_PATHS } from './paths';
import { Refused } from './refused';

export interface ProviderSettings {
  /** Address of the managed login, without a path. */
  readonly loginUrl: string;
  readonly clientId: string;
  /** Our own address, without a path. */
  readonly origin: string;
  /** Path below which the console lies. */
  readonly base: string;
  /** @default - the network */
  readonly fetch?: typeof globalThis.fetch;
}

const firstTokens = z.object({ id_token: z.string(), refresh_token: z.string() });
const nextTokens = z.object({ id_token: z.string() });

/**
 * Cognito's managed login: authorization code with PKCE. The client is public: a secret of it would have to be kept in one
 * more place and protects a code no better than the verifier does, which never leaves the sealed cookie until it is used.
 */
export class Provider {
  constructor(private readonly settings: ProviderSettings) {}

  private get callback(): string {
    return `${this.settings.origin}${this.settings.base}${SESSION_PATHS.callback}`;
  }

  /** Where a person signs in. */
  signInUrl(given: {
    readonly state: string;
    readonly nonce: string;
    readonly challenge: string;
    readonly language: string;
  }): string {
    const url = new URL('/oauth2/authorize', this.settings.loginUrl);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.settings.clientId,
      redirect_uri: this.callback,
      scope: 'openid',
      state: given.state,
      nonce: given.nonce,
      code_challenge: given.challenge,
      code_challenge_method: 'S256',
      lang: given.language,
    }).toString();
    return url.href;
  }

  /** Where the provider forgets the person, too. */
  get signOutUrl(): string {
    const { loginUrl, clientId, origin, base } = this.settings;
    const url = new URL('/logout', loginUrl);
    url.search = new URLSearchParams({
      client_id: clientId,
      logout_uri: `${origin}${base}${SESSION_PATHS.signedOut}`,
    }).toString();
    return url.href;
  }

  /** @throws Refused (CODE), RetryableError */
  async tokensFor(
    code: string,
    verifier: string,
  ): Promise<{ readonly idToken: string; readonly refreshToken: string }> {
    const answer = await this.token(
      {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: this.callback,
      },
      firstTokens,
    );
    return { idToken: answer.id_token, refreshToken: answer.refresh_token };
  }

  /** A new ID token: who the person is by now. @throws Refused (CODE), RetryableError */
  async renewed(refreshToken: string): Promise<string> {
    const given = { grant_type: 'refresh_token', refresh_token: refreshToken };
    return (await this.token(given, nextTokens)).id_token;
  }

  /** Ends all that the refresh token could still bring. @throws RetryableError */
  async revoke(refreshToken: string): Promise<void> {
    await this.post('/oauth2/revoke', { token: refreshToken });
  }

  private async token<T extends z.ZodType>(
    given: Readonly<Record<string, string>>,
    schema: T,
  ): Promise<z.output<T>> {
    const response = await this.post('/oauth2/token', given);
    const text = await response.text().catch(() => '');
    if (response.status >= 400) throw new Refused('CODE');
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) throw new RetryableError('The provider answers with something else');
    return parsed.data;
  }

  private async post(path: string, form: Readonly<Record<string, string>>): Promise<Response> {
    const { loginUrl, clientId, fetch = globalThis.fetch } = this.settings;
    const response = await fetch(new URL(path, loginUrl), {
      method: 'POST',
      body: new URLSearchParams({ ...form, client_id: clientId }),
      redirect: 'error',
      signal: AbortSignal.timeout(SESSION.callMs),
    }).catch((error: unknown) => {
      throw new RetryableError(`The provider does not answer (${(error as Error).name})`);
    });
    if (response.status >= 500 || response.status === 429)
      throw new RetryableError(`The provider does not answer (${response.status})`);
    return response;
  }
}
