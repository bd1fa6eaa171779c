import { createHmac } from 'node:crypto';
import { bulkhead, handleWhen, retry } from 'cockatiel';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { AnswerTooLarge, readLimited } from '../wire/limited-body';
import type { ClientifyGate } from './gate';
import { refusalText } from './refusals';
import { refusedParts } from './refused-parts';
import { version } from '../../package.json';
import type { Method } from '../ports/clientify';

/** Libraries' own names are blocked with a page that looks like a refused key (clientify.md, T1). */
export const USER_AGENT = `giav-clientify/${version}`;

/** OPTIONS only asks what is allowed; runs never do. */
export type AnyMethod = Method | 'OPTIONS';

const READS: ReadonlySet<AnyMethod> = new Set(['GET', 'OPTIONS']);

export interface HttpSettings {
  /** Ends in `/v1`, without a slash behind. */
  readonly baseUrl: string;
  readonly token: string;
  /** The same API on its second host, for reads that the first one answers with 502 to 504. @default - none */
  readonly secondBaseUrl?: string;
  readonly timeoutMs?: number;
  readonly retryDelayMs?: number;
  /** Calls under way at the same time; waiting for a retry does not count. @default - no limit of its own */
  readonly concurrency?: number;
  /** @default - no weather is shared with other processes */
  readonly gate?: ClientifyGate;
  /** Told the headers of every answer. */
  readonly onHeaders?: (headers: Headers) => void;
  /** @default - the network */
  readonly fetch?: typeof fetch;
}

/** Repeats of one call: with the longest wait for each answer they fit into an invocation of the worker. */
const MAX_ATTEMPTS = 4;
/** Answers after which a read is tried on the second host: the first one's own trouble. */
const GATEWAY_TROUBLE = new Set([502, 503, 504]);
const MAX_WAIT_MS = 30_000;

/** What waits for longer than a call may last is for the queue, not for this process. */
const isRepeatable = (error: unknown): error is RetryableError =>
  error instanceof RetryableError && (error.retryAfterMs ?? 0) <= MAX_WAIT_MS;

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

/** Seconds or a date (RFC 9110); undefined when absent or unreadable. */
function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

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
  const detail = detailOf(body);
  const json = body !== null && typeof body === 'object';
  if (status === 404 && detail === 'Api key not provided.')
    return new ConfigurationError('Clientify did not see a key. Check CLIENTIFY_TOKEN.');
  if (status === 404 && !json)
    return new ConfigurationError(
      `${where}: no API at this address. Check that CLIENTIFY_BASE_URL is right and ends in /v1.`,
      404,
    );
  if (status === 401)
    return new ConfigurationError('Clientify refused the key (401). Check CLIENTIFY_TOKEN.');
  if (status === 403 && !json)
    return new ConfigurationError(
      `${where}: a page answered instead of the API (403). A firewall blocks this program (${USER_AGENT}) or its address; the key was not looked at. Ask Clientify's support.`,
      403,
    );
  if (status === 403)
    return new ConfigurationError(
      `${where}: the plan or the role of the key's user forbids this (403).`,
      403,
    );
  if (status === 429)
    return new RetryableError(`${where}: throttled (429)`, {
      retryAfterMs: retryAfter,
      scope: 'system',
    });
  if (status >= 500)
    return new RetryableError(`${where}: answered ${status}`, {
      maybeApplied: !READS.has(method),
      retryAfterMs: retryAfter,
    });
  const fields = refusedFields(body);
  const words = refusalText(body, sent);
  return new RecordError(
    `${where}: refused with ${status}${words === '' ? '' : ` (${words})`}`,
    fields,
    status,
    undefined,
    refusedParts(body),
  );
}

/** Clientify's REST conventions: token, JSON, trailing slashes, waiting as told. One instance per process. */
export class ClientifyHttp {
  readonly calls: Record<Method, number> = { GET: 0, POST: 0, PUT: 0, PATCH: 0, DELETE: 0 };
  /** How far Clientify's clock is ahead of this one, in milliseconds, by its last answer. */
  private aheadMs = 0;
  /** Time that answers took, in milliseconds, over all calls. */
  elapsedMs = 0;
  private readonly policy;
  private readonly createPolicy;
  private readonly slots;

  constructor(private readonly settings: HttpSettings) {
    this.slots = bulkhead(settings.concurrency ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const delay = settings.retryDelayMs ?? 1000;
    const backoff = {
      next: ({
        attempt,
        result,
      }: {
        attempt: number;
        result: { error?: Error } | { value: unknown };
      }) => {
        const asked =
          'error' in result && result.error instanceof RetryableError
            ? result.error.retryAfterMs
            : undefined;
        const wait = asked ?? Math.min(16 * delay, delay * 2 ** (attempt - 1));
        return makeBackoff(Math.min(MAX_WAIT_MS, wait) + Math.random() * 0.25 * delay);
      },
    };
    const makeBackoff = (duration: number): typeof backoff & { duration: number } => ({
      ...backoff,
      duration,
    });
    const options = { maxAttempts: MAX_ATTEMPTS, backoff: backoff as never };
    this.policy = retry(handleWhen(isRepeatable), options);
    // A create that may have been applied is looked up by its caller, never repeated here.
    this.createPolicy = retry(
      handleWhen((error) => isRepeatable(error) && !error.maybeApplied),
      options,
    );
  }

  /** Calls of all methods so far. */
  get totalCalls(): number {
    return Object.values(this.calls).reduce((sum, count) => sum + count, 0);
  }

  get baseUrl(): string {
    return this.settings.baseUrl;
  }

  /** Absolute URL of a resource, as Clientify wants relations written. */
  resourceUrl(path: string): string {
    return `${this.settings.baseUrl}${path}`;
  }

  /** A moment of this clock as Clientify's clock shows it. */
  serverTime(ms: number): number {
    return ms + this.aheadMs;
  }

  /** A key for something that must not be stored as it is; nobody can guess it back without the token (RGPD). */
  keyed(text: string): string {
    return createHmac('sha256', this.settings.token).update(text).digest('base64url');
  }

  /** @param notAfter the request is not begun later than that: what allows it may be over by then. */
  request(method: AnyMethod, path: string, body?: unknown, notAfter?: Date): Promise<unknown> {
    const policy = method === 'POST' ? this.createPolicy : this.policy;
    const request = Symbol();
    return policy.execute(() =>
      this.slots.execute(() => this.throughGate({ request, notAfter }, method, path, body)),
    );
  }

  /** A write whose answer was bad has been found done: it was no sign of an outage. */
  async confirmWrite(): Promise<void> {
    await this.settings.gate?.succeeded('writes');
  }

  /** Longest time that an answer is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.settings.timeoutMs ?? 30_000;
  }

  /** Tells all processes how the call went: they share throttling and outages. */
  private async throughGate(
    { request, notAfter }: { request: symbol; notAfter: Date | undefined },
    method: AnyMethod,
    path: string,
    body: unknown,
  ): Promise<unknown> {
    const { gate } = this.settings;
    await gate?.enter();
    if (notAfter && Date.now() > notAfter.getTime())
      throw new RetryableError(
        'Clientify kept this record waiting for too long; it waits in the queue',
        {
          scope: 'system',
          retryAfterMs: MAX_WAIT_MS + 1,
        },
      );
    const kind = READS.has(method) ? 'reads' : 'writes';
    const started = performance.now();
    try {
      const answer = await this.requestOnce(method, path, body);
      await gate?.succeeded(kind);
      return answer;
    } catch (error) {
      if (!(error instanceof RetryableError)) await gate?.succeeded(kind);
      else if (error.scope === 'system') await gate?.throttled(error.retryAfterMs);
      else await gate?.failed(request, kind);
      throw error;
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }

  private async requestOnce(
    method: AnyMethod,
    path: string,
    body?: unknown,
    {
      triedAgain = false,
      baseUrl = this.settings.baseUrl,
    }: { triedAgain?: boolean; baseUrl?: string } = {},
  ): Promise<unknown> {
    if (method !== 'OPTIONS') this.calls[method] += 1;
    let response: Response;
    let text: string;
    try {
      response = await (this.settings.fetch ?? fetch)(`${baseUrl}${path}`, {
        method,
        headers: {
          Authorization: `Token ${this.settings.token}`,
          Accept: 'application/json',
          'User-Agent': USER_AGENT,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(this.timeoutMs),
        redirect: 'manual',
      });
      text = await readLimited(response);
    } catch (error) {
      if (error instanceof AnswerTooLarge)
        throw new RecordError(`Clientify sent ${error.message} to ${method}`);
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
      const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(
        cause,
      );
      throw new RetryableError(
        `Clientify did not answer ${method} (${cause}). Check CLIENTIFY_BASE_URL if this goes on.`,
        {
          maybeApplied: !READS.has(method) && !unsent,
          unreachable: cause === 'ECONNREFUSED' || cause === 'ENOTFOUND',
        },
      );
    }
    this.settings.onHeaders?.(response.headers);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(date)) this.aheadMs = date - Date.now();
    let parsed: unknown = null;
    let readable = true;
    try {
      parsed = text === '' ? null : JSON.parse(text);
    } catch {
      readable = false;
    }
    // One client saw passing 401s: a single one is not believed (clientify.md, T6).
    if (response.status === 401 && !triedAgain)
      return this.requestOnce(method, path, body, { triedAgain: true, baseUrl });
    // The first host's trouble; a write is never repeated there: it may have been applied (clientify.md, T3).
    const { secondBaseUrl } = this.settings;
    if (
      GATEWAY_TROUBLE.has(response.status) &&
      READS.has(method) &&
      secondBaseUrl !== undefined &&
      baseUrl !== secondBaseUrl
    )
      return this.requestOnce(method, path, body, { baseUrl: secondBaseUrl });
    if (response.status >= 300 && response.status < 400)
      throw new ConfigurationError(
        `Clientify redirected ${method}. Check CLIENTIFY_BASE_URL (https, host, /v1).`,
      );
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
}
