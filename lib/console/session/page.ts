import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Language } from '../../admin/language';
import type { Said } from '../../sync/said';
import { CONSOLE_BASE } from './paths';

const TITLE: Said = { en: 'giav-clientify: signing in', es: 'giav-clientify: acceso' };

/** Where a person goes on from a page that says one sentence. */
export interface Way {
  readonly href: string;
  readonly says: Said;
}

/** Nothing of these pages is kept anywhere, runs a script, or is shown inside of another page. */
export const PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // The origin must be told to ourselves: forms are checked by it.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=31536000',
} as const;

export interface SentencePage {
  readonly language: Language;
  readonly status: 200 | 400 | 401 | 403 | 413 | 500 | 503;
  readonly says: Said;
  readonly way: Way;
}

/** A page that says what is the matter and where to go on: no script, nothing of the agency. */
export function sentencePage(
  c: Context,
  { language, status, says, way }: SentencePage,
): Response | Promise<Response> {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
  return c.html(
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>${TITLE[language]}</title>
          <link rel="stylesheet" href="${CONSOLE_BASE}/recursos/estilo.css" />
        </head>
        <body>
          <main>
            <h1>${TITLE[language]}</h1>
            <p>${says[language]}</p>
            <p><a href="${way.href}">${way.says[language]}</a></p>
          </main>
        </body>
      </html>`,
    status,
  );
}

/** Where nothing can be shown at all: 503 and a sentence in both languages. */
export const notNow = (): Response =>
  new Response(
    'Ahora mismo no se puede abrir la consola. Inténtelo de nuevo en un minuto.\nThe console cannot be opened at the moment. Please try again in a minute.\n',
    {
      status: 503,
      headers: {
        ...PAGE_HEADERS,
        'Content-Type': 'text/plain; charset=utf-8',
        'Retry-After': '60',
      },
    },
  );
