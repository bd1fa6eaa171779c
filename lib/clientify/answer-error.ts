import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { refusalText } from './refusals';
import { refusedParts } from './refused-parts';
import { version } from '../../package.json';
import type { Method } from '../ports/clientify';

/** Libraries' own names are blocked with a page that looks like a refused key (clientify.md, T1). */
export const USER_AGENT = `giav-clientify/${version}`;

/** OPTIONS only asks what is allowed; runs never do. */
export type AnyMethod = Method | 'OPTIONS';

export const READS: ReadonlySet<AnyMethod> = new Set(['GET', 'OPTIONS']);

/** DRF errors are a map field → texts, nested for lists, or an array of texts (clientify.md, T8). */
function refusedFields(body: unknown): string[] {
  if (Array.isArray(body) || body === null || typeof body !== 'object') return [];
  return Object.keys(body).filter(
    (key) => key !== 'detail' && key !== 'message' && key !== 'error',
  );
}

const detailOf = (body: unknown): string =>
  body !== null && typeof body === 'object' && 'detail' in body && typeof body.detail === 'string'
    ? body.detail
    : '';

/** A record, something of it, or the creation of one. What OPTIONS asks is asked of the account. */
const isOfOneRecord = (method: AnyMethod, path: string): boolean =>
  method !== 'OPTIONS' && (RECORD.test(path) || (!READS.has(method) && COLLECTION_ONLY.test(path)));
const RECORD = /^\/(?:contacts|companies|deals)\/\d+\//;
const COLLECTION_ONLY = /^\/(?:contacts|companies|deals)\/(?:\?|$)/;

/**
 * 403, and pages where JSON is due. About one record they are this record's alone: a plan, a role or a firewall may
 * dislike one field or one text. A page has no status of its own: no 404 of it says that a record is gone.
 */
function forbidden(
  { method, path, where }: { method: AnyMethod; path: string; where: string },
  status: 403 | 404,
  isPage: boolean,
  words: string,
): Error {
  if (isOfOneRecord(method, path)) {
    const why = isPage ? 'a page answered instead of the API' : words;
    return new RecordError(
      `${where}: forbidden (${status})${why === '' ? '' : `: ${why}`}`,
      [],
      isPage ? undefined : status,
      'FORBIDDEN_IN_CLIENTIFY',
    );
  }
  if (status === 404)
    return new ConfigurationError(
      {
        en: `${where}: no API at this address. Check that CLIENTIFY_BASE_URL is right and ends in /v1.`,
        es: `${where}: en esta dirección no hay ninguna API. Compruebe que CLIENTIFY_BASE_URL es correcta y acaba en /v1.`,
      },
      404,
    );
  return new ConfigurationError(
    isPage
      ? {
          en: `${where}: a page answered instead of the API (403). A firewall blocks this program (${USER_AGENT}) or its address; the key was not looked at. Ask Clientify's support.`,
          es: `${where}: ha respondido una página en vez de la API (403). Un cortafuegos bloquea este programa (${USER_AGENT}) o su dirección; la clave no se ha mirado. Pregunte al soporte de Clientify.`,
        }
      : {
          en: `${where}: the plan or the role of the key's user forbids this (403).`,
          es: `${where}: el plan o el rol del usuario de la clave no lo permite (403).`,
        },
    403,
  );
}

const temporary = (
  { method, where }: { method: AnyMethod; where: string },
  status: number,
  retryAfter: number | undefined,
): RetryableError =>
  status === 429
    ? new RetryableError(
        { en: `${where}: throttled (429)`, es: `${where}: pide ir más despacio (429)` },
        { retryAfterMs: retryAfter, scope: 'system' },
      )
    : new RetryableError(
        { en: `${where}: answered ${status}`, es: `${where}: ha respondido ${status}` },
        {
          maybeApplied: !READS.has(method),
          retryAfterMs: retryAfter,
        },
      );

/** Turns an answer that is not 2xx into the error taxonomy (clientify.md, T6, T8). */
export function answerError(
  method: AnyMethod,
  path: string,
  status: number,
  body: unknown,
  retryAfter?: number,
  sent?: unknown,
): Error {
  const where = `Clientify ${method} ${path.replace(/\?.*$/, '').replace(/\d+/g, '{id}')}`;
  const call = { method, path, where };
  const isPage = body === null || typeof body !== 'object';
  if (status === 404 && detailOf(body) === 'Api key not provided.')
    return new ConfigurationError({
      en: 'Clientify did not see a key. Check CLIENTIFY_TOKEN.',
      es: 'Clientify no ha visto ninguna clave. Revise CLIENTIFY_TOKEN.',
    });
  if (status === 401)
    return new ConfigurationError({
      en: 'Clientify refused the key (401). Check CLIENTIFY_TOKEN.',
      es: 'Clientify ha rechazado la clave (401). Revise CLIENTIFY_TOKEN.',
    });
  if (status === 403 || (status === 404 && isPage))
    return forbidden(call, status, isPage, refusalText(body, sent).slice(0, 200));
  if (status === 429 || status >= 500) return temporary(call, status, retryAfter);
  const words = refusalText(body, sent);
  return new RecordError(
    `${where}: refused with ${status}${words === '' ? '' : ` (${words})`}`,
    refusedFields(body),
    status,
    undefined,
    refusedParts(body),
  );
}
