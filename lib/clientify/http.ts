import { createHmac } from 'node:crypto';
import { bulkhead } from 'cockatiel';
import type { Method } from '../ports/clientify';
import { CLIENTIFY_CALL } from '../sync/budget';
import { UNLIMITED, mayRepeat, tryMs, type CallTime } from '../sync/call-time';
import { RecordError, RetryableError } from '../sync/errors';
import { READS, type AnyMethod } from './answer-error';
import type { ClientifyGate } from './gate';
import { knownHosts, withoutForeignLinks } from './known-hosts';
import { readAnswer } from './read-answer';
import { repeatPolicies } from './repeats';
import { sendRequest, type ApiRequest } from './send-request';

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

/** Answers after which a read is tried on the second host: the first one's own trouble. */
const GATEWAY_TROUBLE = new Set([502, 503, 504]);

/** Whole names and numbers between slashes: an id that is none must not lead anywhere else. */
const isOurs = (path: string): boolean => /^(?:\/[\w-]+)*\/(?:\?|$)/.test(path);

/** Of the last call in what a call takes at present. */
const PACE_WEIGHT = 0.3;

/** A record with all that belongs to it, or else the request. */
const aboutOf = (method: AnyMethod, path: string): string =>
  /^\/\w+\/\d+\//.exec(path)?.[0] ?? `${method} ${path}`;

/** Clientify's REST conventions: token, JSON, trailing slashes, waiting as told. One instance per process. */
export class ClientifyHttp {
  readonly calls: Record<Method, number> = { GET: 0, POST: 0, PUT: 0, PATCH: 0, DELETE: 0 };
  /** How far Clientify's clock is ahead of this one, in milliseconds, by its last answer. */
  private aheadMs = 0;
  /** Time that answers took, in milliseconds, over all calls. */
  elapsedMs = 0;
  /** How long a call takes at present, tries and waits and all, in milliseconds; 0 before the first. */
  paceMs = 0;
  private time = UNLIMITED;
  private readonly policy;
  private readonly createPolicy;
  private readonly slots;
  private readonly hosts;

  constructor(private readonly settings: HttpSettings) {
    this.hosts = knownHosts([settings.baseUrl, settings.secondBaseUrl]);
    this.slots = bulkhead(settings.concurrency ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const delay = settings.retryDelayMs ?? CLIENTIFY_CALL.firstWaitMs;
    const fits = ({ retryAfterMs }: RetryableError): boolean =>
      mayRepeat(this.time, this.timeoutMs, retryAfterMs ?? CLIENTIFY_CALL.longestWaitTimes * delay);
    ({ policy: this.policy, createPolicy: this.createPolicy } = repeatPolicies(delay, fits));
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
    if (!isOurs(path)) return Promise.reject(new RecordError(`Clientify ${method}: an id is none`));
    const policy = method === 'POST' ? this.createPolicy : this.policy;
    // Now: a slot that becomes free later runs this in somebody else's context.
    const about = this.settings.gate?.record ?? aboutOf(method, path);
    const begun = Date.now();
    return policy
      .execute(() =>
        this.slots.execute(() => this.throughGate({ about, notAfter }, method, path, body)),
      )
      .finally(() => {
        this.keepPace(Date.now() - begun);
      });
  }

  /** The last calls weigh most. */
  private keepPace(tookMs: number): void {
    this.paceMs = this.paceMs === 0 ? tookMs : this.paceMs + (tookMs - this.paceMs) * PACE_WEIGHT;
  }

  /** From now on calls keep to the time of an invocation. @default - nobody ends the process */
  within(time: CallTime): void {
    this.time = time;
  }

  /** A write whose answer was bad has been found done: it was no sign of an outage. */
  async confirmWrite(): Promise<void> {
    await this.settings.gate?.succeeded('writes');
  }

  /** Longest time that an answer is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.settings.timeoutMs ?? CLIENTIFY_CALL.timeoutMs;
  }

  /** Tells all processes how the call went: they share throttling and outages. */
  private async throughGate(
    { about, notAfter }: { about: string; notAfter: Date | undefined },
    method: AnyMethod,
    path: string,
    body: unknown,
  ): Promise<unknown> {
    const { gate } = this.settings;
    await gate?.enter(this.time.leftMs);
    if (notAfter && Date.now() > notAfter.getTime())
      throw new RetryableError(
        'Clientify kept this record waiting for too long; it waits in the queue',
        {
          scope: 'system',
          retryAfterMs: CLIENTIFY_CALL.longestWaitMs + 1,
        },
      );
    const timeoutMs = tryMs(this.time, this.timeoutMs);
    const kind = READS.has(method) ? 'reads' : 'writes';
    const started = performance.now();
    try {
      const answer = await this.requestOnce({ method, path, body }, { timeoutMs });
      await gate?.succeeded(kind);
      return answer;
    } catch (error) {
      if (!(error instanceof RetryableError)) await gate?.succeeded(kind);
      else if (error.scope === 'system') await gate?.throttled(error.retryAfterMs);
      else await gate?.failed(about, kind);
      throw error;
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }

  private async requestOnce(
    asked: ApiRequest,
    {
      timeoutMs,
      triedAgain = false,
      baseUrl = this.settings.baseUrl,
    }: { timeoutMs: number; triedAgain?: boolean; baseUrl?: string },
  ): Promise<unknown> {
    const { token, fetch: call } = this.settings;
    if (asked.method !== 'OPTIONS') this.calls[asked.method] += 1;
    const answer = await sendRequest(asked, { baseUrl, token, timeoutMs, call });
    this.noteHeaders(answer.response.headers);
    // One client saw passing 401s: a single one is not believed (clientify.md, T6).
    if (answer.response.status === 401 && !triedAgain)
      return this.requestOnce(asked, {
        timeoutMs: tryMs(this.time, this.timeoutMs),
        triedAgain: true,
        baseUrl,
      });
    const second = await this.secondAnswer(asked, baseUrl, answer.response.status);
    if (second) return second.answer;
    return withoutForeignLinks(readAnswer(asked, answer), this.hosts);
  }

  private noteHeaders(headers: Headers): void {
    this.settings.onHeaders?.(headers);
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isFinite(date)) this.aheadMs = date - Date.now();
  }

  /**
   * What the second host says while the first one is in trouble; null where it is not asked, or is of no help. A write is
   * never repeated there: it may have been applied (clientify.md, T3).
   */
  private async secondAnswer(
    asked: ApiRequest,
    baseUrl: string,
    status: number,
  ): Promise<{ readonly answer: unknown } | null> {
    const { secondBaseUrl } = this.settings;
    if (
      !GATEWAY_TROUBLE.has(status) ||
      !READS.has(asked.method) ||
      secondBaseUrl === undefined ||
      baseUrl === secondBaseUrl ||
      !mayRepeat(this.time, this.timeoutMs, 0)
    )
      return null;
    // Only its good answers count: whatever else it says, the first host's trouble passes.
    return this.requestOnce(asked, {
      timeoutMs: tryMs(this.time, this.timeoutMs),
      baseUrl: secondBaseUrl,
    }).then(
      (answer) => ({ answer }),
      () => null,
    );
  }
}
