import { Hono, type MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { LANGUAGES, type Language } from '../admin/language';
import { CONSOLE } from '../sync/budget';
import { BASE, ownPage } from './paths';
import type { ConsoleEnv } from './session/person';

const COOKIE = 'language';

export const languageIn = (text: string | undefined): Language =>
  LANGUAGES.find((one) => one === text) ?? 'es';

/** Spanish, unless somebody has switched. */
export const spoken: MiddlewareHandler<ConsoleEnv> = (c, next) => {
  c.set('language', languageIn(getCookie(c, COOKIE)));
  return next();
};

/** The switch: a cookie, and back to where one was. */
export function languageRoutes(secure: boolean): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();
  routes.get('/:language', (c) => {
    setCookie(c, COOKIE, languageIn(c.req.param('language')), {
      path: BASE,
      httpOnly: true,
      sameSite: 'Lax',
      secure,
      maxAge: CONSOLE.languageSeconds,
    });
    return c.redirect(ownPage(c.req.query('de')), 303);
  });
  return routes;
}
