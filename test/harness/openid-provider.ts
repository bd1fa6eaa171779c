import type { IncomingMessage } from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';

interface Asked extends IncomingMessage {
  readonly body: { readonly code?: string; readonly refresh_token?: string };
}

/**
 * A real OpenID provider on this machine, with the paths of Cognito's managed login: it signs, checks PKCE and tells its
 * keys itself. Who signs in is told by `login_hint` of the address, as a person would type it. A process of its own, which
 * ends with its parent; its first line tells where it listens.
 */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ana: ['admins'],
  rosa: ['readers'],
  eve: [],
};

void (async () => {
  const [issuer = ''] = process.argv.slice(2);
  const server = new OAuth2Server(undefined, undefined, {
    endpoints: {
      authorize: '/oauth2/authorize',
      token: '/oauth2/token',
      revoke: '/oauth2/revoke',
      jwks: '/.well-known/jwks.json',
    },
  });
  await server.issuer.keys.generate('RS256');
  server.issuer.url = issuer;
  const people = new Map<string, string>();
  const refreshTokens = new Map<unknown, string>();
  let signsIn = '';
  server.service.on('beforeAuthorizeRedirect', ({ url }: { url: URL }, request: Asked) => {
    const hint = new URL(request.url ?? '', 'http://localhost').searchParams.get('login_hint');
    people.set(url.searchParams.get('code') ?? '', hint ?? '');
  });
  server.service.on(
    'beforeTokenSigning',
    ({ payload }: { payload: Record<string, unknown> }, { body }: Asked) => {
      signsIn = people.get(body.code ?? '') ?? refreshTokens.get(body.refresh_token) ?? '';
      Object.assign(payload, {
        sub: signsIn,
        token_use: payload['aud'] === undefined ? 'access' : 'id',
        'cognito:groups': GROUPS[signsIn] ?? [],
      });
    },
  );
  server.service.on('beforeResponse', ({ body }: { body: Record<string, unknown> }) => {
    refreshTokens.set(body['refresh_token'], signsIn);
  });
  await server.start(0, '127.0.0.1');
  process.on('disconnect', () => process.exit());
  process.stdout.write(`${JSON.stringify(`http://127.0.0.1:${server.address().port}`)}\n`);
})();
