import { html } from 'hono/html';
import { languageIn } from './language';
import { CONSOLE_TEXTS } from './texts';

/** What somebody without a session is shown on one's own machine: how one gets in, and nothing of the agency. */
export function signInPage(cookie: string | undefined): string {
  const language = languageIn(cookie);
  const { product, refused } = CONSOLE_TEXTS[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${product}</title>
      </head>
      <body>
        <main>
          <h1>${product}</h1>
          <p>${refused.signIn}</p>
        </main>
      </body>
    </html>`.toString();
}
