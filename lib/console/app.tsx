import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ASKED, ask, start } from './actions';
import { assetRoutes } from './assets';
import { guarded } from './headers';
import { languageRoutes, spoken } from './language';
import { BASE, paths } from './paths';
import type { ConsolePorts } from './ports';
import { message } from './respond';
import type { Pages } from './pages-of';
import { findRoutes } from './routes/find';
import { forgetRoutes } from './routes/forget';
import { lookRoutes } from './routes/look';
import { settingsRoutes } from './routes/settings';
import { waitingRoutes } from './routes/waiting';
import { requireAdmin } from './session/guard';
import { sentencePage } from './session/page';
import type { ConsoleEnv, Sessions } from './session/person';
import { inBoth } from '../sync/said';
import { CONSOLE_TEXTS } from './texts';
import { viewOf, type View } from './view';

/** Forms that a page answers at once, and where they stand. */
const PAGES_OF_FORMS: Readonly<Record<string, string>> = {
  [paths.actions.settings]: paths.settings,
  [paths.actions.saveSettings]: paths.settings,
  [paths.actions.forget]: paths.find,
};

/** Longest form, in bytes: all that a page can mark, and a good deal more. */
const MAX_FORM = 64 * 1024;

export interface ConsoleOptions {
  readonly ports: ConsolePorts;
  readonly sessions: Sessions;
  /** Where one signs out; without it there is no way to. */
  readonly signOutPath?: string;
}

const TOO_LARGE = inBoth((language) => CONSOLE_TEXTS[language].refused.tooLarge);

const tooLarge = (c: Context): Response | Promise<Response> =>
  sentencePage(c, {
    language: (c as Context<ConsoleEnv>).get('language'),
    status: 413,
    says: TOO_LARGE,
    way: { href: BASE, says: { en: 'Back', es: 'Volver' } },
  });

/** The console: pages that need a session, and actions that need an admin. */
export function consoleApp({ ports, sessions, signOutPath }: ConsoleOptions): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  const view = (c: Context<ConsoleEnv>): View => viewOf(c, ports.now(), signOutPath);
  const say = (
    c: Context<ConsoleEnv>,
    why: keyof View['t']['refused'],
    status: 400 | 403 | 404 | 500,
  ): Response | Promise<Response> => {
    const shown = view(c);
    return message(c, shown, shown.t.refused[why], status);
  };
  const pages: Pages = { ports, viewOf: view, notFound: (c) => say(c, 'notFound', 404) };

  app.use(guarded, spoken);
  app.route(`${BASE}/recursos`, assetRoutes());
  app.route(paths.language, languageRoutes(sessions.origin.startsWith('https:')));
  // Before anybody reads a form: who sends it may be a stranger, to whom no more is said.
  app.use(`${BASE}/*`, bodyLimit({ maxSize: MAX_FORM, onError: tooLarge }));
  app.route(BASE, sessions.routes);
  app.use(BASE, sessions.required);
  app.use(`${BASE}/*`, sessions.required);
  // By the switch of languages, or by hand: what was sent with the form is not known here.
  app.get(`${BASE}/hacer/*`, (c) => c.redirect(PAGES_OF_FORMS[c.req.path] ?? BASE, 303));
  app.use(
    `${BASE}/hacer/*`,
    requireAdmin(sessions.origin, (c, why) => say(c, why, 403)),
  );
  const invalid = (c: Context<ConsoleEnv>) => say(c, 'invalid', 400);
  app.post(paths.actions.start, start(ports, invalid));
  for (const what of ASKED) app.post(paths.actions[what], ask(ports, what, invalid));
  lookRoutes(app, pages);
  waitingRoutes(app, pages);
  settingsRoutes(app, pages);
  forgetRoutes(app, pages);
  findRoutes(app, pages, sessions.origin, (c) => say(c, 'forged', 403));
  app.all(`${BASE}/*`, pages.notFound);
  app.notFound((c) => c.redirect(BASE, 303));
  app.onError((error, c) => {
    ports.onError(error);
    // Without a session there is nobody to whom more is said.
    return (c.get('person') as unknown) === undefined ? c.text('500', 500) : say(c, 'broken', 500);
  });
  return app;
}
