import { RecordError, RetryableError } from '../sync/errors';
import { AnswerTooLarge, readLimited } from '../wire/limited-body';
import { READS, USER_AGENT, type AnyMethod } from './answer-error';

export interface ApiRequest {
  readonly method: AnyMethod;
  /** Behind the base address, with a slash at both ends. */
  readonly path: string;
  readonly body: unknown;
}

export interface ApiAnswer {
  readonly response: Response;
  readonly text: string;
}

/** The error of a request that had no answer, or one that cannot be read whole. */
function noAnswer(method: AnyMethod, error: unknown): Error {
  if (error instanceof AnswerTooLarge)
    return new RecordError(`Clientify sent ${error.message} to ${method}`);
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
  const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    cause,
  );
  return new RetryableError(
    {
      en: `Clientify did not answer ${method} (${cause}). Check CLIENTIFY_BASE_URL if this goes on.`,
      es: `Clientify no ha respondido a ${method} (${cause}). Revise CLIENTIFY_BASE_URL si sigue así.`,
    },
    {
      maybeApplied: !READS.has(method) && !unsent,
      unreachable: cause === 'ECONNREFUSED' || cause === 'ENOTFOUND',
    },
  );
}

/** One request, as it goes over the wire, and its answer. @throws RetryableError when there is none */
export async function sendRequest(
  { method, path, body }: ApiRequest,
  {
    baseUrl,
    token,
    timeoutMs,
    call = fetch,
  }: { baseUrl: string; token: string; timeoutMs: number; call?: typeof fetch },
): Promise<ApiAnswer> {
  try {
    const response = await call(`${baseUrl}${path}`, {
      method,
      headers: {
        Authorization: `Token ${token}`,
        Accept: 'application/json',
        'User-Agent': USER_AGENT,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'manual',
    });
    return { response, text: await readLimited(response) };
  } catch (error) {
    throw noAnswer(method, error);
  }
}
