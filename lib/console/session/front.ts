import { Hono } from 'hono';
import { html } from 'hono/html';
import { PAGE_HEADERS } from './page';
import { SESSION_PATHS } from './paths';
import type { ConsoleEnv, Sessions } from './person';

/** The way in and out, and behind it pages that nobody gets to without a session. */
export function front(sessions: Sessions, base: string, pages: Hono<ConsoleEnv>): Hono {
  const behind = new Hono<ConsoleEnv>();
  behind.use(sessions.required);
  behind.route('/', pages);
  const app = new Hono();
  app.get('/', (c) => c.redirect(base, 303));
  app.route(base, sessions.routes);
  app.route(base, behind);
  return app;
}

const ROLES = {
  admin: 'Ha entrado como administrador. / You have signed in as an administrator.',
  reader: 'Ha entrado como lector. / You have signed in as a reader.',
} as const;

/** A page that says who one is, with the way out. */
export function whoAmI(base: string): Hono<ConsoleEnv> {
  const pages = new Hono<ConsoleEnv>();
  pages.get('/', (c) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
    return c.html(
      html`<!doctype html>
        <html lang="es">
          <head>
            <meta charset="utf-8" />
            <title>giav-clientify</title>
          </head>
          <body>
            <main>
              <h1>giav-clientify</h1>
              <p>${ROLES[c.get('person').role]}</p>
              <form method="post" action="${base}${SESSION_PATHS.signOut}">
                <input type="hidden" name="csrf" value="${c.get('csrf')}" />
                <button>Salir / Sign out</button>
              </form>
            </main>
          </body>
        </html>`,
    );
  });
  return pages;
}
