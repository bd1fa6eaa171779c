import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import * as soap from 'soap';
import wsdl from '../../wsdl/giav.wsdl';
import type { BesidesWanted } from '../ports/giav-lookups';
import { GIAV_CALL } from '../sync/budget';
import { UNLIMITED, mayRepeat, tryMs, type CallTime } from '../sync/call-time';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { faultError } from './faults';
import { soapHttpClient } from './transport';

export interface GiavSettings {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly basic?: { readonly user: string; readonly password: string };
  readonly timeoutMs?: number;
  /** First wait between tries, in milliseconds; doubles with jitter. */
  readonly retryDelayMs?: number;
  /** What is read besides the records themselves. @default - nothing */
  readonly besides?: BesidesWanted;
}

type SoapCall = (args: Record<string, unknown>) => Promise<[unknown]>;

const asSent = (value: string): string => value;

const SOAP_OPTIONS: soap.IOptions = {
  // Texts as sent: no time zone, no lost decimals, no trimmed spaces (giav.md, T6).
  // A boolean too: soap reads every text that is not true as false, and a consent is not to be guessed.
  customDeserializer: { dateTime: asSent, double: asSent, decimal: asSent, boolean: asSent },
  preserveWhitespace: true,
  handleNilAsNull: true,
  disableCache: true,
};

/** Calls of GIAV's SOAP service by their names there: reads are repeated, writes are not; errors are ours. */
export class GiavSoap {
  /** HTTP calls made, for the run's counters. */
  calls = 0;
  /** Time that answers took, in milliseconds, over all calls. */
  elapsedMs = 0;
  /** GIAV's clock as its last answer showed it (HTTP `Date`). */
  serverTime: Date | null = null;
  private connection: Promise<soap.Client> | undefined;
  private time = UNLIMITED;
  private readonly policy;

  constructor(protected readonly settings: GiavSettings) {
    const initialDelay = settings.retryDelayMs ?? GIAV_CALL.firstWaitMs;
    // Doubled before each repeat: no wait is longer, and one that cannot come must not keep a short invocation from repeating.
    const maxDelay = Math.min(GIAV_CALL.longestWaitMs, initialDelay * 2 ** GIAV_CALL.repeats);
    this.policy = retry(
      handleWhen(
        (error) =>
          error instanceof RetryableError && mayRepeat(this.time, this.timeoutMs, maxDelay),
      ),
      {
        maxAttempts: GIAV_CALL.repeats,
        backoff: new ExponentialBackoff({ initialDelay, maxDelay }),
      },
    );
  }

  get apiKey(): string {
    return this.settings.apiKey;
  }

  /** Longest time that an answer is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.settings.timeoutMs ?? GIAV_CALL.timeoutMs;
  }

  /** From now on calls keep to the time of an invocation. @default - nobody ends the process */
  within(time: CallTime): void {
    this.time = time;
  }

  /** Longest time that the next answer is waited for. @throws RetryableError where no call should begin any more */
  protected tryMs(): number {
    return tryMs(this.time, this.timeoutMs);
  }

  private connect(): Promise<soap.Client> {
    this.connection ??= soap.createClientAsync(wsdl, {
      ...SOAP_OPTIONS,
      endpoint: this.settings.endpoint,
      httpClient: soapHttpClient(
        { timeoutMs: () => this.tryMs(), basic: this.settings.basic },
        {
          call: () => {
            this.calls += 1;
          },
          date: (date) => {
            this.serverTime = date;
          },
        },
      ),
    });
    return this.connection;
  }

  /** One request and its answer as soap gives it; errors in ours. */
  protected async callOnce(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const client = (await this.connect()) as unknown as Record<string, SoapCall>;
    try {
      const [result] = await (client[`${operation}Async`] as SoapCall)(args);
      return (result ?? null) as Record<string, unknown> | null;
    } catch (error) {
      if (
        error instanceof RetryableError ||
        error instanceof ConfigurationError ||
        error instanceof RecordError
      )
        throw error;
      const fault = (
        error as {
          root?: {
            Envelope?: { Body?: { Fault?: { faultcode?: unknown; faultstring?: unknown } } };
          };
        }
      ).root?.Envelope?.Body?.Fault;
      if (fault)
        throw faultError(operation, faultText(fault.faultcode), faultText(fault.faultstring));
      // soap throws a plain object for XML that it cannot parse (giav.md, A3).
      throw new RetryableError(`GIAV sent XML that cannot be read to ${operation}`, {
        maybeApplied: true,
      });
    }
  }

  protected async read(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const started = performance.now();
    try {
      return await this.policy.execute(() => this.callOnce(operation, args));
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }

  /** The items of a list as soap gives them; `args` in the order of the schema, the key first. */
  async readList(
    operation: string,
    item: string,
    args: Record<string, unknown>,
  ): Promise<unknown[]> {
    const result = await this.read(operation, args);
    const list = (result?.[`${operation}Result`] as Record<string, unknown> | null | undefined)?.[
      item
    ];
    if (Array.isArray(list)) return list as unknown[];
    return list === null || list === undefined ? [] : [list];
  }

  /** The record that an operation gives, as soap gives it. */
  async readOne(operation: string, args: Record<string, unknown>): Promise<unknown> {
    return (await this.read(operation, args))?.[`${operation}Result`];
  }

  protected async write(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const started = performance.now();
    try {
      return await this.callOnce(operation, args);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      // Without the account that nobody can read, the service may refuse the whole record (giav.md, P2).
      const reason = /10 d[ií]gitos|10 digits/i.test(error.message)
        ? 'UNSAFE_WRITE'
        : 'GIAV_REFUSED';
      const field = reason === 'UNSAFE_WRITE' ? 'cuentaContableCliente: ' : '';
      throw new RecordError(`${field}${error.message}`, [], error.status, reason);
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }
}

function faultText(value: unknown): string {
  if (typeof value === 'string') return value;
  const isNested = value !== null && typeof value === 'object' && '$value' in value;
  return isNested ? String(value.$value) : '';
}
