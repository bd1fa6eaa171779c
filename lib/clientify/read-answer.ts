import { SECOND_MS } from '../sync/budget';
import { ConfigurationError, RetryableError } from '../sync/errors';
import { READS, answerError } from './answer-error';
import type { ApiAnswer, ApiRequest } from './send-request';

/** Seconds or a date (RFC 9110); undefined when absent or unreadable. */
function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * SECOND_MS : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function parse(text: string): { readonly parsed: unknown; readonly readable: boolean } {
  try {
    return { parsed: text === '' ? null : JSON.parse(text), readable: true };
  } catch {
    return { parsed: null, readable: false };
  }
}

/** What an answer says. @throws the error that its status, or its text, stands for */
export function readAnswer(
  { method, path, body }: ApiRequest,
  { response, text }: ApiAnswer,
): unknown {
  const { parsed, readable } = parse(text);
  if (response.status >= 300 && response.status < 400)
    throw new ConfigurationError({
      en: `Clientify redirected ${method}. Check CLIENTIFY_BASE_URL (https, host, /v1).`,
      es: `Clientify ha redirigido ${method}. Revise CLIENTIFY_BASE_URL (https, servidor, /v1).`,
    });
  if (!response.ok)
    throw answerError(
      method,
      path,
      response.status,
      parsed,
      retryAfterMs(response.headers.get('retry-after'), Date.now()),
      body,
    );
  if (!readable || (text === '' && method !== 'DELETE' && method !== 'OPTIONS'))
    throw new RetryableError(`Clientify answered ${method} with something other than JSON`, {
      maybeApplied: !READS.has(method),
    });
  return parsed;
}
