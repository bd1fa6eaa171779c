import type { IHttpClient } from 'soap';
import { RetryableError } from '../sync/errors';
import { AnswerTooLarge, readLimited } from '../wire/limited-body';
import { httpError } from './faults';
import { UNREADABLE_CHARACTER } from './put';

// References to characters that XML 1.0 forbids; .asmx may emit them (giav.md, T7).
const ILLEGAL_REFERENCE = /&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/gi;

export interface TransportSettings {
  /** How long the next answer may take; may throw what a call throws. */
  readonly timeoutMs: () => number;
  readonly basic?: { readonly user: string; readonly password: string };
}

/** Told of every call, and of the date of every answer. */
interface Listeners {
  readonly call: () => void;
  readonly date: (date: Date) => void;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * The HTTP side of npm soap over fetch (keep-alive, 10 s to connect, `timeoutMs` in all). It refuses what soap
 * would take for an empty result: an empty 200, a cut body, an HTML page (giav.md, A3).
 */
export function soapHttpClient(settings: TransportSettings, on: Listeners): IHttpClient {
  const send = async (
    url: string,
    data: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const action = headers['SOAPAction'] ?? '';
    const operation = /\/([\w]+)"?$/.exec(action)?.[1] ?? 'the request';
    const request = requestOf(settings, action, data);
    on.call();
    const answer = await exchange(url, request, operation, on);
    return { ...answer, body: envelopeOf(answer, operation) };
  };
  return {
    request(
      url: string,
      data: unknown,
      callback: (error: unknown, response?: unknown, body?: string) => void,
      headers?: Record<string, string>,
    ) {
      send(url, data, headers ?? {}).then(
        ({ status, body }) => {
          callback(null, { status, headers: {}, data: body }, body);
        },
        (error: unknown) => {
          callback(error);
        },
      );
      return Promise.resolve();
    },
  } as unknown as IHttpClient;
}

function requestOf(
  { timeoutMs, basic }: TransportSettings,
  action: string,
  data: unknown,
): RequestInit {
  return {
    method: 'POST',
    body: String(data),
    headers: {
      'Content-Type': 'text/xml; charset=utf-8',
      SOAPAction: action,
      ...(basic && {
        Authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}`,
      }),
    },
    signal: AbortSignal.timeout(timeoutMs()),
    redirect: 'error',
  };
}

async function exchange(
  url: string,
  request: RequestInit,
  operation: string,
  on: Listeners,
): Promise<Answer> {
  try {
    const response = await fetch(url, request);
    const date = new Date(response.headers.get('date') ?? '');
    if (!Number.isNaN(date.getTime())) on.date(date);
    return { status: response.status, body: await readLimited(response) };
  } catch (error) {
    throw notAnswered(error, operation);
  }
}

function notAnswered(error: unknown, operation: string): RetryableError {
  if (error instanceof AnswerTooLarge)
    return new RetryableError(`GIAV sent ${error.message} to ${operation}`, {
      maybeApplied: true,
    });
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
  const unreachable = cause === 'ECONNREFUSED' || cause === 'ENOTFOUND';
  return new RetryableError(
    {
      en: `GIAV did not answer ${operation} (${cause}). Check GIAV_ENDPOINT if this goes on.`,
      es: `GIAV no ha respondido a ${operation} (${cause}). Revise GIAV_ENDPOINT si sigue así.`,
    },
    {
      maybeApplied: !unreachable,
      unreachable,
    },
  );
}

/** The body, which surely is a whole answer to the operation, or a fault; throws where it is neither. */
function envelopeOf({ status, body }: Answer, operation: string): string {
  const envelope =
    /^\s*(?:<\?xml[^>]*\?>\s*)?<(?:[\w-]+:)?Envelope[\s>]/.test(body) &&
    /<\/(?:[\w-]+:)?Envelope>\s*$/.test(body);
  if (!envelope) throw httpError(operation, status);
  const fault = /<(?:[\w-]+:)?Fault[\s>]/.test(body);
  if (!fault && !new RegExp(`<(?:[\\w-]+:)?${operation}Response[\\s/>]`).test(body))
    throw httpError(operation, status);
  return body.replace(ILLEGAL_REFERENCE, UNREADABLE_CHARACTER);
}
