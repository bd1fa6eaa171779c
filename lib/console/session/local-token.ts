import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ConsoleEnv, Person, Sessions } from './person';

const COOKIE = 'console';

export interface LocalSessions extends Sessions {
  /** A token that is good for one sign-in. */
  readonly newToken: () => string;
}

const random = (): string => randomBytes(32).toString('base64url');

/**
 * Sign-in on one's own machine: whoever started the console is given an address with a token. It is good once and becomes
 * a cookie that no script and no other site gets to see. All of it is gone with the process.
 * @param base path below which the console lies
 */
export function localSessions(
  origin: string,
  base: string,
  person: Person,
  denied: (language: string | undefined) => string,
): LocalSessions {
  const tokens = new Set<string>();
  /** CSRF tokens by session. */
  const sessions = new Map<string, string>();
  const routes = new Hono<ConsoleEnv>();
  routes.get('/entrar', (c) => {
    const token = c.req.query('token') ?? '';
    if (!tokens.delete(token)) return c.html(denied(getCookie(c, 'language')), 401);
    const session = random();
    sessions.set(session, random());
    setCookie(c, COOKIE, session, { path: base, httpOnly: true, sameSite: 'Strict' });
    return c.redirect(base, 303);
  });
  return {
    origin,
    routes,
    newToken: () => {
      const token = random();
      tokens.add(token);
      return token;
    },
    required: async (c, next) => {
      const csrf = sessions.get(getCookie(c, COOKIE) ?? '');
      if (csrf === undefined) return c.html(denied(getCookie(c, 'language')), 401);
      c.set('person', person);
      c.set('csrf', csrf);
      return next();
    },
  };
}
